"""What the readers of folders share: labels by mode, images by size, samples by subset."""

from kerascheck.facts.call import Call
from kerascheck.facts.libraries.elements import as_target
from kerascheck.facts.libraries.evidence import classes_clue, plural
from kerascheck.facts.libraries.instances import short
from kerascheck.facts.libraries.public_tables import several_labels
from kerascheck.facts.libraries.samples import Samples
from kerascheck.values import (
    Clue,
    Data,
    Encoding,
    Int,
    Kind,
    Shape,
    Step,
    Unknown,
    Value,
    open_ended,
)

_CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1, "greyscale": 1}
SIZE_OF_THREE = "a size of three numbers"
"""The step of images that are read in a size with an axis too many, the channels."""
_PARTS = {"training": "train", "validation": "validation"}


def image(call: Call, size: Value, color: Value, count: Int, *, picture: bool = False) -> Data:
    """Images as they are read: height, width and channels, values from 0 to 255.

    A `picture` is no array yet, and has its channels last whatever is set.
    """
    unknown = call.unknown("size of the images not known")
    sides: list[Int] = [unknown, unknown]
    long = isinstance(size, (tuple, list)) and len(size) == 3
    if isinstance(size, (tuple, list)) and len(size) in (2, 3):
        size = size[:2]
        sides = [side if isinstance(side, (int, Unknown)) else unknown for side in size]
    channels: Int = call.unknown("channels of the images not known")
    if isinstance(color, str):
        channels = _CHANNELS.get(color, channels)
    axes = (*sides, channels) if picture else ordered_axes(call, sides, channels)
    shape: Shape = (count, *axes)
    made = Data(shape=shape, dtype="float32", low=0.0, high=255.0)
    if not long:
        return made
    name = "image_size" if "image_size" in call.kwargs else "target_size"
    return made.step(SIZE_OF_THREE, call.place(name, 5 if "frame" in call.name else 1))


def ordered_axes(call: Call, sides: Shape | list[Int], channels: Int | None) -> Shape:
    """The axes of one image as Keras makes it, which puts the channels where it is set to."""
    if call.run.image_format == "channels_last":
        return (*sides, channels)
    if call.run.image_format == "channels_first":
        return (channels, *sides)
    why = call.unknown("which axis of the images has the channels is not known")
    return (why,) * (len(sides) + 1)


def names_of(given: Value) -> tuple[str, ...] | None:
    """The names of the classes if they are written in the script."""
    if isinstance(given, (list, tuple)) and given and all(isinstance(n, str) for n in given):
        return tuple(str(name) for name in given)
    return None


def labels(call: Call, mode: Value, given: Value, count: Int, x: Data, argument: str) -> Value:
    """The labels that a reader gives in a `class_mode` or `label_mode`; None if it gives none.

    `given` are the classes as the script names them. The modes are those of
    https://keras.io/api/data_loading/image/
    """
    if mode is None:
        return None
    n: Int = call.unknown("number of classes depends on the folders")
    # A list that a loop fills may have any number of names.
    if isinstance(given, (list, tuple)) and not open_ended(given):
        n = len(given)
    where = call.place(argument)
    if mode == "binary":
        n = 2
    said = repr(mode) if isinstance(mode, str) else "…"
    if mode == "input":
        text = f"`{argument}='input'` makes the images their own target"
        return as_target(x, where, text, 0.97)
    made = Data(shape=(count,), classes=n, columns=names_of(given))
    made = made.step(f"{argument}={said}", where)
    words = f"`{argument}={said}` gives labels of {plural(n)}"
    clue = classes_clue(n, 0.97 if mode == "binary" else 0.95, words, where)
    if mode == "categorical":
        shape: Shape = (count, n)
        one_hot = Encoding.ONE_HOT
        return made.but(
            shape=shape, dtype="float32", encoding=one_hot, clues=(clue,), low=0.0, high=1.0
        )
    if mode in ("int", "sparse", "binary"):
        return made.but(
            dtype="int32" if mode == "int" else "float32",
            encoding=Encoding.BINARY if n == 2 else Encoding.INT,
            clues=(clue,),
            low=0.0,
            high=None if isinstance(n, Unknown) else n - 1.0,
        )
    if mode in ("raw", "other", "multi_output"):
        return _raw(made, call, str(mode), f"`{argument}={said}` takes columns as they are")
    return made.but(shape=call.unknown("labels not known"), columns=None)


def _raw(made: Data, call: Call, mode: str, words: str) -> Value:
    columns = call.kwargs.get("y_col")
    unknown = call.unknown("columns of a table")
    if isinstance(columns, (list, tuple)) and open_ended(columns):
        columns = unknown
    k: Int = len(columns) if isinstance(columns, (list, tuple)) else unknown
    names = names_of(columns)
    clues = (several_labels(names, call.site) if names else ()) or tuple(
        Clue(task, 0.45, "labels", words, call.site) for task in ("multilabel", "regression")
    )
    count = made.shape[0] if isinstance(made.shape, tuple) else None
    one = isinstance(columns, str)
    shape: Shape = (count,) if one else (count, k)
    made = made.but(classes=unknown, columns=None, clues=clues, shape=shape)
    if mode != "multi_output":
        return made
    if isinstance(columns, (list, tuple)):
        return tuple(made.but(shape=(count,), clues=()) for _ in columns)
    return unknown


def read(call: Call, kind: Kind, x: Value, y: Value, source: object, subset: Value) -> Data:
    """A dataset of what a folder holds; the same folder and subset are the same samples.

    `source` identifies the folder. A `subset` of `training` or `validation` is a part of it.
    """
    rows: object = Samples(source)
    parents: tuple[object, ...] = ()
    part = ""
    if isinstance(subset, str) and subset in _PARTS:
        rows, parents, part = Samples(source, subset), (rows,), _PARTS[subset]
    elif isinstance(subset, Unknown):
        rows, parents = object(), (rows,)

    def place(value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(place(item) for item in value)
        return (
            value.but(rows=rows, parents=parents, part=part) if isinstance(value, Data) else value
        )

    x, y = place(x), place(y)
    return Data(kind=kind, x=x, y=y, rows=rows, parents=parents, part=part, batched=True)


def came(
    data: Data, call: Call, shuffle: Value, size: tuple[str, int | None], color: int | None
) -> Data:
    """The data after the step of their reader, which knows the places of its size and colors.

    `size` is the name and the position of the argument for the size, `color` the position of
    `color_mode`; positions are None for what a reader does not take.
    """
    args = {}
    for name, position in (size, ("color_mode", color)):
        place = call.place(name, position)
        if place is not call.site:
            args[name] = place
    step = Step(ordered(short(call.name), shuffle), call.site, args=args)
    return data.after(step)


def ordered(text: str, shuffle: Value) -> str:
    """The step of a reader, which says so if it keeps the order of the files."""
    return f"{text}(shuffle=False)" if shuffle is False else text
