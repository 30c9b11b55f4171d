"""Which steps read pictures: their pixels go from 0 to 255 until something scales them."""

import re
from collections.abc import Iterable

from kerascheck.values import Data, Step

DATASETS = frozenset({"mnist", "fashion_mnist", "cifar10", "cifar100"})
"""The datasets of pictures that Keras brings along."""
STANDARDIZED = "standardized by the generator"
"""How the step begins that says that a generator takes a mean away, or divides by a deviation."""
UNFITTED = "statistics that are not known"
"""How the step begins of images that a generator without `fit` cannot standardize."""
MISPLACED = "a factor in the place of `featurewise_center`"
"""The step of a generator whose first argument was meant to be `rescale`."""
IN_ORDER = "labels in the order of the files"
"""The step of labels that a reader has for all its images, in whatever order it gives these."""
_READERS = re.compile(
    r"flow_from_|image_dataset_from_directory|load_img|img_to_array|imread|Image\.open|"
    r"decode_(jpeg|png|image|bmp|gif)"
)


_FACTOR = 10.0
"""From this factor on the ranges of two parts are not of one scale."""


def of_other_scale(one: Data, other: Data) -> bool:
    """Whether the ranges of two parts are known and so far apart that one of them is not scaled."""
    a, b = one.largest, other.largest
    if not a or not b:
        return False
    return max(a, b) / min(a, b) >= _FACTOR


def read_by(steps: Iterable[Step]) -> bool:
    """Whether one of the steps reads pictures from files."""
    return any(_READERS.search(step.text) for step in steps)
