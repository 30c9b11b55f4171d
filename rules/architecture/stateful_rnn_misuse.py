"""A stateful recurrent layer is fitted with samples in a random order, or in uneven batches.

With `stateful=True` the state after sample `i` of a batch is the start for sample `i` of the next
one. That only means something if the samples are cut from long sequences, in their order.

Why it hurts:

`fit` shuffles by default, so that each sample starts with the state of any other one. Where the
last batch is smaller than the others, the states do not fit and the training stops with an error.

What Keras says:

Nothing of the order. Of the batch, "the batch size of the input sequences must be the same as the
batch size of the initial state", or "Incompatible shapes".

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
x_val = np.load("x_val.npy")
y_val = np.load("y_val.npy")
model = keras.Sequential(
    [
        keras.Input(batch_shape=(32, 10, 4)),
        keras.layers.LSTM(16, stateful=True),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, batch_size=32, epochs=5, validation_data=(x_val, y_val))  # finding
```

Good:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
x_val = np.load("x_val.npy")
y_val = np.load("y_val.npy")
model = keras.Sequential(
    [
        keras.Input(batch_shape=(32, 10, 4)),
        keras.layers.LSTM(16, stateful=True),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, batch_size=32, epochs=5, shuffle=False, validation_data=(x_val, y_val))
```

When to ignore:

Where each batch is a `fit` of its own. The rule itself leaves alone: datasets and generators, which have
an order of their own, `shuffle` and `stateful` that are not known, and data of one batch.

References:

- https://keras.io/guides/working_with_rnns/
- https://keras.io/api/layers/recurrent_layers/lstm/
"""

from collections.abc import Iterator

from kerascheck.keras_api.layers import GRU, LSTM, Bidirectional, SimpleRNN
from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Layer,
    Model,
    Severity,
    rule,
)


@rule("KC414", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for fit in facts.fits:
        layer = _stateful(fit.model)
        if layer is None or fit.method != "fit" or fit.data is not None or fit.partial:
            continue
        finding = _uneven(fit, layer) or _shuffled(fit, layer)
        if finding is not None and fit.site.node not in seen:
            seen.add(fit.site.node)
            yield finding


def _stateful(model: object) -> Layer | None:
    for part in model.layers if isinstance(model, Model) and model.complete else ():
        inner = part.layer if isinstance(part, Bidirectional) else part
        if isinstance(inner, (LSTM, GRU, SimpleRNN)) and inner.stateful is True:
            return inner
    return None


def _uneven(fit: Fit, layer: Layer) -> Finding | None:
    match fit:
        case Fit(x=Data(shape=(int(n), *_)), config={"batch_size": int(size)}) if (
            size > 0 and n % size and "validation_split" not in fit.config
        ):
            return Finding(
                fit.args.get("batch_size", fit.site).at,
                f"{n} samples leave a last batch of {n % size}, which does not fit the {size} states "
                f"of the stateful `{layer.kind}`.",
                labels=[Label(layer.site.at, "keeps a state for each sample of a batch")],
                help=f"leave out the last {n % size} samples: `x[:{n - n % size}]`",
                mark=f"{n} is no multiple of {size}",
                evidence=Evidence.CERTAIN,
                keras="the batch size of the input sequences must be the same as the batch size of "
                "the initial state",
            )
    return None


def _shuffled(fit: Fit, layer: Layer) -> Finding | None:
    # Without targets it may be a dataset, which has an order of its own.
    if fit.config.get("shuffle", True) is not True or fit.y is None:
        return None
    match fit.x, fit.config.get("batch_size", 32):
        case Data(shape=(int(n), *_)), int(size) if n <= size:
            return None
    return Finding(
        fit.args.get("shuffle", fit.site).at,
        f"`fit` shuffles the samples, and the stateful `{layer.kind}` starts each one with the state "
        "of any other.",
        labels=[Label(layer.site.at, "keeps its state from batch to batch")],
        help="write `shuffle=False`, and reset the states of the layer between sequences; or drop "
        "`stateful=True`",
        mark="in a random order",
        evidence=Evidence.LIKELY,
    )
