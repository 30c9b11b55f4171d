"""`Adadelta` or `Adagrad` is used with its default learning rate, with which it hardly moves.

In Keras up to 2.3 the default of `Adadelta` was 1.0, and that of `Adagrad` 0.01. Since then all
adaptive optimizers have 0.001, which suits `Adam` and not these two.

Why it hurts:

The steps are a thousandth (a tenth) of those that the optimizer was published with. The loss falls
so slowly that a model which can learn looks like one that cannot.

A warning for `Adadelta`; a note where the script, or one of its folder that imports it, has signs of
an older Keras, such as sessions of TensorFlow 1 or the key `acc`, where it never trains the model so, where it compares several
optimizers, and for `Adagrad`.

What Keras says:

Nothing. The documentation of `Adadelta` advises 1.0 for the results of the paper.

Bad:

```python
import numpy as np
from tensorflow import keras

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
optimizer = keras.optimizers.Adadelta()  # finding
model.compile(optimizer, loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

Good:

```python
import numpy as np
from tensorflow import keras

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
optimizer = keras.optimizers.Adadelta(learning_rate=1.0)
model.compile(optimizer, loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

For a Keras up to 2.3. The rule itself leaves alone: rates that are given, or that a callback may
set, and files that are for such a Keras or in the manner of Keras 1.

Fix safety:

Unsafe: the steps of the training are other ones.

References:

- https://keras.io/api/optimizers/adadelta/
- https://keras.io/api/optimizers/adagrad/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import ages
from kerascheck.keras_api.exercises import imported_beside, never_trained, only_shown
from kerascheck.rule import (
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Model,
    Optimizer,
    Severity,
    Unknown,
    rule,
)

_OLD = {"Adadelta": "1.0", "Adagrad": "0.01"}
_CHANGED = (2, 4)
"""The first Keras in which both have 0.001."""
_SEVERAL = 3
"""So many optimizers in one statement, or for such models, are there to be compared, each with what it comes with."""


@rule("KC604", certain=Severity.WARNING, likely=Severity.INFO, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for optimizer in facts.optimizers:
        match optimizer:
            case Optimizer(kind="Adadelta" | "Adagrad", made=True, config={"learning_rate": 0.001}):
                key = optimizer.site.node
                if "learning_rate" in optimizer.args or key in seen or _set(optimizer, facts):
                    continue
                if _old(facts):
                    return
                seen.add(key)
                yield replace(
                    _finding(optimizer, _sure(optimizer, facts)), slight=_tried(optimizer, facts)
                )


def _set(optimizer: Optimizer, facts: Facts) -> bool:
    """Whether a callback sets the rate, or may do so."""
    return any(
        isinstance(callback, Unknown) or callback.kind == "LearningRateScheduler" or callback.custom
        for fit in facts.fits
        if fit.compile is not None and fit.compile.optimizer is optimizer
        for callback in fit.callbacks
    )


def _tried(optimizer: Optimizer, facts: Facts) -> bool:
    """Whether it is only shown, or one of several that a script compares.

    These are made in one statement, or are those of models with the same kinds of layers.
    """
    beside = {
        other.kind
        for other in facts.optimizers
        if other.made and other.site.statement is optimizer.site.statement
    }
    models = [_kinds(one.model) for one in facts.compiles if one.optimizer is optimizer]
    alike = {
        one.optimizer.kind
        for one in facts.compiles
        if isinstance(one.optimizer, Optimizer) and _kinds(one.model) in models
    }
    return max(len(beside), len(alike)) >= _SEVERAL or _shown(optimizer, facts)


def _kinds(model: Model) -> list[str]:
    return [part.kind for part in model.layers]


def _shown(optimizer: Optimizer, facts: Facts) -> bool:
    """Whether the models that are compiled with it are never trained: the call is only shown.

    So it is where the next compile of the same model comes before its training.
    """
    mine = [compiled for compiled in facts.compiles if compiled.optimizer is optimizer]
    return bool(mine) and all(
        one.superseded or only_shown(facts, one) or never_trained(facts, one) for one in mine
    )


def _old(facts: Facts) -> bool:
    """Whether the file is of a Keras with the old default."""
    return "keras-1" in facts.context or not facts.written.reaches(_CHANGED)


def _sure(optimizer: Optimizer, facts: Facts) -> bool:
    """Whether nothing says that the file, or one that imports it, may be of a Keras of that time."""
    if facts.written.pinned:
        return True
    user = imported_beside(facts, optimizer.site, ages.UP_TO_2_3)
    return ages.may_be_new(facts.written) and not user


def _finding(optimizer: Optimizer, sure: bool) -> Finding:
    level = Evidence.CERTAIN if sure else Evidence.LIKELY
    old = _OLD[optimizer.kind]
    return Finding(
        optimizer.site.at,
        f"`{optimizer.kind}` has a default learning rate of 0.001, with which it hardly moves; up "
        f"to Keras 2.3 it was {old}.",
        help=f"write `{optimizer.kind}(learning_rate={old})`",
        mark="with a learning rate of 0.001",
        evidence=level if optimizer.kind == "Adadelta" else Evidence.HINT,
        fix=_fix(optimizer, old),
    )


def _fix(optimizer: Optimizer, old: str) -> Fix | None:
    text = optimizer.site.text
    if not text.endswith(f"{optimizer.kind}()"):
        return None
    return Fix((Edit(optimizer.site.at, f"{text[:-1]}learning_rate={old})"),))
