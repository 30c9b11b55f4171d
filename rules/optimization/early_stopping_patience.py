"""`EarlyStopping` stops at the first bad epoch, too late, or never at all.

A warning for a patience of 0 (the default) and for one that is as long as the training, for a
`start_from_epoch` after its end, and for a `min_delta` that no accuracy can gain; a note for a
patience of one or two epochs in a long training, for one that a training of up to five epochs does
not reach, which tries something out, for one of ten times the epochs or more, which switches the
callback off, for a patience of 0 in a training of up to five epochs or beside a longer one in the
same file, and where it watches the training samples although there are others to validate on.

Why it hurts:

What is measured after an epoch goes up and down by chance. With a patience of 0 the first step
back ends the training, often after a few epochs. With one that the training never reaches, the
callback does nothing. The loss on the training samples falls as long as the model learns these by
heart, so that it does not tell when to stop.

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
model.compile("adam", loss="mse", metrics=["mae"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=0)  # finding
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[stop])
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
stop = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[stop])
```

When to ignore:

Where training is to end as soon as a target is reached. The rule itself leaves alone: a
`baseline`, numbers that are not known, and a long patience with `restore_best_weights=True`,
which keeps the best weights of all the epochs.

References:

- https://keras.io/api/callbacks/early_stopping/
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import logs
from kerascheck.rule import (
    Callback,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Severity,
    Unknown,
    rule,
)

_LONG, _SHORT = 50, 2
_TRIED = 5
"""So few epochs only show whether the program runs."""
_OFF = 10
"""A patience of so many times the epochs is a way to say that nothing is to be stopped."""
_TRAINED = re.compile(r"loss|acc|accuracy")
"""What is measured on the training samples, whatever the model."""
_SHARES = re.compile(r"acc|auc|precision|recall|f1|iou|dice")
"""Names of what is measured from 0 to 1."""


@rule("KC602", certain=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for fit in facts.fits:
        for callback in fit.callbacks:
            match callback:
                case Callback(kind="EarlyStopping", made=True, config={"baseline": None}) if (
                    not logs.blind(callback, fit.compile)  # told by `monitor-unavailable`
                ):
                    longest = _longest(callback, fit, facts)
                    finding = _finding(callback, longest) or _blind(callback, longest)
                    if finding is not None and _compared(callback, facts):
                        finding = replace(finding, evidence=Evidence.HINT)
                    if finding is not None and callback.site.node not in seen:
                        seen.add(callback.site.node)
                        yield finding


def _blind(callback: Callback, fit: Fit) -> Finding | None:
    """A callback that watches the training samples where it could watch others."""
    monitor, epochs = callback.config.get("monitor"), _epochs(fit)
    if not isinstance(monitor, str) or not _TRAINED.fullmatch(monitor):
        return None
    if fit.validation is None or isinstance(fit.validation, Unknown) or fit.few_checked:
        return None
    if (epochs is not None and epochs <= _TRIED) or any(_validates(o) for o in fit.callbacks):
        return None
    return Finding(
        callback.args.get("monitor", callback.site).at,
        f"`EarlyStopping` watches `{monitor}`, which is measured on the training samples, although "
        "there are others to validate on.",
        labels=[
            Label(fit.args[name].at, "never asked")
            for name in ("validation_data", "validation_split")
            if name in fit.args
        ][:1],
        why=f"`{monitor}` gets better as long as the model learns these samples by heart.",
        help=f'write `monitor="val_{monitor}", restore_best_weights=True`',
        mark="goes on while it overfits",
        evidence=Evidence.CERTAIN,
        slight=True,
    )


def _validates(callback: object) -> bool:
    """Whether it may end the training by the validation samples, or keep the best epoch of them."""
    match callback:
        case Callback(kind="EarlyStopping" | "ModelCheckpoint", config={"monitor": str(monitor)}):
            return monitor.startswith("val_")
        case Callback(custom=False):
            return False
    return True


def _compared(callback: Callback, facts: Facts) -> bool:
    """Whether no patience at all is shown beside one that waits."""
    match callback.config:
        case {"patience": int(patience)} if patience <= 0:
            others = (other for fit in facts.fits for other in fit.callbacks)
            return any(_waits(other) for other in others)
    return False


def _waits(callback: object) -> bool:
    match callback:
        case Callback(kind="EarlyStopping", config={"patience": int(patience)}):
            return patience > 0
    return False


def _longest(callback: Callback, fit: Fit, facts: Facts) -> Fit:
    """The longest of the trainings that share a callback; one whose length is open comes first."""
    shared = [other for other in facts.fits if other.gets(callback)]
    return max(shared, key=lambda other: _epochs(other) or sys.maxsize, default=fit)


def _finding(callback: Callback, fit: Fit) -> Finding | None:
    epochs = _epochs(fit)
    match callback.config:
        case {"patience": int(patience)} if patience <= 0:
            return _now(callback, epochs)
        case {"patience": int(patience), "restore_best_weights": False} if (
            epochs and patience >= epochs
        ):
            tried = epochs <= _TRIED or patience >= _OFF * epochs
            return _never(callback, fit, "patience", patience, tried=tried)
        case {"start_from_epoch": int(start)} if epochs and start >= epochs:
            return _never(callback, fit, "start_from_epoch", start, tried=epochs <= _TRIED)
        case {"min_delta": int() | float() as delta, "monitor": str(monitor)} if abs(
            delta
        ) > 0.5 and _SHARES.search(monitor):
            return _large(callback, monitor, delta)
        case {"patience": int(patience)} if patience <= _SHORT and epochs and epochs >= _LONG:
            return _soon(callback, patience, epochs)
    return None


def _epochs(fit: Fit) -> int | None:
    """How many epochs are trained at most, if that is written and more than one."""
    match fit.config:
        case {"epochs": int(epochs), "initial_epoch": int(first)}:
            return epochs - first
        case {"epochs": int(epochs)} if "initial_epoch" not in fit.config and epochs > 1:
            return epochs
    return None


def _now(callback: Callback, epochs: int | None) -> Finding | None:
    if epochs is not None and epochs <= _SHORT:
        return None
    place = callback.args.get("patience")
    said = "patience=0" if place is not None else "without a `patience`, which is then 0,"
    text = f"`{said}` ends" if place is not None else f"{said} `EarlyStopping` ends"
    tried = epochs is not None and epochs <= _TRIED
    return Finding(
        (place or callback.site).at,
        f"{text} the training at the first epoch that is no better than the best before.",
        why="What is measured goes up and down by chance from one epoch to the next.",
        help=f"write `patience={_SHORT if tried else 10}, restore_best_weights=True`",
        mark="one bad epoch is enough",
        evidence=Evidence.HINT if tried else Evidence.CERTAIN,
    )


def _never(callback: Callback, fit: Fit, name: str, value: int, *, tried: bool) -> Finding:
    epochs = _epochs(fit) or 1
    what = "a patience of" if name == "patience" else "a start after"
    # A tenth of the epochs, but of a few no less than what a chance step back needs.
    wanted = max(1, min(epochs // 2, max(epochs // 10, _SHORT + 1)))
    return Finding(
        callback.args.get(name, callback.site).at,
        f"{what} {value} epochs can never end a training of {epochs} epochs.",
        labels=[Label(fit.args.get("epochs", fit.site).at, f"{epochs} epochs")],
        help=f"write `{name}={wanted}`, or train for more epochs",
        mark="not reached",
        evidence=Evidence.HINT if tried else Evidence.CERTAIN,
    )


def _large(callback: Callback, monitor: str, delta: float) -> Finding:
    return Finding(
        callback.args.get("min_delta", callback.site).at,
        f"`{monitor}` is between 0 and 1 and would have to gain {delta:g} to count as better.",
        help="write `min_delta=0.001`, or leave it out",
        mark="more than it ever gains",
        evidence=Evidence.CERTAIN,
    )


def _soon(callback: Callback, patience: int, epochs: int) -> Finding:
    word = "epoch" if patience == 1 else "epochs"
    return Finding(
        callback.args.get("patience", callback.site).at,
        f"a patience of {patience} {word} may end a training of {epochs} at a chance step back.",
        help="write `patience=10, restore_best_weights=True`",
        mark="a few bad epochs are enough",
        evidence=Evidence.HINT,
    )
