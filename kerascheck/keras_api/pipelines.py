"""How the steps of datasets of `tf.data` are called: by what notes them, and by rules on them."""

SLICES = "Dataset.from_tensor_slices"
"""Where a dataset of arrays begins."""
CHANGING = "map with random changes"
"""The step of a `map` whose function draws numbers itself, to change images by them."""


def is_map(step: str) -> bool:
    """Whether a step puts the elements through a function, be it by chance another one."""
    return step.startswith("map")
