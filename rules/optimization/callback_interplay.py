"""Callbacks and the learning rate are set so that one of them cannot do its work.

An error where Keras refuses: a learning rate that follows a schedule and is to be set by a
callback, too, or a `factor` that does not reduce. A warning for a learning rate that is to be
reduced after the training would have stopped or has ended, or only down to more than it is, and
for a `ModelCheckpoint` of Keras 2 whose `period` is longer than the training.

Why it hurts:

The learning rate stays what it was, and the training ends on a plateau that a smaller rate might
have left. No checkpoint is written.

What Keras says:

"This optimizer was created with a `LearningRateSchedule` object as its `learning_rate` constructor
argument, hence its learning rate is not settable", "ReduceLROnPlateau does not support a factor >=
1.0". Of the patience and of `min_lr`, nothing.

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
model.compile("adam", loss="mse", metrics=["mae"])
callbacks = [
    keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True),
    keras.callbacks.ReduceLROnPlateau(patience=10),  # finding
]
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=callbacks)
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
model.compile("adam", loss="mse", metrics=["mae"])
callbacks = [
    keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True),
    keras.callbacks.ReduceLROnPlateau(patience=3),
]
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=callbacks)
```

When to ignore:

Where the two callbacks count improvements in ways that fit together. The rule itself leaves
alone: callbacks that watch different things, a `start_from_epoch` or a `baseline`, numbers that
are not known, trainings of up to five epochs, and a callback that a longer one has, too.
It is only a note where the number is a parameter of a function, which its callers set.

References:

- https://keras.io/api/callbacks/reduce_lr_on_plateau/
- https://keras.io/api/callbacks/learning_rate_scheduler/
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import optimizers
from kerascheck.rule import (
    Callback,
    Component,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Optimizer,
    Severity,
    rule,
)

_SETTERS = ("ReduceLROnPlateau", "LearningRateScheduler")
_TRIED = 5
"""So many epochs try something out, with the callbacks of the long training that is to come."""


@rule("KC611", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for fit in (*facts.fits, *facts.foreign):
        for callback in fit.callbacks:
            if not isinstance(callback, Callback):
                continue
            finding = None
            if callback.kind in _SETTERS:
                finding = _refused(callback, fit) or _useless(callback, fit)
            finding = finding or _beyond(callback, facts)
            if finding is not None and callback.site.node not in seen:
                seen.add(callback.site.node)
                passed = finding.evidence is Evidence.LIKELY and _passed_on(
                    callback, finding, facts
                )
                yield replace(finding, slight=passed)


def _passed_on(callback: Callback, finding: Finding, facts: Facts) -> bool:
    """Whether the number is a parameter of a function, which other callers may set otherwise."""
    given = next((place for place in callback.args.values() if place.at == finding.at), None)
    if given is None or not given.text.isidentifier():
        return False
    parameter = rf"\bdef \w+\((?:[^()]|\([^()]*\))*?\b{given.text}\b"
    return facts.written.says_there(re.compile(parameter), given)


def _refused(callback: Callback, fit: Fit) -> Finding | None:
    match callback.config:
        case {"factor": int() | float() as factor} if factor >= 1:
            return Finding(
                callback.args.get("factor", callback.site).at,
                f"a factor of {factor:g} does not reduce the learning rate; Keras refuses it.",
                help="write `factor=0.1`, or another number below 1",
                mark="not below 1",
                evidence=Evidence.CERTAIN,
                keras=f"ReduceLROnPlateau does not support a factor >= 1.0. Received factor={factor}",
            )
    optimizer = _optimizer(fit)
    rate = optimizer.config.get("learning_rate") if optimizer is not None else None
    if not isinstance(rate, Component) or rate.family != "schedules":
        return None
    when = "as soon as it wants to reduce" if callback.kind == _SETTERS[0] else "when it sets"
    return Finding(
        callback.site.at,
        f"the learning rate follows a `{rate.kind}`, so that `{callback.kind}` stops the training "
        f"with an error {when} it.",
        labels=[Label(rate.site.at, "the learning rate follows a schedule")],
        help=f"drop the schedule, or drop `{callback.kind}`",
        mark="wants to set the learning rate",
        evidence=Evidence.CERTAIN,
        keras="This optimizer was created with a `LearningRateSchedule` object as its "
        "`learning_rate` constructor argument, hence its learning rate is not settable.",
    )


def _optimizer(fit: Fit) -> Optimizer | None:
    given = fit.compile.optimizer if fit.compile is not None else None
    return given if isinstance(given, Optimizer) else None


def _useless(callback: Callback, fit: Fit) -> Finding | None:
    if callback.kind != "ReduceLROnPlateau" or not callback.made:
        return None
    optimizer = _optimizer(fit)
    rate = optimizers.rate(optimizer) if optimizer is not None else None
    least = callback.config.get("min_lr")
    if rate is not None and isinstance(least, (int, float)) and least >= rate > 0:
        assert optimizer is not None
        return Finding(
            callback.args.get("min_lr", callback.site).at,
            f"the learning rate is {rate:g} from the start and never reduced below {least:g}.",
            labels=[Label(optimizers.rate_site(optimizer).at, f"starts with {rate:g}")],
            help=f"write `min_lr={rate / 100:g}`, or leave it out",
            mark="not below the learning rate",
            evidence=Evidence.LIKELY,
        )
    for other in fit.callbacks:
        match other, callback.config.get("patience"):
            case Callback(kind="EarlyStopping", made=True), int(patience) if _alike(
                other, callback
            ):
                stop = other.config["patience"]
                if isinstance(stop, int) and 0 < stop <= patience:
                    return _late(callback, other, patience, stop)
    return None


def _beyond(callback: Callback, facts: Facts) -> Finding | None:
    """What a callback does only after the last epoch of each training that it is given to."""
    match callback:
        case Callback(kind="ReduceLROnPlateau", config={"patience": int(wait)}):
            name, last = "patience", wait + 1  # The first epoch is always the best so far.
            words = f"the learning rate is reduced after {wait} epochs without improvement"
        case Callback(kind="ModelCheckpoint", config={"period": int(wait)}):
            name, last = "period", wait
            words = f"the checkpoint is written every {wait} epochs"
        case _:
            return None
    longest = _longest(callback, facts)
    if name not in callback.args and name == "patience":
        return None  # The default suits longer trainings.
    if longest is None or not _TRIED < longest < last:
        return None
    few = max(longest // 5, 1)
    return Finding(
        callback.args.get(name, callback.site).at,
        f"{words}, but the training has only {longest}.",
        help=f"write `patience={few}`, or train longer"
        if name == "patience"
        else 'write `save_freq="epoch"` for one after each epoch, or train longer',
        mark="never comes",
        evidence=Evidence.LIKELY,
    )


def _longest(callback: Callback, facts: Facts) -> int | None:
    """The most epochs in which a callback can act; None if they are not known.

    A checkpoint counts on through several trainings, the others begin anew.
    """
    given = [fit for fit in (*facts.fits, *facts.foreign) if fit.gets(callback)]
    if callback.kind == "ModelCheckpoint" and (len(given) > 1 or any(fit.loop for fit in given)):
        return None
    lengths = [fit.lasts for fit in given]
    known = [epochs for epochs in lengths if epochs is not None]
    return max(known, default=None) if len(known) == len(lengths) else None


def _alike(stop: Callback, reduce: Callback) -> bool:
    """Whether both count the same epochs as bad ones."""
    plain = stop.config.get("baseline") is None and stop.config.get("start_from_epoch") == 0
    watched = stop.config.get("monitor")
    return plain and isinstance(watched, str) and watched == reduce.config.get("monitor")


def _late(callback: Callback, stop: Callback, patience: int, stops: int) -> Finding:
    return Finding(
        callback.args.get("patience", callback.site).at,
        f"the learning rate is reduced after {patience} epochs without improvement, but the "
        f"training stops after {stops}.",
        labels=[Label(stop.args.get("patience", stop.site).at, f"stops after {stops}")],
        help=f"write `patience={stops // 3 or 1}` here, or a longer patience there"
        if patience > 1
        else f"write a longer patience there, such as `patience={3 * patience}`",
        mark="comes too late",
        evidence=Evidence.LIKELY,
    )
