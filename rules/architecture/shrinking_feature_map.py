"""Convolutions without padding leave almost nothing of the image before the output.

A warning where a kernel is so much larger than what is left of its image, or of its sequence, that
at least half of it only ever sees padding, once for all layers of a model with the same kernel; a note where that is in a network with shortcuts, made for
larger images, and where `valid` convolutions have shrunk the image to 3 by 3 or less.

Why it hurts:

Each convolution with the padding `valid` takes away the border, each pooling halves what is left.
A map of few numbers no longer says where something is, and weights that only meet padding learn
nothing.

What Keras says:

Nothing, until a dimension would become 0.

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(64, 3, activation="relu"),
        keras.layers.MaxPooling2D(),  # finding
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(64, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Where only what is in the image counts, not where. The rule itself leaves alone: global pooling,
networks of `keras.applications`, models with branches, kernels with a `dilation_rate` or, on a map
of more than one place, with strides; inputs smaller than 32 pixels, models with fewer than two
convolutions without padding, maps of 4 by 4 and more, and shapes that are not known.

References:

- https://keras.io/api/layers/convolution_layers/convolution2d/
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from kerascheck.keras_api import graph, tables
from kerascheck.keras_api.convolution import meeting, turned
from kerascheck.keras_api.layers import Conv1D, Conv2D, Flatten, MaxPooling2D
from kerascheck.rule import (
    Evidence,
    Facts,
    Finding,
    Label,
    Layer,
    Model,
    Severity,
    Spec,
    rule,
)

_SMALL = 3
_LARGE = 32


@rule("KC405", certain=Severity.WARNING, likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    # The networks of others are as they are, also as a part of a new one.
    given = [model for model in facts.models if model.kind == "application"]
    theirs = {id(part) for model in given for part in model.layers}
    for model in facts.models:
        if model.kind == "application":
            continue
        if any(isinstance(part, Conv1D | Conv2D) for part in model.layers):
            rows = tables.rows(model)
            entries = [row for row in rows if row is rows[0] or row.part.kind == "InputLayer"]
            if any(_turned((*row.args, row.output)[0]) for row in entries):
                continue  # The axes are in another order, as `channel-axis-suspect` says.
            yield from _outgrown(model, [row for row in rows if id(row.part) not in theirs])
            if model.kind == "Sequential":
                yield from _shrunk(model, rows)


def _turned(spec: object) -> bool:
    """Whether the channels seem to come first: one or three, or a few before a large square.

    One row of many places with as many channels is a recording of several sensors at once.
    """
    match spec:
        case Spec(shape=(_, int(first), int(rows), int(columns))) if rows == columns >= 32:
            return first < rows
        case Spec(shape=(_, 1, int(rows), int(columns))) if min(rows, columns) >= 8:
            return True
        case Spec(shape=(_, 1, int(rows), int(columns))) if rows > 1 and columns >= _LARGE:
            return rows < columns  # Several series, as of an encephalogram, behind one channel.
    return turned(spec) is not None


def _outgrown(model: Model, rows: Sequence[tables.Row]) -> Iterator[Finding]:
    """Convolutions with padding whose kernel is larger than their whole input, one for a kernel."""
    shortcuts = any(row.part.kind in ("Add", "Concatenate") for row in rows)
    alike: dict[_Sizes, list[tuple[Layer, _Wasted]]] = {}
    for row in rows:
        match row.part, row.args:
            case (Conv2D(padding="same") as layer, (Spec(shape=(_, int(), int(), _) as shape),)) | (
                Conv1D(padding="same" | "causal") as layer,
                (Spec(shape=(_, int(), _) as shape),),
            ):
                wasted = _wasted(layer, shape[1:-1])
                if wasted is not None and not _one_of_several(model, layer):
                    alike.setdefault(wasted[0], []).append((layer, wasted))
    for found in alike.values():
        yield _padded(found, evidence=Evidence.LIKELY if shortcuts else Evidence.CERTAIN)


def _padded(found: Sequence[tuple[Layer, "_Wasted"]], *, evidence: Evidence) -> Finding:
    """The first of the convolutions of a model that have the same kernel, too large for their maps."""
    layer, (kernel, used, size) = found[0]
    all_, seen = math.prod(kernel), math.prod(used)
    given = _given(size)
    return Finding(
        layer.site.at,
        f"The kernel of {_by(kernel)} is applied to {given}, so {all_ - seen} of its {all_} places "
        "only ever see padding.",
        labels=[
            Label(other.site.at, f"gets {_given(left)}, too") for other, (_, _, left) in found[1:4]
        ],
        help=_help(found),
        mark=f"gets {given}",
        evidence=evidence,
    )


def _help(found: Sequence[tuple[Layer, "_Wasted"]]) -> str:
    """How to mend it: a kernel along one side of a map may lie the wrong way."""
    kernel, used, size = found[0][1]
    across = tuple(reversed(kernel))
    if len(kernel) > 1 and 1 in kernel and all(_lies(across, left) for _, (_, _, left) in found):
        sides = ", ".join(map(str, across))
        return f"write `kernel_size=({sides})`, along the {max(size)} places of the map"
    return f"use fewer poolings before it, a larger input, or a kernel of {_by(used)}"


def _lies(kernel: Sequence[int], size: Sequence[int]) -> bool:
    """Whether a map is as large as the kernel along each of its sides."""
    return all(side <= length for side, length in zip(kernel, size, strict=True))


def _given(size: Sequence[int]) -> str:
    return f"a map of {_by(size)}" if len(size) > 1 else _steps(size[0])


def _by(sizes: Sequence[int]) -> str:
    return "x".join(map(str, sizes))


def _steps(count: int) -> str:
    return "a single step" if count == 1 else f"{count} steps"


_Sizes = tuple[int, ...]
_Wasted = tuple[_Sizes, _Sizes, _Sizes]


def _wasted(layer: Conv1D | Conv2D, size: Sequence[object]) -> _Wasted | None:
    """The kernel, how much of it meets its input, and this; None unless half of it never does."""
    sides = _sides(layer.kernel_size, len(size))
    strides = _sides(layer.strides, len(size))
    last = layer.data_format in (None, "channels_last")
    known, one = tuple(n for n in size if isinstance(n, int)), _ones(size)
    # Kernels with holes are made for maps of many sizes.
    if not (last and sides and strides) or _sides(layer.dilation_rate, len(size)) != one:
        return None
    # A stack that halves its map to the last place ends in a kernel that is wider than the map.
    if known != one and strides != one:
        return None
    causal = layer.padding == "causal"
    used = tuple(map(partial(meeting, causal=causal), sides, known, strides))
    return (sides, used, known) if 2 * math.prod(used) <= math.prod(sides) else None


def _sides(value: object, count: int) -> _Sizes:
    """An argument of a number for each axis; empty if it is not known."""
    given = (value,) * count if isinstance(value, int) else value
    if not isinstance(given, (tuple, list)) or len(given) != count:
        return ()
    known = tuple(n for n in given if isinstance(n, int) and n > 0)
    return known if len(known) == count else ()


def _ones(size: Sequence[object]) -> _Sizes:
    return (1,) * len(size)


def _one_of_several(model: Model, layer: Layer) -> bool:
    """Whether other layers read the same map: detectors read maps of all sizes in one way."""
    tensors = graph.in_order(model)
    readers = Counter(id(source) for tensor in tensors for source in tensor.inputs)
    mine = [tensor for tensor in tensors if tensor.layer is layer]
    return any(readers[id(source)] > 1 for tensor in mine for source in tensor.inputs)


def _shrunk(model: Model, rows: tuple[tables.Row, ...]) -> Iterator[Finding]:
    """The last map before a `Flatten`, where convolutions without padding have shrunk it."""
    first = rows[0].args if rows and rows[0].args else (rows[0].output if rows else None,)
    match first:
        case (Spec(shape=(_, int() as height, int() as width, _)),):
            if min(height, width) < _LARGE:
                return
        case _:
            return
    valid: list[Layer] = []
    before: tables.Row | None = None
    for row in rows:
        match row.part, row.args:
            case Conv2D(padding="valid") as layer, _ if _kernel(layer) > 1:
                valid.append(layer)
            case Flatten(), (Spec(shape=(_, int() as h, int() as w, _)),):
                kind = before.part if before is not None else None
                if (
                    max(h, w) <= _SMALL
                    and len(valid) > 1
                    and isinstance(kind, Conv2D | MaxPooling2D)
                ):
                    yield _finding(kind, valid, (height, width), (h, w))
                return
        before = row


def _kernel(layer: Layer) -> int:
    match getattr(layer, "kernel_size", None):
        case int() as size:
            return size
        case (int() as first, int() as second) | [int() as first, int() as second]:
            return min(first, second)
    return 1


def _finding(
    last: Layer, valid: list[Layer], image: tuple[int, int], left: tuple[int, int]
) -> Finding:
    return Finding(
        last.site.at,
        f"{len(valid)} convolutions without padding and the poolings between them shrink "
        f"{image[0]}x{image[1]} to {left[0]}x{left[1]} before the `Flatten`.",
        labels=[Label(layer.site.at, "takes away the border") for layer in valid[:3]],
        help='write `padding="same"` in the convolutions, or pool less often',
        mark=f"{left[0]}x{left[1]} is left",
        evidence=Evidence.LIKELY,
    )
