"""Which steps read pictures: their pixels go from 0 to 255 until something scales them."""

import re
from collections.abc import Iterable

from kerascheck.values import Step

DATASETS = frozenset({"mnist", "fashion_mnist", "cifar10", "cifar100"})
"""The datasets of pictures that Keras brings along."""
_READERS = re.compile(
    r"flow_from_|image_dataset_from_directory|load_img|img_to_array|imread|Image\.open|"
    r"decode_(jpeg|png|image|bmp|gif)"
)


def read_by(steps: Iterable[Step]) -> bool:
    """Whether one of the steps reads pictures from files."""
    return any(_READERS.search(step.text) for step in steps)
