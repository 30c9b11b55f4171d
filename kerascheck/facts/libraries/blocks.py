"""Whether labels come class by class, so that the last rows are of the last classes alone."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from kerascheck.facts.call import Call
from kerascheck.facts.libraries.amounts import is_number
from kerascheck.facts.libraries.appended import shuffle_items
from kerascheck.facts.libraries.literals import Literal, flat
from kerascheck.facts.libraries.tables import Log
from kerascheck.values import Blocks, Data, More, Site, Unknown, Value


def known_blocks(call: Call, text: str, sizes: Sequence[int]) -> Blocks:
    """The blocks of a data set of which the order of the rows is known."""
    return Blocks(text, call.site, tuple(map(float, range(len(sizes)))), tuple(sizes))


def of_constant(data: Data) -> tuple[float, int | None] | None:
    """The one value that a column of labels has, and in how many rows; None if it has several."""
    shape = data.shape
    if data.low is None or data.low != data.high:
        return None
    if isinstance(shape, Unknown):
        return data.low, None
    if len(shape) != 1 and not (len(shape) == 2 and shape[1] == 1):
        return None
    return data.low, shape[0] if isinstance(shape[0], int) else None


def joined_blocks(parts: Sequence[Data], text: str, site: Site) -> Blocks | None:
    """The blocks of labels put one after the other: each part has classes of its own."""
    labels: list[float | str] = []
    sizes: list[int | None] = []
    for part in parts:
        one = of_constant(part)
        if one is not None:
            labels.append(one[0])
            sizes.append(one[1])
        elif part.blocks is not None and part.blocks.labels and part.blocks.cut is None:
            labels += part.blocks.labels
            sizes += part.blocks.sizes or (None,)
        else:
            return None
    if len(labels) < 2 or len(set(labels)) < len(labels):
        return None
    exact = tuple(size for size in sizes if size is not None)
    return Blocks(text, site, tuple(labels), exact if len(exact) == len(labels) else ())


def filled_blocks(data: Data, key: Value, item: Value, site: Site) -> Blocks | None:
    """The blocks after `labels[start:stop] = item`, where each slice gets a class of its own."""
    plain = isinstance(key, slice) and key.step is None and (key.start, key.stop) != (None, None)
    if not plain or not isinstance(item, (int, float)) or not is_number(item):
        return None
    if data.blocks is None:
        # What the array is made with is the class of the other rows, or of no row in the end.
        return (
            Blocks("slices of one class each", site, (float(item),)) if of_constant(data) else None
        )
    if data.blocks.cut is not None or float(item) in data.blocks.labels:
        return None
    return Blocks(data.blocks.text, site, (*data.blocks.labels, float(item)))


def cut_blocks(blocks: Blocks | None, key: Value) -> Blocks | None:
    """The blocks of the rows up to a place, or from it on."""
    if blocks is None or blocks.cut is not None:
        return None
    if not isinstance(key, slice) or key.step is not None:
        return None
    return replace(blocks, cut=(key.start, key.stop))


def leaves_classes(blocks: Blocks | None, key: Value) -> bool:
    """Whether a slice of rows that come class by class may be without some of the classes."""
    if blocks is None or not isinstance(key, slice):
        return False
    start, stop, step = key.start, key.stop, 1 if key.step is None else key.step
    if (start, stop) == (None, None):
        return False
    plain = all(place is None or type(place) is int for place in (start, stop))
    if not blocks.sizes or blocks.cut is not None or not plain or step != 1:
        return True
    low, high, _ = slice(start, stop).indices(sum(blocks.sizes))
    ends = list(accumulate(blocks.sizes))
    starts = [0, *ends[:-1]]
    return not all(
        max(low, first) < min(high, end) for first, end in zip(starts, ends, strict=True)
    )


def repeated_blocks(data: Data, site: Site) -> Blocks | None:
    """The blocks of `np.repeat([0, 1, 2], n)`."""
    if not isinstance(data, Literal) or data.rank != 1 or len(data.items) < 2:
        return None
    leaves = list(flat(data.items, 1))
    return Blocks("repeat", site, tuple(leaves)) if len(set(leaves)) == len(leaves) else None


def shuffle_in_place(call: Call) -> Value:
    """`np.random.shuffle(y)`: the rows of every name of the array are in another order."""
    for value in call.args:
        forget(value)
    return None


def forget(value: Value) -> None:
    """What may have been changed in place is no longer known to be in blocks, in time, a log.

    An empty list may have been filled.
    """
    if isinstance(value, list):
        shuffle_items(value)
        if not value:
            value.append(More("items of a list that code which is not followed may fill"))
    elif isinstance(value, Log):
        value.lose()
    elif isinstance(value, Data) and (value.blocks is not None or value.times is not None):
        # Every name of the array sees the change, so that no copy would do.
        object.__setattr__(value, "blocks", None)
        object.__setattr__(value, "times", None)
