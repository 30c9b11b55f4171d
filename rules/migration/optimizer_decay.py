"""An optimizer is given `decay`, which Keras 3 ignores: the learning rate stays as it is.

Keras 1 and 2 divided the learning rate by `1 + decay * step` at every batch. In Keras 3 that is
what the schedule `InverseTimeDecay` does.

Why it hurts:

The training goes on with the full learning rate to its end, and no longer settles down as it did
when the script was written. `schedule_decay` of `Nadam` raises.

What Keras says:

"Argument `decay` is no longer supported and will be ignored", once, as a warning.

Bad:

```python
import keras
import numpy as np
from keras.optimizers import SGD

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
sgd = SGD(learning_rate=0.01, decay=1e-4, momentum=0.9)  # finding
model.compile(sgd, loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np
from keras.optimizers import SGD
from keras.optimizers.schedules import InverseTimeDecay

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
sgd = SGD(learning_rate=InverseTimeDecay(0.01, decay_steps=1, decay_rate=1e-4), momentum=0.9)
model.compile(sgd, loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

In scripts for versions before 2.11; those from 2.11 to 2.15 raise. `weight_decay` is another thing,
and left alone, and so are the optimizers of `keras.optimizers.legacy`. A `decay` of 0 or up to 1e-6,
which hardly changes a rate, one that takes no more than a tenth off it in the epochs of the script, a
setting whose value the script does not tell, one that is drawn at random, and that of an optimizer
which no model of the script is compiled with, or whose function nothing calls, is a note. There is
nothing to say where another compile follows before any training.

Fix safety:

Safe: the schedule gives the numbers that the argument gave. There is no fix where something else
sets the learning rate as well, such as `ReduceLROnPlateau`, for it cannot set that of a schedule.

References:

- https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/
- https://keras.io/guides/migrating_to_keras_3/
"""

import re
from collections.abc import Iterator

from kerascheck.edits import drop, spelled
from kerascheck.keras_api.optimizers import LEARNING_RATES, PARAMETERS
from kerascheck.rule import (
    Applicability,
    Argument,
    Callback,
    Called,
    Component,
    Data,
    Edit,
    Facts,
    Finding,
    Fit,
    Fix,
    Kind,
    Optimizer,
    Severity,
    Unknown,
    rule,
)

REFUSED = (2, 11)
"""The version whose optimizers raise if they are given `decay`; those of Keras 3 ignore it."""
SLIGHT = 1e-6
"""A decay that takes 100,000 batches to lower a rate by a tenth."""
_LEAST = 0.1
"""A decay times steps that takes less than a tenth off a rate in the whole training."""
_STEPS = 1000
"""So many batches of an epoch are taken for granted where nobody knows their number."""
_BATCH = 32
"""The batch of `fit` where none is written."""
_PLAIN = re.compile(r"[\w.]+(\[[^]]*\])*")
"""A name, an attribute, or an item of a dict."""
_SETTING = frozenset({"ReduceLROnPlateau", "LearningRateScheduler"})
_HANDS_ON = re.compile(r"set_value\b|\.assign\w*\(")
"""How a script sets a rate that it has read, as `K.set_value(optimizer.lr, 0.01)` does."""
_NAME = re.compile(r"[^\W\d]\w*")
_PROGRAM = re.compile(
    r"\b__name__\s*==|\bsys\.argv\b|\.parse_args\(|^[^\W\d][^\n#]*\.fit(?:_generator)?\(",
    re.MULTILINE,
)
"""What a file has that is run, and not only imported."""
_STEPPING = ("apply_gradients", "minimize")
_SCHEDULE = "keras.optimizers.schedules.InverseTimeDecay"


