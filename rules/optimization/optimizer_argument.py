"""An argument of an optimizer is a number that Keras refuses, or one that cannot train.

Keras 3 takes learning rates and the momentum of `SGD` as floats only, at most one way to clip
gradients, and no more than 1 of a momentum.

Why it hurts:

The script stops when the optimizer is made. A `beta` of 1 is taken, but then the averages of the
gradients stay 0 for ever and are divided by 0.

What Keras says:

"Argument `learning_rate` should be float, or an instance of LearningRateSchedule", "`momentum`
must be a float between [0, 1]", "Only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be
set". Of a `beta` of 1, nothing.

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
        keras.layers.Dense(1),
    ]
)
optimizer = keras.optimizers.SGD(0.01, momentum=9)  # finding
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
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
optimizer = keras.optimizers.SGD(0.01, momentum=0.9)
model.compile(optimizer, loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

In scripts that are meant for Keras 2, which takes whole numbers. The rule itself leaves alone:
optimizers of TensorFlow 1 and of `keras.optimizers.legacy`, and values that are not known.

Fix safety:

Safe: the whole number is written as a float, without which the script does not run.

References:

- https://keras.io/api/optimizers/
- https://keras.io/api/optimizers/sgd/
"""

import re
from collections.abc import Iterator

from kerascheck.rule import (
    Applicability,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Optimizer,
    Severity,
    Site,
    rule,
)

_CLIPS = ("clipnorm", "clipvalue", "global_clipnorm")
_OLD = re.compile(r"\blegacy\b|Optimizer\(|\blr\s*=")
"""Optimizers that take whole numbers, and calls in the arguments of Keras 2."""


@rule("KC612", certain=Severity.ERROR, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not facts.written.asks_keras_3:
        return
    seen = set()
    for optimizer in facts.optimizers:
        node = optimizer.site.node
        if node in seen or not optimizer.args or _OLD.search(optimizer.site.text):
            continue
        seen.add(node)
        yield from _rate(optimizer)
        yield from _momentum(optimizer)
        yield from _nesterov(optimizer)
        yield from _betas(optimizer)
        yield from _clips(optimizer)


def _rate(optimizer: Optimizer) -> Iterator[Finding]:
    given, site = optimizer.config.get("learning_rate"), optimizer.args.get("learning_rate")
    # A variable may be the default of a function, which others call with a float.
    if site is None or not isinstance(given, (int, str)) or site.text.isidentifier():
        return
    kind = {bool: "a truth value", str: "a text"}.get(type(given), "a whole number")
    number = f"{given}.0" if kind == "a whole number" else "0.001"
    yield Finding(
        site.at,
        f"the learning rate of `{optimizer.kind}` is {kind}, {given!r}, but Keras takes floats only.",
        help=f"write `{number}`",
        mark=f"{kind}, no float",
        evidence=Evidence.CERTAIN,
        fix=_as_float(site),
        keras="Argument `learning_rate` should be float, or an instance of "
        "LearningRateSchedule, or a callable",
    )


def _momentum(optimizer: Optimizer) -> Iterator[Finding]:
    given, site = optimizer.config.get("momentum"), optimizer.args.get("momentum")
    if optimizer.kind != "SGD" or site is None:
        return
    match given:
        case int() | float() if not isinstance(given, float) or not 0 <= given <= 1:
            if site.text.isidentifier() and isinstance(given, int) and 0 <= given <= 1:
                return
            yield Finding(
                site.at,
                f"the momentum of `SGD` is {given}, but Keras takes a float from 0.0 to 1.0.",
                help="write `0.0` for none, `0.9` for the usual one",
                mark="no float" if given in (0, 1) else "not from 0.0 to 1.0",
                evidence=Evidence.CERTAIN,
                fix=_as_float(site) if given in (0, 1) else None,
                keras="`momentum` must be a float between [0, 1].",
            )


def _betas(optimizer: Optimizer) -> Iterator[Finding]:
    for name in ("beta_1", "beta_2", "rho"):
        match optimizer.config.get(name), optimizer.args.get(name):
            case (int() | float() as given, Site() as site) if given >= 1 or given < 0:
                yield Finding(
                    site.at,
                    f"`{name}={given}` of `{optimizer.kind}` leaves its averages as they are at "
                    "the start, at 0."
                    if given == 1
                    else f"`{name}={given}` of `{optimizer.kind}` lets its averages grow without "
                    "end instead of following the gradients.",
                    help=f"write a number from 0 to below 1; the default of `{name}` is good "
                    "nearly always",
                    mark="not below 1" if given >= 1 else "below 0",
                    evidence=Evidence.CERTAIN,
                )


def _nesterov(optimizer: Optimizer) -> Iterator[Finding]:
    match optimizer.config:
        case {"nesterov": True, "momentum": float(momentum)} if momentum == 0:
            site = optimizer.args.get("nesterov", optimizer.site)
        case _:
            return
    yield Finding(
        site.at,
        "`nesterov=True` changes nothing without a momentum.",
        help="add `momentum=0.9`, or drop `nesterov=True`",
        mark="the momentum is 0",
        evidence=Evidence.HINT,
    )


def _clips(optimizer: Optimizer) -> Iterator[Finding]:
    given = [name for name in _CLIPS if isinstance(optimizer.config.get(name), (int, float))]
    if len(given) > 1:
        names = " and ".join(f"`{name}`" for name in given)
        yield Finding(
            optimizer.args.get(given[1], optimizer.site).at,
            f"`{optimizer.kind}` is given {names}, but gradients can be clipped in one way only.",
            help=f"keep `{given[0]}` and drop the rest",
            mark="a second way to clip",
            evidence=Evidence.CERTAIN,
            keras="Only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set.",
        )


def _as_float(site: Site) -> Fix | None:
    if not site.text.isdecimal():
        return None
    return Fix((Edit(site.at, f"{site.text}.0"),), Applicability.SAFE)
