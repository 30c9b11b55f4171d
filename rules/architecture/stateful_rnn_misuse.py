"""A stateful recurrent layer gets samples in a random order, or batches of another size.

With `stateful=True` the state after sample `i` of a batch is the start for sample `i` of the next
one. That only means something if the samples are cut from long sequences, in their order.

Why it hurts:

`fit` shuffles by default, so that each sample starts with the state of any other one. There are as
many states as the input has samples, by its `batch_shape`: where a batch has more or fewer, as the
last one of `fit` or the single sample that `predict` is asked for, Keras stops with an error.
Between epochs Keras 3 resets nothing, so that the first samples start with the state of the last ones.

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
model.fit(x, y, batch_size=32, epochs=1, validation_data=(x_val, y_val))  # finding
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
model.fit(x, y, batch_size=32, epochs=1, shuffle=False, validation_data=(x_val, y_val))
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
    Kind,
    Label,
    Layer,
    Model,
    Severity,
    Spec,
    Use,
    rule,
)

_ARRAYS = frozenset({Kind.ARRAY, Kind.FRAME, Kind.SERIES})
_BATCH = 32
"""The size of the batches of `fit`, `evaluate` and `predict` of arrays if none is given."""


@rule("KC414", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for fit in facts.fits:
        layer = _stateful(fit.model)
        if layer is None or fit.method != "fit" or fit.data is not None or fit.partial:
            continue
        finding = _other_size(fit, layer) or _uneven(fit, layer) or _shuffled(fit, layer)
        finding = finding or _carried_over(fit, layer, facts)
        if finding is not None and fit.site.node not in seen:
            seen.add(fit.site.node)
            yield finding
    for use in facts.uses:
        layer = _stateful(use.model)
        if layer is not None and use.method.startswith(("predict", "evaluate")):
            finding = _other_size(use, layer)
            if finding is not None and use.site.node not in seen:
                seen.add(use.site.node)
                yield finding


def _stateful(model: object) -> Layer | None:
    for part in model.layers if isinstance(model, Model) and model.complete else ():
        inner = part.layer if isinstance(part, Bidirectional) else part
        if isinstance(inner, (LSTM, GRU, SimpleRNN)) and inner.stateful is True:
            return inner
    return None


def _states(model: object) -> int | None:
    """The size of the batches that a model is built for, where it is fixed."""
    match model:
        case Model(inputs=[only]):
            shape = only.spec.shape
        case Model(entry=Spec(shape=shape), inputs=[]):
            pass
        case _:
            return None
    match shape:
        case (int(size), *_):
            return size
    return None


def _other_size(call: Fit | Use, layer: Layer) -> Finding | None:
    """A call whose batches have another size than the states."""
    states = _states(call.model)
    data = call.x if isinstance(call, Fit) else call.data
    if states is None or call.partial or not isinstance(data, Data) or data.kind not in _ARRAYS:
        return None
    rows = data.shape[0] if isinstance(data.shape, tuple) and data.shape else None
    given: object = _BATCH
    if isinstance(call, Fit):
        given = call.config.get("batch_size", _BATCH)
    elif "batch_size" in call.args or call.direct or call.method.endswith("on_batch"):
        given = rows
    match given, rows:
        case int(size), int(n):
            got = min(size, n)
        case int(size), _ if isinstance(call, Fit) and size < states:
            got = size
        case _:
            return None
    chosen = isinstance(call, Use) and "batch_size" in call.args
    if got == states or (chosen and got > states):
        return None
    enough = got > states or not isinstance(rows, int) or rows >= states
    place = call.args.get("batch_size", call.args.get("x", call.args.get("data", call.site)))
    default = "" if "batch_size" in call.args or got != _BATCH else ", the default"
    return Finding(
        place.at,
        f"a batch has {got} {'sample' if got == 1 else 'samples'}{default}, but the stateful `{layer.kind}` keeps "
        f"states for {states}.",
        labels=[Label(layer.site.at, "keeps a state for each sample of a batch")],
        help=f"write `batch_size={states}`"
        if enough
        else f"give {states} samples at once, or build a second model with the weights of this one "
        f"and `batch_shape=({got}, …)`",
        mark=f"batches of {got}",
        evidence=Evidence.CERTAIN,
        keras="the batch size of the input sequences must be the same as the batch size of the "
        "initial state",
    )


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


def _carried_over(fit: Fit, layer: Layer, facts: Facts) -> Finding | None:
    """Epochs that begin with the states that the epoch before has ended with."""
    match fit:
        case Fit(config={"epochs": int(epochs), "shuffle": False}, args={"epochs": place}) if (
            epochs > 1 and not fit.loop and not facts.written.resets()
        ):
            return None if fit.acted_on else Finding(
                place.at,
                f"nothing resets the states of the stateful `{layer.kind}` between the {epochs} epochs: "
                "each begins where the last sample of the one before ended.",
                labels=[Label(layer.site.at, "keeps its state from batch to batch")],
                help="train one epoch a `fit` in a loop, and call `reset_state()` of the layer after "
                "each, or do so in a callback",
                mark="states go on from epoch to epoch",
                evidence=Evidence.HINT,
            )  # fmt: skip
    return None
