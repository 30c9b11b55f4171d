"""A callback takes the worst epochs for the best ones, or cannot tell which are better.

`mode="min"` with an accuracy, `mode="max"` with a loss, a mode that there is not, and a metric of
your own that has no direction. In Keras 3 what a single output of several is measured by, such as
`val_price_loss`, has none either.

Why it hurts:

With the wrong mode the callback keeps the worst weights, and stops the training as soon as it goes
well. Without a mode Keras only knows the direction of its own metrics; for others it stops with
an error after the first epoch.

What Keras says:

Nothing of a wrong direction. "EarlyStopping mode 'maximum' is unknown, fallback to auto mode.",
and "Keras isn't able to automatically determine whether that metric should be maximized or
minimized".

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
stop = keras.callbacks.EarlyStopping(
    patience=10,
    restore_best_weights=True,
    mode="max",  # finding
)
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
stop = keras.callbacks.EarlyStopping(
    patience=10,
    restore_best_weights=True,
    mode="min",
)
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[stop])
```

When to ignore:

Where a metric has the name of another one and its contrary sense. A wrong mode is only noted of a
callback whose patience is longer than the training. The rule itself leaves alone:
names that are not known or tell nothing, and metrics of your own with a mode. In a project for
Keras 2, which goes by the name alone, it finds without a `mode` what is minimised for want of `acc`
in its name.

Fix safety:

Unsafe: other epochs count as the best.

References:

- https://keras.io/api/callbacks/early_stopping/
- https://keras.io/api/callbacks/model_checkpoint/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import callbacks, logs
from kerascheck.rule import (
    Callback,
    Evidence,
    Facts,
    Finding,
    Fit,
    Severity,
    replace_string,
    rule,
)

_MODES = {"min": logs.DOWN, "max": logs.UP}
_WORDS = {logs.UP: "up", logs.DOWN: "down"}
_RIGHT = {logs.UP: "max", logs.DOWN: "min"}
_WRONG = {
    "EarlyStopping": "the training stops when it goes well",
    "ReduceLROnPlateau": "the learning rate is reduced when the training goes well",
    "ModelCheckpoint": "the worst weights are kept",
    "OrbaxCheckpoint": "the worst weights are kept",
}


@rule("KC609", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for fit in (*facts.fits, *facts.foreign):
        for callback in fit.callbacks:
            match callback:
                case Callback(made=True, config={"monitor": str(monitor), "mode": str(mode)}) if (
                    callback.kind in callbacks.MONITORING and callback.site.node not in seen
                ):
                    finding = (
                        _by_name(callback, monitor, facts.written.named())
                        if mode == "auto" and not facts.written.asks_keras_3
                        else _finding(callback, monitor, mode, fit)
                    )
                    if finding is not None:
                        seen.add(callback.site.node)
                        idle = _idle(callback, facts) if mode in _MODES else None
                        if idle is not None:
                            words = f"{finding.message[:-1]}, as soon as it has more than {idle} epochs."
                            finding = replace(finding, message=words, slight=True)
                        yield finding


def _idle(callback: Callback, facts: Facts) -> int | None:
    """The patience of a callback that waits longer than each training lasts; None of all others.

    Early stopping that restores the weights of an epoch does so at any end of the training.
    """
    match callback.config:
        case {"restore_best_weights": restored} if restored is not False:
            return None
        case {"patience": int(patience)}:
            given = [fit for fit in (*facts.fits, *facts.foreign) if fit.gets(callback)]
            return patience if all(_ends(fit, patience) for fit in given) else None
    return None


def _ends(fit: Fit, patience: int) -> bool:
    """Whether a training is over before so many epochs without improvement have passed.

    The first epoch is always the best so far.
    """
    return fit.lasts is not None and fit.lasts <= patience


def _finding(callback: Callback, monitor: str, mode: str, fit: Fit) -> Finding | None:
    names = logs.logged(fit.compile) or {}
    name = monitor.removeprefix("val_")
    direction = names.get(name) or logs.better(name)
    if mode not in ("auto", "min", "max"):
        return _no_mode(callback, mode, direction)
    if mode == "auto":
        # Keras compares with the names of the metrics, which do not have that of the output.
        single = fit.compile is not None and len(fit.compile.losses) > 1 and name != "loss"
        undecided = names.get(name) == "" or (single and name in names)
        return _undecided(callback, monitor, direction, single=single) if undecided else None
    if "Checkpoint" in callback.kind and callback.config.get("save_best_only") is not True:
        return None
    if direction and direction != _MODES[mode]:
        return _reversed(callback, monitor, mode, direction, known=bool(names.get(name)))
    return None


def _by_name(callback: Callback, monitor: str, version: str) -> Finding | None:
    """What Keras 2 minimises, as its name does not say that more of it is better."""
    kind = callback.kind
    if "Checkpoint" in kind and callback.config.get("save_best_only") is not True:
        return None
    named = "acc" in monitor or (kind == "ModelCheckpoint" and monitor.startswith("fmeasure"))
    if kind == "EarlyStopping":
        named = monitor.endswith(("acc", "accuracy", "auc"))
    if named or kind not in _WRONG or logs.better(monitor.removeprefix("val_")) != logs.UP:
        return None
    return Finding(
        callback.args.get("monitor", callback.site).at,
        f"`{monitor}` gets better when it goes up, but {version} takes the smallest value for "
        f"the best: {_WRONG[kind]}.",
        help='add `mode="max"`',
        mark="Keras 2 goes by the name, and this has no `acc` in it",
        evidence=Evidence.LIKELY,
    )


def _no_mode(callback: Callback, mode: str, direction: str) -> Finding:
    right = _RIGHT.get(direction, "")
    return Finding(
        callback.args.get("mode", callback.site).at,
        f"there is no mode `{mode}`: `{callback.kind}` goes by the name of what it watches.",
        help=f'write `mode="{right}"`' if right else 'write `mode="min"` or `mode="max"`',
        mark="`auto`, `min` or `max`",
        evidence=Evidence.CERTAIN,
        fix=replace_string(callback.args.get("mode"), right) if right else None,
        keras=f"{callback.kind} mode '{mode}' is unknown, fallback to auto mode.",
    )


def _undecided(callback: Callback, monitor: str, direction: str, *, single: bool) -> Finding:
    right = _RIGHT.get(direction)
    return Finding(
        callback.args.get("monitor", callback.site).at,
        f"Keras{' 3' if single else ''} cannot tell whether more or less of `{monitor}` is better, and stops with an "
        "error after the first epoch.",
        help=f'add `mode="{right}"`'
        if right
        else 'add `mode="max"` if more is better, `mode="min"` if less is',
        mark="of one output among several" if single else "a metric without a direction",
        evidence=Evidence.CERTAIN if single else Evidence.LIKELY,
        keras=f"{callback.kind} callback received monitor={monitor}, but Keras isn't able to "
        "automatically determine whether that metric should be maximized or minimized",
    )


def _reversed(
    callback: Callback, monitor: str, mode: str, direction: str, *, known: bool
) -> Finding:
    right = _RIGHT[direction]
    sure = known or monitor.removeprefix("val_") == "loss"
    return Finding(
        callback.args.get("mode", callback.site).at,
        f'`{monitor}` gets better when it goes {_WORDS[direction]}, but with `mode="{mode}"` '
        f"{_WRONG[callback.kind]}.",
        help=f'write `mode="{right}"`, or leave `mode` out',
        mark=f"takes the {'largest' if mode == 'max' else 'smallest'} value for the best",
        evidence=Evidence.CERTAIN if sure else Evidence.LIKELY,
        fix=replace_string(callback.args.get("mode"), right),
    )
