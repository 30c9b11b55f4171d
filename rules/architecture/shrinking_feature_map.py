"""Convolutions without padding leave almost nothing of the image before the output.

A warning where a kernel is larger than what is left of its image, so that most of it only ever
sees padding; a note where `valid` convolutions have shrunk the image to 3 by 3 or less.

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
networks of `keras.applications`, models with branches, inputs smaller than 32 pixels, models with
fewer than two convolutions without padding, maps of 4 by 4 and more, and shapes that are not
known.

References:

- https://keras.io/api/layers/convolution_layers/convolution2d/
"""

from collections import Counter
from collections.abc import Iterator

from kerascheck.keras_api import graph, tables
from kerascheck.keras_api.layers import Conv2D, Flatten, MaxPooling2D
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
    for model in facts.models:
        if model.kind == "application":
            continue  # the networks of others are as they are
        if any(isinstance(part, Conv2D) for part in model.layers):
            rows = tables.rows(model)
            yield from _outgrown(model, rows)
            if model.kind == "Sequential":
                yield from _shrunk(model, rows)


def _outgrown(model: Model, rows: tuple[tables.Row, ...]) -> Iterator[Finding]:
    """Convolutions with `same` padding whose kernel is larger than their whole input."""
    for row in rows:
        match row.part, row.args:
            case Conv2D(padding="same") as layer, (Spec(shape=(_, int() as h, int() as w, _)),):
                kernel = _kernel(layer)
                last = getattr(layer, "data_format", None) in (None, "channels_last")
                if last and kernel > 1 and (h, w) == (1, 1) and not _one_of_several(model, layer):
                    yield Finding(
                        layer.site.at,
                        f"The kernel of {kernel}x{kernel} is applied to a map of 1x1, so all of "
                        "it but the centre only sees padding.",
                        help="use fewer poolings before it, a larger input, or a kernel of 1",
                        mark="gets a map of 1x1",
                    )


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
