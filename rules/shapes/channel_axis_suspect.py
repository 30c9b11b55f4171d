"""The channels of an image seem to stand before its rows and columns, but Keras takes them last.

An input of `(3, 32, 32)` is to a convolution an image of 3 rows and 32 columns with 32 channels,
unless `data_format="channels_first"` is set for the layer or for all layers.

Why it hurts:

The model is built and trained, but the kernels move over the colours instead of the rows, and
mix all pixels of a line as if they were colours.

What Keras says:

Nothing, as long as the kernel is not larger than what it takes for the rows.

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((3, 32, 32)),  # finding
        keras.layers.Conv2D(8, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
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
        keras.layers.Conv2D(8, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Where the input is no image but, say, 3 sensors in 32 time steps with 32 values each. Kernels of
one row, which such models have, and inputs that are permuted first are left alone, and so are
inputs that Keras refuses anyway.

References:

- https://keras.io/api/layers/convolution_layers/convolution2d/
- https://keras.io/api/layers/reshaping_layers/permute/
"""

from collections.abc import Iterator

from kerascheck.keras_api.convolution import turned
from kerascheck.keras_api.words import words
from kerascheck.rule import (
    Evidence,
    Facts,
    Finding,
    Label,
    Layer,
    Model,
    Severity,
    Site,
    Tensor,
    rule,
)

_CONVOLUTIONS = frozenset({"Conv2D", "SeparableConv2D", "DepthwiseConv2D"})
_SAME_AXES = words(
    "Activation AlphaDropout BatchNormalization Dropout GaussianDropout GaussianNoise Identity "
    "LayerNormalization LeakyReLU Normalization ReLU Rescaling SpatialDropout2D ZeroPadding2D"
)


@rule("KC510", likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    refused = {fault.layer for fault in facts.faults}
    for model in facts.models:
        for spec, place, layer in _entries(model):
            dims = turned(spec)
            if dims and layer not in refused and _reads_last(layer):
                yield _finding(place, layer, dims)


def _entries(model: Model) -> Iterator[tuple[object, Site, Layer]]:
    """The inputs of a model: what they are, where that is written, and the first convolution."""
    if model.kind == "Sequential" and model.entry_site is not None and not model.outputs:
        for part in model.layers:
            if not isinstance(part, Layer):
                return
            if part.kind in _CONVOLUTIONS:
                yield model.entry, _shape(model.layers[0], model.entry_site), part
            if part.kind != "InputLayer" and part.kind not in _SAME_AXES:
                return
    for output in model.outputs:
        yield from _convolved(output, set())


def _convolved(tensor: object, seen: set[int]) -> Iterator[tuple[object, Site, Layer]]:
    """The convolutions in a graph that read an input directly."""
    stack = [tensor]
    while stack:
        current = stack.pop()
        if not isinstance(current, Tensor) or id(current) in seen:
            continue
        seen.add(id(current))
        stack.extend(current.inputs)
        if isinstance(current.layer, Layer) and current.layer.kind in _CONVOLUTIONS:
            entry = _entry(current)
            if entry is not None:
                yield entry.spec, _shape(entry.layer, entry.site), current.layer


def _entry(tensor: Tensor) -> Tensor | None:
    """The input that reaches a layer through layers that keep its axes."""
    before = tensor.inputs[0] if tensor.inputs else None
    while isinstance(before, Tensor) and before.inputs:
        if before.layer.kind not in _SAME_AXES:
            return None
        before = before.inputs[0]
    is_input = isinstance(before, Tensor) and before.layer.kind == "InputLayer"
    return before if is_input and isinstance(before, Tensor) else None


def _shape(part: Layer | Model, site: Site) -> Site:
    """Where the shape is written, or the layer that has it."""
    return next((part.args[n] for n in ("shape", "input_shape") if n in part.args), site)


def _reads_last(layer: Layer) -> bool:
    """Whether a convolution surely has its channels last, and a kernel of several rows."""
    kernel = getattr(layer, "kernel_size", None)
    rows = kernel[0] if isinstance(kernel, (tuple, list)) and kernel else kernel
    own = getattr(layer, "data_format", None) in (None, "channels_last")
    return own and not layer.partial and isinstance(rows, int) and rows > 1


def _finding(place: Site, layer: Layer, dims: tuple[int, int, int]) -> Finding:
    channels, rows, columns = dims
    return Finding(
        place.at,
        f"the input is {channels} rows of {rows} columns with {columns} channels to "
        f"`{layer.kind}`: channels come last.",
        labels=[Label(layer.site.at, "moves its kernel over the first two axes")],
        help=f"write `({rows}, {columns}, {channels})` and turn the data with "
        "`np.moveaxis(x, 1, -1)`, or start with `keras.layers.Permute((2, 3, 1))`",
        mark="read as rows, columns, channels",
        evidence=Evidence.LIKELY,
    )
