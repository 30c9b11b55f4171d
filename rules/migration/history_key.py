"""The history of a training is asked for a key that it does not have.

The keys are the names of the metrics as they are given to `compile`, and with `val_` those of the
validation data. Before Keras 2.3 the metric `accuracy` was logged as `acc`. The columns of
`pd.DataFrame(history.history)` are the same keys.

Why it hurts:

The training runs to its end, and then the script fails with a `KeyError` while it draws the curve.

What Keras says:

"KeyError: 'acc'".

Bad:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=20, validation_split=0.2)
print(history.history["acc"])  # finding
print(history.history["val_acc"])  # finding
```

Good:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=20, validation_split=0.2)
print(history.history["accuracy"])
print(history.history["val_accuracy"])
```

When to ignore:

In scripts for older versions. The rule is silent where the metrics are not all known, for models
with several outputs, and where a callback of the script may add to the log. `get` gives None for
a key that is missing: it is a warning if the metric has another name that no `get` asks for.

Fix safety:

Safe: the key is renamed to the one of the same metric. There is no fix for a metric that nobody
asked for.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
"""

from collections.abc import Iterator

from kerascheck.keras_api import logs, metrics
from kerascheck.rule import (
    Applicability,
    Callback,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Read,
    Severity,
    replace_string,
    rule,
)

_SCHEDULED = frozenset({"ReduceLROnPlateau", "LearningRateScheduler"})
"""Callbacks that log the learning rate."""


FULL_NAMES = (2, 3)
"""Before this version the key of `accuracy` was `acc`; `lr` was the key up to Keras 3."""


@rule("KC706", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    if not facts.written.reaches(FULL_NAMES):
        return
    for read in facts.written.reads:
        match read.owner:
            case Fit() as fit if fit.method in ("fit", "fit_generator") and not read.assigned:
                if read.name != "lr" or facts.written.keras_3():
                    yield from _asked(facts, read, fit) if read.asked else _judged(read, fit)


def _judged(read: Read, fit: Fit) -> Iterator[Finding]:
    known = logs.logged(fit.compile)
    key = read.name
    base = key.removeprefix("val_")
    level = Evidence.CERTAIN if all(map(_plain, fit.callbacks)) else Evidence.LIKELY
    if key == "lr" and any(_schedules(callback) for callback in fit.callbacks):
        yield _finding(read, fit, "learning_rate", Evidence.CERTAIN)
    elif known is None or base in ("lr", "learning_rate"):
        return
    elif not logs.has(known, base):
        new = _same(base, known)
        if new or level is Evidence.CERTAIN:
            yield _finding(read, fit, new and key[: len(key) - len(base)] + new, level)
    elif base != key and fit.validation is None and not fit.partial and level is Evidence.CERTAIN:
        yield Finding(
            read.word.at,
            f"the history has no `{key}`: `fit` gets no validation data.",
            labels=[Label(fit.site.at, "nothing is held out here")],
            help="pass `validation_split` or `validation_data` to `fit`",
            keras=_error(read),
        )


def _asked(facts: Facts, read: Read, fit: Fit) -> Iterator[Finding]:
    """A `get`, that fails for no key: told where the metric has a name that no `get` asks for."""
    known = logs.logged(fit.compile)
    base = read.name.removeprefix("val_")
    prefix = read.name[: len(read.name) - len(base)]
    if known is None or logs.has(known, base):
        return
    new = _same(base, known)
    asked = {other.name for other in facts.written.reads if other.asked}
    if new and prefix + new not in asked:
        yield _finding(read, fit, prefix + new, Evidence.LIKELY)


def _finding(read: Read, fit: Fit, new: str, level: Evidence) -> Finding:
    names = ", ".join(f"`{name}`" for name in logs.logged(fit.compile) or ())
    compiled = fit.compile
    place = None if compiled is None else compiled.args.get("metrics", compiled.site)
    if new == "learning_rate":
        place = None
    return Finding(
        read.word.at,
        f"the history has no key `{read.name}`"
        + (f": what is meant is called `{new}`." if new else f", only {names} and their `val_…`."),
        labels=[] if place is None else [Label(place.at, "the keys are the names of the metrics")],
        help=f"write `{new}`" if new else "ask for the metric in `compile`, or drop this",
        mark="no such key",
        evidence=level,
        keras=_error(read),
        fix=replace_string(read.word, new, Applicability.SAFE) if new else None,
    )


def _error(read: Read) -> str:
    """What Python says: the history is a dict, or a table whose columns may be attributes."""
    if read.asked:
        return ""
    if read.word.text == read.name:
        return f"AttributeError: 'DataFrame' object has no attribute '{read.name}'"
    return f"KeyError: '{read.name}'"


def _same(name: str, known: dict[str, str]) -> str:
    """The key of the same metric by another of its names; empty if there is not one."""
    meant = metrics.from_string(name)
    found = [other for other in known if meant and metrics.from_string(other) == meant]
    return found[0] if len(found) == 1 else ""


def _plain(callback: object) -> bool:
    """Whether a callback adds nothing to the log."""
    match callback:
        case Callback(custom=False, kind=kind):
            return kind not in ("LambdaCallback", "Callback")
    return False


def _schedules(callback: object) -> bool:
    return isinstance(callback, Callback) and callback.kind in _SCHEDULED
