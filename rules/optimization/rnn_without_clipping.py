"""A recurrent network is trained with long steps, and nothing clips its gradients.

Why it hurts:

The gradients of a recurrent layer are products over all the time steps, and now and then one of
them is enormous. One such step at a high learning rate throws the weights far away: the loss
becomes `nan`, or stays at the smallest number that a cross-entropy can have.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((50, 8)),
        keras.layers.LSTM(64),
        keras.layers.Dense(1),
    ]
)
optimizer = keras.optimizers.SGD(learning_rate=0.05)  # finding
model.compile(optimizer, loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((50, 8)),
        keras.layers.LSTM(64),
        keras.layers.Dense(1),
    ]
)
optimizer = keras.optimizers.SGD(learning_rate=0.05, clipnorm=1.0)
model.compile(optimizer, loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

For short sequences, and where the training is stable. The rule itself leaves alone: rates below
0.01, sequences of up to 5 steps, optimizers or rates that are not known, and models that only have
a custom recurrent layer.

References:

- https://keras.io/api/optimizers/
- https://proceedings.mlr.press/v28/pascanu13.html
"""

from collections.abc import Iterator

from kerascheck.keras_api import optimizers
from kerascheck.keras_api.layers import GRU, LSTM, Bidirectional, SimpleRNN
from kerascheck.rule import (
    Evidence,
    Facts,
    Finding,
    Label,
    Layer,
    Model,
    Optimizer,
    Severity,
    Spec,
    rule,
)

_CLIPS = ("clipnorm", "clipvalue", "global_clipnorm")
_HIGH, _SHORT = 0.01, 5
_KINDS = ("SGD", "Adam", "AdamW", "Nadam", "Adamax", "RMSprop")


@rule("KC607", hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for compiled in facts.compiles:
        match compiled.optimizer:
            case Optimizer(kind=kind, made=True) as optimizer if kind in _KINDS:
                layer = _recurrent(compiled.model)
                rate = optimizers.rate(optimizer)
                if layer is None or rate is None or rate < _HIGH or _clipped(optimizer):
                    continue
                if optimizer.site.node not in seen:
                    seen.add(optimizer.site.node)
                    yield _finding(optimizer, layer, rate)


def _clipped(optimizer: Optimizer) -> bool:
    return any(optimizer.config.get(name) is not None for name in _CLIPS)


def _recurrent(model: Model) -> Layer | None:
    """The first recurrent layer of Keras, unless the sequences are short."""
    match model.entry if model.entry is not None else [t.spec for t in model.inputs]:
        case Spec(shape=(_, int(steps), *_)) | [Spec(shape=(_, int(steps), *_))]:
            if steps <= _SHORT:
                return None
    for part in model.layers:
        inner = part.layer if isinstance(part, Bidirectional) else part
        if isinstance(inner, (LSTM, GRU, SimpleRNN)):
            return inner
    return None


def _finding(optimizer: Optimizer, layer: Layer, rate: float) -> Finding:
    text = optimizer.site.text
    plain = text.endswith(")") and "\n" not in text and "(" in text and not text.endswith("()")
    return Finding(
        optimizer.site.at,
        f"`{layer.kind}` is trained with a learning rate of {rate:g} and without clipping: one "
        "exploding gradient can turn the loss into `nan`.",
        labels=[Label(layer.site.at, "multiplies its gradients over all time steps")],
        help=f"write `{text[:-1]}, clipnorm=1.0)`" if plain else "add `clipnorm=1.0`",
        mark="no `clipnorm`",
        evidence=Evidence.HINT,
    )
