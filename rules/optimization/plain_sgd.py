"""A deep model is trained with `SGD` without momentum, with which it converges slowly.

An opinion, and off by default: select it by its name to see it.

Why it hurts:

Plain gradient descent takes the same length of step in all directions and forgets the last one.
In the long valleys of a deep model it needs many times the epochs of `Adam`, or of `SGD` with a
momentum.

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
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer="sgd", loss="mse", metrics=["mae"])  # finding
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
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

Where optimizers are compared, or a rate has been tuned for plain `SGD`. The rule itself leaves
alone: a momentum, schedules, callbacks that set the rate, files that use several optimizers, and
models with fewer than two hidden layers.

References:

- https://keras.io/api/optimizers/sgd/
- https://keras.io/api/optimizers/adam/
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Callback,
    Compile,
    Component,
    Evidence,
    Facts,
    Finding,
    Model,
    Optimizer,
    Severity,
    rule,
)

_HIDDEN = 2
_SIZES = ("units", "filters")
_SETTERS = frozenset({"LearningRateScheduler", "ReduceLROnPlateau"})


@rule("KC605", hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if len({optimizer.kind for optimizer in facts.optimizers}) > 1:
        return
    seen = set()
    for compiled in facts.compiles:
        match compiled.optimizer:
            case Optimizer(kind="SGD", made=True, config={"momentum": float(momentum)}) if (
                momentum == 0 and compiled.site.node not in seen and _deep(compiled.model)
            ):
                if not _scheduled(compiled, facts):
                    seen.add(compiled.site.node)
                    yield _finding(compiled.optimizer)


def _deep(model: Model) -> bool:
    sized = [part for part in model.layers if any(hasattr(part, name) for name in _SIZES)]
    return len(sized) > _HIDDEN


def _scheduled(compiled: Compile, facts: Facts) -> bool:
    """Whether the rate changes while it is trained, or may do so."""
    optimizer = compiled.optimizer
    given = optimizer.config.get("learning_rate") if isinstance(optimizer, Optimizer) else None
    if isinstance(given, Component) or not isinstance(given, (int, float)):
        return True
    return any(
        not isinstance(callback, Callback) or callback.custom or callback.kind in _SETTERS
        for fit in facts.fits
        if fit.compile is compiled
        for callback in fit.callbacks
    )


def _finding(optimizer: Optimizer) -> Finding:
    return Finding(
        optimizer.site.at,
        "`SGD` without momentum needs many epochs for a model of several layers.",
        help='write `optimizer="adam"`, or `keras.optimizers.SGD(0.01, momentum=0.9)`',
        mark="no momentum",
        evidence=Evidence.HINT,
    )
