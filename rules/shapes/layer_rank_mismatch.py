"""A layer gets an input with another number of axes, or with a size that it cannot take.

A recurrent layer reads samples of time steps and features, `Conv2D` images with channels, each
with the batch axis before: 3 and 4 axes. Some layers also need to know a size, or that it can be
divided by another. A model that is used as a layer takes the size that it was made for.

Why it hurts:

The model cannot be built.

What Keras says:

"Input 0 of layer … is incompatible with the layer: expected ndim=3, found ndim=2", or "expected
min_ndim=4"; for sizes "The last dimension of the inputs should be defined", or "expected axis -1
of input shape to have value …". A model says "expected shape=(None, 160, 160, 3), found
shape=(None, 180, 180, 3)"; with Keras 2 it only warns.

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((20, 8)),
        keras.layers.LSTM(64),
        keras.layers.LSTM(32),  # finding
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((20, 8)),
        keras.layers.LSTM(64, return_sequences=True),
        keras.layers.LSTM(32),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Bad:

```python
import keras

inputs = keras.Input((28, 28))
x = keras.layers.Conv2D(32, 3, activation="relu")(inputs)  # finding
x = keras.layers.Flatten()(x)
model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
```

Good:

```python
import keras

inputs = keras.Input((28, 28, 1))
x = keras.layers.Conv2D(32, 3, activation="relu")(inputs)
x = keras.layers.Flatten()(x)
model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
```

Bad:

```python
import keras

base = keras.applications.MobileNetV2(input_shape=(160, 160, 3), include_top=False)
base.trainable = False
inputs = keras.Input((180, 180, 3))
x = base(inputs)  # finding
```

Good:

```python
import keras

base = keras.applications.MobileNetV2(input_shape=(180, 180, 3), include_top=False, weights=None)
inputs = keras.Input((180, 180, 3))
x = base(inputs)
```

When to ignore:

Never where the shapes are written in the model. Where the shape of the input is that of data, of
which kerascheck saw only a part, see what they are when the script runs. Layers behind code that
is not followed have no shape here, and are left alone. So is the cell of a notebook that shows a
few layers and makes no model of them, where the tensor is one of a finished model of other cells.

Fix safety:

Unsafe: the layer before passes on other values.

References:

- https://keras.io/guides/working_with_rnns/
- https://keras.io/api/layers/convolution_layers/convolution2d/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api.layers import RNN
from kerascheck.rule import Edit, Facts, Fault, Finding, Fix, Layer, Severity, Site, refused, rule

_RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"})


@rule("KC505", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fault, finding in refused(facts, "rank", "dimension", "model-input"):
        if fault.kind == "model-input" and not facts.written.asks_keras_3:
            continue
        if _sketched(facts, fault):
            continue
        layer = fault.source if _ends_early(fault) else None
        if layer is None:
            help_ = finding.help or _sized(fault)
            yield replace(finding, help=help_)
            continue
        yield replace(
            finding,
            help=f"pass `return_sequences=True` to the `{layer.kind}` before it",
            fix=_return_sequences(layer.site),
        )


def _sketched(facts: Facts, fault: Fault) -> bool:
    """Whether a cell makes no model, and its tensor is one that a model of other cells has used.

    A notebook shows the branches of a block so, with `x` for any tensor that fits.
    """
    here, source = fault.site.at, fault.source
    if fault.kind != "rank" or fault.applied is None or not isinstance(source, Layer):
        return False
    if source.site.at.path != here.path or source.site.at.block == here.block:
        return False
    cells = [(model.site.at.block, model) for model in facts.models]
    return all(cell != here.block for cell, _ in cells) and any(
        cell < here.block and any(part is source for part in model.layers) for cell, model in cells
    )


def _sized(fault: Fault) -> str:
    """How a layer gets a size that it needs to know."""
    if fault.kind != "dimension":
        return ""
    if fault.source is not None and fault.source.kind == "Flatten":
        return (
            "write a number for each size in the shape of the input, or pool in place of `Flatten`: "
            "`GlobalAveragePooling1D` for sequences, `GlobalAveragePooling2D` for images"
        )
    return "write a number for this size in the shape of the input"


def _ends_early(fault: Fault) -> bool:
    """Whether a recurrent layer gives only its last step to a layer that reads all of them."""
    source = fault.source
    recurrent = source is not None and (source.kind in _RECURRENT or isinstance(source, RNN))
    reads = fault.layer.kind in _RECURRENT | {"RNN", "Bidirectional", "TimeDistributed", "Conv1D"}
    last = getattr(source, "return_sequences", None) is False
    return fault.kind == "rank" and recurrent and reads and last


def _return_sequences(site: Site) -> Fix | None:
    """One argument more at the end of a call."""
    text = site.text
    if not text.endswith(")") or "return_sequences" in text:
        return None
    before = text[:-1].rstrip()
    comma = "" if before.endswith((",", "(")) else ", "
    at = replace(site.at, line=site.at.end_line, column=site.at.end_column - 1)
    end = replace(at, end_column=at.column)
    return Fix((Edit(end, f"{comma}return_sequences=True"),))