@rule("KC702", certain=Severity.WARNING, likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for call in facts.written.calls:
        match call.result:
            case Optimizer() as made if made.kind in PARAMETERS and call.name.startswith("keras."):
                if ".legacy." in call.spelled:
                    continue  # These still take it, where they are there at all.
                if facts.written.reaches(REFUSED, call.spelled):
                    yield from _judged(facts, call, made)


def _judged(facts: Facts, call: Called, made: Optimizer) -> Iterator[Finding]:
    kind = made.kind
    for argument in call.named_by(("decay", "schedule_decay")):
        gone = argument.name == "schedule_decay"
        fails = gone or not facts.written.keras_3(call.spelled)
        decay = call.named.get("decay")
        if not fails and _superseded(facts, made):
            continue
        nothing = not fails and decay == 0
        slight = isinstance(decay, float) and decay <= SLIGHT
        short = not nothing and not slight and _short(facts, made, decay)
        lost = (
            "with 0 it had no effect either"
            if nothing
            else "the learning rate stays the same, where it fell very slowly"
            if slight
            else "the learning rate stays the same, where it hardly fell in so few steps"
            if short
            else "only what else the script sets changes the learning rate"
            if _set_elsewhere(facts, made)
            else "the learning rate stays the same in all epochs"
        )
        fix, help_ = _instead(facts, call, made, argument)
        if fails and not gone:
            help_ += f", or use `keras.optimizers.legacy.{kind}`"
        yield Finding(
            (argument.keyword or argument.site).at,
            f"`{kind}` has no argument `{argument.name}` any more."
            if gone
            else f"`{kind}` of {facts.written.named(call.spelled)} refuses `decay`."
            if fails
            else f"Keras 3 ignores `decay`: {lost}.",
            help=help_,
            mark="gone" if fails else "without effect",
            keras="Argument(s) not recognized: {'schedule_decay': …}"
            if gone
            else "decay is deprecated in the new Keras optimizer"
            if fails
            else "Argument `decay` is no longer supported and will be ignored.",
            fix=fix,
            slight=not fails
            and (
                nothing
                or slight
                or short
                or _setting(argument, decay)
                or _drawn(facts, argument, decay)
                or _idle(facts, made)
                or _spare(facts, call)
            ),
        )


def _setting(argument: Argument, decay: object) -> bool:
    """Whether the decay is a setting whose value is not known, and 0 where nobody sets it."""
    return isinstance(decay, Unknown) and _PLAIN.fullmatch(argument.value.text) is not None


def _drawn(facts: Facts, argument: Argument, decay: object) -> bool:
    """Whether the decay is computed from a number that the script draws, so that it may be any."""
    return isinstance(decay, Unknown) and any(
        facts.written.says(re.compile(rf"\b{name}\s*=[^=\n][^\n]*\brandom\b"))
        for name in _NAME.findall(argument.value.text)
    )


def _short(facts: Facts, made: Optimizer, decay: object) -> bool:
    """Whether all trainings with an optimizer end before the decay takes much off the rate."""
    if not isinstance(decay, float):
        return False
    steps = [_batches(fit) for fit in _trainings(facts, made)]
    total = sum(step for step in steps if step is not None)
    return bool(steps) and None not in steps and decay * total < _LEAST


def _batches(fit: Fit) -> int | None:
    """How many batches a training has at most; None if nobody knows how often it is repeated."""
    epochs, each = fit.config.get("epochs", 1), fit.config.get("steps_per_epoch")
    once = fit.method in ("fit", "fit_generator") and not fit.partial and not fit.loop
    if not once or not fit.called or not isinstance(epochs, int):
        return None
    match each, fit.x:
        case int(), _:
            return epochs * each
        # A single sample is all of them behind an axis too many.
        case _, Data(kind=Kind.ARRAY, shape=(int() as samples, *_)) if (
            fit.data is None and samples > 1
        ):
            size = fit.batch.size if fit.batch is not None else _BATCH
            return epochs * -(-samples // size) if isinstance(size, int) and size > 0 else None
    return epochs * _STEPS


def _instead(
    facts: Facts, call: Called, made: Optimizer, argument: Argument
) -> tuple[Fix | None, str]:
    plain = Fix(drop(call, [argument]), Applicability.SAFE)
    decay = call.named.get(argument.name)
    rate = call.argument("lr") or call.argument("learning_rate", 0)
    value = call.named.get("lr", call.named.get("learning_rate", call.positional[:1]))
    if argument.name == "schedule_decay" or decay == 0 or isinstance(value, Component):
        return plain, "drop it"
    text = "" if rate is None else rate.value.text
    if rate is None and not isinstance(LEARNING_RATES.get(made.kind), Unknown):
        text = str(LEARNING_RATES[made.kind])
    name, imports = spelled(facts.written, _SCHEDULE)
    schedule = f"{name}({text}, decay_steps=1, decay_rate={argument.value.text})"
    help_ = f"write `learning_rate={schedule}`"
    if isinstance(decay, float) and decay <= SLIGHT:
        help_ += ", or drop `decay`: it is so small that it hardly changes anything"
    if _set_elsewhere(facts, made):
        return None, f"{help_}; nothing else can set the learning rate then"
    if rate is None:
        edit = Edit(argument.site.at, f"learning_rate={schedule}")
        return Fix((edit,), Applicability.SAFE, imports), help_
    edits = (Edit(rate.value.at, schedule), *drop(call, [argument]))
    return Fix(edits, Applicability.SAFE, imports), help_


def _set_elsewhere(facts: Facts, made: Optimizer) -> bool:
    """Whether a callback or the script itself sets the learning rate of an optimizer."""
    written = facts.written
    hands_on = written.says(_HANDS_ON)
    if any(
        read.name in ("lr", "learning_rate")
        and isinstance(read.owner, Optimizer)
        and read.owner.site.at == made.site.at
        and (read.assigned or hands_on)
        for read in written.reads
    ):
        return True
    mine = list(_trainings(facts, made))
    if not mine or any(fit.partial or fit.acted_on for fit in mine):
        return any(call.method in _SETTING for call in written.calls)
    return any(
        isinstance(callback, Callback) and callback.kind in _SETTING
        for fit in mine
        for callback in fit.callbacks
    )


def _trainings(facts: Facts, made: Optimizer) -> Iterator[Fit]:
    """What a model may be trained by with an optimizer."""
    for fit in facts.fits:
        given = None if fit.compile is None else fit.compile.optimizer
        if not isinstance(given, Optimizer) or given.site.at == made.site.at:
            yield fit


def _idle(facts: Facts, made: Optimizer) -> bool:
    """Whether all models of the script are compiled with other optimizers, and it trains no other way."""
    compiled = [compiled.optimizer for compiled in facts.compiles]
    known = all(isinstance(optimizer, Optimizer | str) for optimizer in compiled)
    elsewhere = any(facts.written.attributes(name) for name in _STEPPING)
    others = all(
        isinstance(optimizer, str) or optimizer.site.at != made.site.at
        for optimizer in compiled
        if isinstance(optimizer, Optimizer | str)
    )
    return bool(compiled) and known and others and not elsewhere


def _spare(facts: Facts, call: Called) -> bool:
    """Whether it is made by a function of a program that the program never mentions again."""
    # Other files may call what a module has; a notebook is run as it is.
    run = call.site.at.block > 0 or facts.written.says(_PROGRAM)
    return run and bool(facts.written.unmentioned(call.site))


def _superseded(facts: Facts, made: Optimizer) -> bool:
    """Whether another compile follows each one with this optimizer before anything is trained."""
    mine = [
        compiled
        for compiled in facts.compiles
        if isinstance(compiled.optimizer, Optimizer) and compiled.optimizer.site.at == made.site.at
    ]
    return bool(mine) and all(compiled.superseded for compiled in mine)
