"""The learning rate is far from all that this optimizer is used with.

Each optimizer scales its steps in its own way, and so has a range of learning rates that work.

Why it hurts:

With steps that are too long the loss jumps about, grows, or becomes `nan`; with steps that are
too short it hardly falls in all the epochs, which looks like a model that cannot learn.

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
        keras.layers.Dense(1),
    ]
)
optimizer = keras.optimizers.SGD(learning_rate=9.0)  # finding
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
optimizer = keras.optimizers.SGD(learning_rate=0.01, momentum=0.9)
model.compile(optimizer, loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

Where the rate has been found by trying, as for convex problems or huge batches. The rule itself
leaves alone: rates that are not known, that a callback or the script changes later, or that no
model gets, and such that are tried one after the
other, and rates up to 1 for models of one layer. It is only a note where the text beside it says
that the rate is too high or too low, as in a lesson that shows what becomes of it, and where the
same layers are trained with a usual rate, too.

References:

- https://keras.io/api/optimizers/
- https://keras.io/api/optimizers/learning_rate_schedules/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import optimizers
from kerascheck.rule import (
    CustomLayer,
    Evidence,
    Facts,
    Finding,
    Fit,
    Loss,
    Model,
    Optimizer,
    Severity,
    Unknown,
    rule,
    told,
)

_LARGEST = 1.0
"""Up to this rate a model of one layer is found to learn, even where others would not."""
_MEANS = frozenset({"mean_squared_error", "mean_absolute_error", "binary_crossentropy"})
"""Losses that are a mean over the outputs."""
_MANY = 100
_TOO = (
    r"\b(?:too|very|overly|extremely|incorrectly|absurdly|ridiculously|unreasonably|deliberately|"
    r"intentionally)"
)
_RATE = r"(?:learning[ -]?rate|\blr|step[ -]?size)s?\b"
_TOO_HIGH, _TOO_LOW = (
    re.compile(
        rf"{_TOO} {size} (?:an? )?{_RATE}|{_RATE} (?:(?:that )?is |of \S+ is )?{_TOO} {size}\b",
        re.IGNORECASE,
    )
    for size in ("(?:high|large|big)", "(?:low|small|tiny)")
)
"""How a lesson says that it shows what becomes of such a rate."""
_SET = re.compile(
    r"^[^#\n]*(?:(?:opt|adam|sgd|rmsprop)\w*\.(?:lr|learning_rate)\s*(?:=(?!=)|\.assign\b)|"
    r"\bset_value\([^#\n]*\.(?:lr|learning_rate)\b)",
    re.MULTILINE | re.IGNORECASE,
)
"""How a script sets the rate of an optimizer that is made already."""
_SCHEDULED = re.compile(r"^[^#\n]*\bLearningRateScheduler\(", re.MULTILINE)
_ADAPTIVE = (1e-8, 1e-6, 0.01, 0.1)
_SUMMING = (1e-6, 1e-4, 0.3, 1.0)
_FACTORED = (1e-8, 1e-6, 0.1, 1.0)
# Plain SGD was found to learn at 1.5 and 3 where the loss is a mean of many small terms.
_PLAIN, _WITH_MOMENTUM = (1e-6, 1e-4, 0.3, 5.0), (1e-7, 1e-5, 0.1, 0.5)
_USUAL = {
    **dict.fromkeys(("Adam", "AdamW", "Nadam", "Adamax", "RMSprop"), _ADAPTIVE),
    **dict.fromkeys(("Adagrad", "Ftrl"), _SUMMING),
    **dict.fromkeys(("Lamb", "Adafactor", "Muon"), _FACTORED),
    "Adadelta": (0.0, 0.0, 5.0, 50.0),
    "Lion": (1e-9, 1e-7, 3e-3, 0.03),
}
"""A rate below the first or above the last is a warning, outside of the middle two a note."""


@rule("KC603", certain=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    places: dict[object, list[Optimizer]] = {}
    for optimizer in facts.optimizers:
        places.setdefault(optimizer.site.node, []).append(optimizer)
    for made in places.values():
        rates = {optimizers.rate(optimizer) for optimizer in made}
        # Several rates from one place are tried one after the other.
        if len(rates) == 1 and "learning_rate" in made[0].args:
            yield from _judge(made[0], facts)


def _judge(optimizer: Optimizer, facts: Facts) -> Iterator[Finding]:
    rate, usual = optimizers.rate(optimizer), _usual(optimizer)
    if rate is None or usual is None or _changed(optimizer, facts):
        return
    if optimizer in facts.unused or facts.written.says(_SET):
        return
    least, low, high, most = usual
    if low <= rate <= high:
        if usual is _WITH_MOMENTUM and rate == high:
            yield from _long(optimizer, rate, facts)
        return
    sure = not least <= rate <= most
    if _one_layer(optimizer, facts):
        if not sure or high < rate <= _LARGEST:
            return
        # With raw pixels before a single layer, steps of 1e-7 are long enough.
        sure = not 0 < rate < low
    above = rate > high
    sure = sure and not (above and _mean_of_many(optimizer, facts))
    if above and not any(compiled.optimizer is optimizer for compiled in facts.compiles):
        # A loop of one's own may move something else than weights, such as the pixels of an image.
        return
    if rate <= 0:
        yield _no_rate(optimizer, rate)
        return
    yield Finding(
        optimizers.rate_site(optimizer).at,
        f"a learning rate of {rate:g} is {'far ' if sure else ''}{'above' if above else 'below'} "
        f"what `{optimizer.kind}` is used with, {low:g} to {high:g}.",
        why="The loss will jump about or grow instead of falling."
        if above
        else "The weights will hardly move in all the epochs.",
        help=f"start with {_start(optimizer)}",
        mark="steps that are too long" if above else "steps that are too short",
        evidence=Evidence.CERTAIN if sure else Evidence.HINT,
        slight=_compared(optimizer, usual, facts)
        or told(facts, _TOO_HIGH if above else _TOO_LOW, optimizer.site),
    )


def _compared(optimizer: Optimizer, usual: tuple[float, float, float, float], facts: Facts) -> bool:
    """Whether the same layers are trained once more with a usual rate, to see the difference."""
    _, low, high, _ = usual
    layers = [_kinds(c.model) for c in facts.compiles if c.optimizer is optimizer]
    for other in facts.compiles:
        made = other.optimizer
        if isinstance(made, Optimizer) and made.kind == optimizer.kind and made is not optimizer:
            rate = optimizers.rate(made)
            kinds = _kinds(other.model)
            if kinds and kinds in layers and rate is not None and low <= rate <= high:
                return True
    return False


def _kinds(model: Model) -> list[str]:
    """What a model is made of; empty if that is not known."""
    parts = model.layers if model.complete else ()
    return [f"{part.kind} {getattr(part, 'units', '')}" for part in parts]


def _no_rate(optimizer: Optimizer, rate: float) -> Finding:
    """A rate of 0, or one below, which Keras takes as well."""
    effect = "changes no weight" if rate == 0 else "moves the weights towards a larger loss"
    return Finding(
        optimizers.rate_site(optimizer).at,
        f"a learning rate of {rate:g} {effect}.",
        why="Each step goes against the gradient by the learning rate, whatever its sign.",
        help=f"start with {_start(optimizer)}",
        mark="no steps at all" if rate == 0 else "steps uphill",
        evidence=Evidence.CERTAIN,
    )


def _long(optimizer: Optimizer, rate: float, facts: Facts) -> Iterator[Finding]:
    """The highest rate with momentum, which goes well where a normalization levels the steps."""
    models = [c.model for c in facts.compiles if c.optimizer is optimizer]
    if not models or not all(_plain(model) for model in models):
        return
    if _one_layer(optimizer, facts):
        return
    momentum = optimizer.config["momentum"]
    if not isinstance(momentum, (int, float)) or momentum >= 1:
        return
    yield Finding(
        optimizers.rate_site(optimizer).at,
        f"a learning rate of {rate:g} with a momentum of {momentum:g} moves the weights as fast as "
        f"one of {rate / (1 - momentum):.3g} without, and no normalization levels the steps.",
        why="The loss may jump about or grow instead of falling.",
        help=f"start with {_start(optimizer)}",
        mark="steps that are long",
        evidence=Evidence.HINT,
    )


def _plain(model: Model) -> bool:
    """Whether all the layers are known, and none of them normalizes."""
    return model.complete and not any(
        isinstance(part, (CustomLayer, Model)) or "Normalization" in part.kind
        for part in model.layers
    )


def _usual(optimizer: Optimizer) -> tuple[float, float, float, float] | None:
    if optimizer.kind != "SGD":
        return _USUAL.get(optimizer.kind)
    momentum = optimizer.config.get("momentum")
    if not isinstance(momentum, (int, float)):
        return None
    return _PLAIN if momentum < 0.5 else _WITH_MOMENTUM


def _start(optimizer: Optimizer) -> str:
    if optimizer.kind == "SGD":
        return "`learning_rate=0.01`"
    rates = {"Adadelta": 1.0, "Lion": 1e-4, "Adagrad": 0.01, "Ftrl": 0.01}
    return f"`learning_rate={rates.get(optimizer.kind, 0.001):g}`"


def _changed(optimizer: Optimizer, facts: Facts) -> bool:
    """Whether a callback sets the rate, or one that is not known may do so."""
    if not _fits(optimizer, facts) and facts.written.says(_SCHEDULED):
        return True
    return any(
        isinstance(callback, Unknown) or callback.kind == "LearningRateScheduler" or callback.custom
        for fit in _fits(optimizer, facts)
        for callback in fit.callbacks
    )


def _fits(optimizer: Optimizer, facts: Facts) -> list[Fit]:
    return [fit for fit in facts.fits if fit.compile and fit.compile.optimizer is optimizer]


def _one_layer(optimizer: Optimizer, facts: Facts) -> bool:
    """Whether it trains a model with a single layer that has weights, a problem without valleys."""
    models = [c.model for c in facts.compiles if c.optimizer is optimizer]
    return any(_weighted(model) <= 1 for model in models)


def _mean_of_many(optimizer: Optimizer, facts: Facts) -> bool:
    """Whether the loss is a mean over many outputs, each of which gets a small share of a step.

    With a momentum of 0.9 plain SGD was found to learn at 1 where an autoencoder gives back 784
    values. An unknown number of outputs may be as large.
    """
    mine = [
        training
        for training in facts.trainings
        if training.compile is not None and training.compile.optimizer is optimizer
    ]
    return any(
        isinstance(part.loss, Loss)
        and part.loss.canonical in _MEANS
        and not (isinstance(part.output.units, int) and part.output.units < _MANY)
        for part in mine
    )


def _weighted(model: Model) -> int:
    sizes = ("units", "filters", "output_dim", "depth_multiplier")
    return sum(
        isinstance(part, Model) or any(hasattr(part, name) for name in sizes)
        for part in model.layers
    )
