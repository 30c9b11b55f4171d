"""The model predicts something for every time step, but each sample has one target.

Why it hurts:

With `return_sequences=True` the last recurrent layer passes on its state after every step, and
`Dense` then works on each of them. A cross-entropy refuses to compare that with one target a
sample; a regression loss repeats the target for every step, so that the network has to know the
answer before it has read the sequence.

What Keras says:

With `mse` and targets of shape `(N, 1)`, nothing. With a cross-entropy, `fit` raises "Arguments
`target` and `output` must have the same rank (ndim)".

Bad:

```python
import keras
import numpy as np

x = np.random.rand(1000, 30, 8)
y = np.random.rand(1000, 1)
model = keras.Sequential(
    [
        keras.Input((30, 8)),
        keras.layers.LSTM(64, return_sequences=True),  # finding
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

x = np.random.rand(1000, 30, 8)
y = np.random.rand(1000, 1)
model = keras.Sequential(
    [
        keras.Input((30, 8)),
        keras.layers.LSTM(64),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

Where every step really is to predict the one target of its sample. The rule itself leaves alone:
targets with as many steps as the output, targets whose shape is not known, `TimeDistributed` with
targets of several numbers, and whatever pools, flattens or picks a step before the output.

References:

- https://keras.io/guides/working_with_rnns/
- https://keras.io/api/layers/recurrent_layers/lstm/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.keras_api.layers import GRU, LSTM, Bidirectional, Dense, SimpleRNN, TimeDistributed
from kerascheck.rule import (
    CustomLoss,
    Data,
    Evidence,
    Facts,
    Finding,
    Label,
    Layer,
    Model,
    Output,
    Severity,
    Training,
    Unknown,
    rule,
)

_STEPWISE = frozenset({"Dense", "Dropout", "Activation", "LeakyReLU", "ReLU", "Softmax"})
"""Layers that treat each time step by itself."""
_NORMS = frozenset({"BatchNormalization", "LayerNormalization", "GaussianNoise", "Identity"})


@rule("KC409", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(labels=Data(shape=tuple() as target), output=output, fit=fit) if (
                fit is not None and fit.in_batches and not _per_step(training)
            ):
                recurrent = _source(output)
                match output.spec.shape:
                    case (_, steps, units) if recurrent and _single(training, target, steps, units):
                        if not _distributed(training):
                            yield _finding(training, recurrent, target)
                        elif target[1:] in ((), (1,)) and isinstance(steps, int) and steps > 1:
                            yield _finding(training, recurrent, target, wrapped=True)


def _per_step(training: Training) -> bool:
    """Whether the script says that each step is meant to have an output of its own."""
    task = training.task().kind
    wrapped = any(part.layer is not training.output.layer for part in _distributed(training))
    return wrapped or task in {"sequence", "language-model", "autoencoder", "segmentation", "rl"}


def _distributed(training: Training) -> list[TimeDistributed]:
    """The layers of which the script says that they work on each step."""
    return [part for part in training.model.layers if isinstance(part, TimeDistributed)]


def _source(output: Output) -> Layer | None:
    """The recurrent layer that returns sequences to the output, with nothing in between."""
    parts = [output.layer, *output.before]
    if any(isinstance(p, Model) or p.kind not in _STEPWISE | _NORMS for p in output.after):
        return None
    for part in parts:
        match part:
            case SimpleRNN() | LSTM() | GRU():
                return part if part.return_sequences is True else None
            case Bidirectional(layer=SimpleRNN() | LSTM() | GRU() as inner):
                return inner if inner.return_sequences is True else None
            case Layer() if part.kind in _STEPWISE | _NORMS:
                continue
            case _:
                return None
    return None


def _single(training: Training, target: tuple[object, ...], steps: object, units: object) -> bool:
    """Whether the targets have no time axis, or one of another length than the output."""
    match target:
        case (_,):
            return True
        case (_, _) if isinstance(training.loss, losses.CategoricalCrossentropy) and units != 1:
            return True  # However many columns there are, an axis is missing.
        case (_, int() as size):
            # One number a step, as integers or as the only output; a loss of the script may take it.
            per_step = isinstance(training.loss, losses.SparseCategoricalCrossentropy) or units == 1
            per_step |= isinstance(training.loss, (CustomLoss, Unknown)) or training.loss is None
            return isinstance(steps, int) and not (per_step and size == steps)
        case (_, int() as length, _):
            return isinstance(steps, int) and length != steps
    return False


def _finding(
    training: Training, recurrent: Layer, target: tuple[object, ...], *, wrapped: bool = False
) -> Finding:
    output, labels = training.output, training.labels
    site = recurrent.args.get("return_sequences", recurrent.site)
    shape = f"({', '.join(map(str, target))}{',' if len(target) == 1 else ''})"
    origin = labels.origin if isinstance(labels, Data) else None
    squeeze = " and the targets as `y[:, 0, :]`" if len(target) == 3 and target[1] == 1 else ""
    label = [Label(origin.site.at, f"{origin.text}: targets of shape {shape}")] if origin else []
    return Finding(
        site.at,
        f"`{recurrent.kind}` passes on every time step, so the output is {output.spec}, but the "
        f"targets are {shape}.",
        labels=[*label, *_dense(output)],
        why="Each sample has one target, not one for every step. A regression loss repeats it for "
        "all of them without an error.",
        help="write `return_sequences=False` and the `Dense` without `TimeDistributed`, or give a "
        "target for each step"
        if wrapped
        else f"write `return_sequences=False`{squeeze}",
        mark="the state after every step, not only after the last",
        evidence=Evidence.LIKELY if wrapped else Evidence.CERTAIN,
    )


def _dense(output: Output) -> list[Label]:
    match output.layer:
        case Dense() as layer:
            return [Label(layer.site.at, "works on every step by itself")]
    return []
