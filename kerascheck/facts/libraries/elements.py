"""What datasets give: parts that hold the same samples, seen one element at a time or as a whole.

A dataset describes its parts as if all elements lay in one array: the first axis of `x` and `y`
counts the samples, whether the dataset is batched or not.
"""

from collections.abc import Callable

from kerascheck.facts.call import Call
from kerascheck.facts.libraries.samples import Samples, as_array, as_data
from kerascheck.values import (
    Blocks,
    Clue,
    Data,
    Encoding,
    Int,
    Kind,
    Shape,
    Site,
    Step,
    Tensor,
    Unknown,
    Value,
)


def receiver(call: Call) -> Data:
    """The dataset whose method is called."""
    if isinstance(call.receiver, Data):
        return call.receiver
    unknown = call.unknown("a dataset that is not known")
    return Data(kind=Kind.DATASET, x=unknown, y=unknown)


def leaves(value: Value) -> list[Data]:
    """The data in a nested structure of tuples and dicts, in order."""
    if isinstance(value, Data):
        return [value]
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, tuple):
        return [leaf for item in value for leaf in leaves(item)]
    return []


def each(value: Value, change: Callable[[Data], Value]) -> Value:
    """The same structure with every data in it changed."""
    if isinstance(value, Data):
        return change(value)
    if isinstance(value, dict):
        return {key: each(item, change) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(each(item, change) for item in value)
    return value


def structure(value: Value, site: Site) -> Value:
    """Arrays as TensorFlow takes them: tuples and dicts are structure, all else is data."""
    if isinstance(value, dict):
        return {key: structure(item, site) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(structure(item, site) for item in value)
    return None if value is None else as_array(value, site)


def dataset(value: Value, site: Site, *, steps: tuple[Step, ...] = ()) -> Data:
    """The dataset whose elements have the structure of `value`; sample weights are left out."""
    x, y = _pair(value)
    first = next(iter(leaves(x) or leaves(y)), None)
    made = Data(kind=Kind.DATASET, x=x, y=y, steps=steps)
    if first is None:
        return made
    return made.but(
        rows=first.rows,
        parents=first.parents,
        part=first.part,
        temporal=first.temporal,
        shape=first.shape[:1] if isinstance(first.shape, tuple) else first.shape,
    )


def _pair(value: Value) -> tuple[Value, Value]:
    if isinstance(value, Unknown):
        return value, value
    if isinstance(value, tuple) and len(value) in (2, 3):
        return value[0], value[1]
    if isinstance(value, tuple) and len(value) == 1:
        return value[0], None
    return value, None


def whole_element(data: Data) -> Value:
    """What the dataset gives, as a structure of data that keep their first axis."""
    return data.x if data.y is None else (data.x, data.y)


def one_element(value: Value, *, batched: bool) -> Value:
    """The structure with one element, or one batch, in place of all samples."""

    def change(leaf: Data) -> Data:
        if isinstance(leaf.shape, Unknown) or not leaf.shape:
            return leaf
        rest = leaf.shape[1:]
        return leaf.but(shape=(None, *rest) if batched else rest)

    return each(value, change)


def all_elements(value: Value, like: Data, site: Site) -> Value:
    """The opposite of `one_element`: what a function returned for one element, for them all."""
    count: Int = Unknown("number of elements not known", site)
    if isinstance(like.shape, tuple) and like.shape and like.shape[0] is not None:
        count = like.shape[0]

    def change(leaf: Data) -> Data:
        if isinstance(leaf.shape, Unknown):
            return leaf.but(rows=like.rows, parents=like.parents, part=like.part)
        rest: Shape = leaf.shape[1:] if like.batched else leaf.shape
        shape = (count, *rest)
        return leaf.but(shape=shape, rows=like.rows, parents=like.parents, part=like.part)

    if isinstance(value, list):
        value = as_data(value, site)
    if isinstance(value, tuple):
        return tuple(all_elements(item, like, site) for item in value)
    if isinstance(value, dict):
        return {key: all_elements(item, like, site) for key, item in value.items()}
    if isinstance(value, Tensor):
        return Unknown("a tensor for each element", site)
    return each(value, change)


def reproduces(x: Value, y: Value, given: Value) -> bool:
    """Whether targets are the inputs themselves: `(x, x)`, `(noisy(x), x)`, `(f(x), f(x))`.

    `given` is what the function got for its inputs, so that shifted copies are told apart.
    """
    if not isinstance(x, Data) or not isinstance(y, Data):
        return False
    if y is x or y is given:
        return True
    if not isinstance(given, Data) or y.rows is not given.rows or x.rows is not given.rows:
        return False
    before = len(given.steps)
    added = [[step.text for step in data.steps[before:]] for data in (x, y)]
    kept = all(data.steps[:before] == given.steps for data in (x, y))
    return kept and bool(added[0]) and added[0] == added[1] and _same_shape(x, y)


def _same_shape(x: Data, y: Data) -> bool:
    return isinstance(x.shape, tuple) and x.shape == y.shape


def as_target(data: Data, site: Site, text: str, weight: float = 0.95) -> Data:
    """Data that are to be reproduced by an autoencoder."""
    return data.but(clues=(Clue("autoencoder", weight, "labels", text, site),))


def part_of(
    data: Data,
    key: object,
    text: str,
    site: Site,
    count: Int,
    part: str = "",
    *,
    together: bool = False,
) -> Data:
    """Some elements of a dataset: fresh rows, the same for the same `key`, in all its parts.

    `together` if they follow one another there: what is sorted by class stays so.
    """
    together = together and not any("shuffle" in step.text for step in data.steps)

    def change(leaf: Data) -> Data:
        sorted_by = leaf.blocks if together else None
        whole = sorted_by is not None and sorted_by.cut is None
        blocks = None if sorted_by is None or not whole else Blocks(sorted_by.text, sorted_by.site)
        shape = leaf.shape
        if isinstance(shape, tuple) and shape:
            shape = (count, *shape[1:])
        rows, parents = Samples((leaf.rows, key)), (leaf.rows, *leaf.parents)
        return leaf.but(
            rows=rows, parents=parents, part=part or leaf.part, shape=shape, blocks=blocks
        )

    made = change(data).but(x=each(data.x, change), y=each(data.y, change))
    return made.step(text, site)


def file_names(site: Site) -> Data:
    """A dataset of the names of files, or of records read from them."""
    count = Unknown("number of files not known", site)
    names = Data(shape=(count,), dtype="string", encoding=Encoding.STRING)
    return dataset(names, site)
