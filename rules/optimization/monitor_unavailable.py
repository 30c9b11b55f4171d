"""A callback watches something that `fit` does not log.

`fit` logs `loss` and the metrics of `compile` by their names, and each of them with `val_` in
front if there are validation data.

Why it hurts:

Without the quantity the callback does nothing: the training never stops early, the learning rate
is never reduced, and a checkpoint "of the best" is overwritten after every epoch. If Keras is to
find out by itself whether more or less is better, it stops the training with an error.

What Keras says:

A warning an epoch, "Early stopping conditioned on metric `val_loss` which is not available"; or
"EarlyStopping callback received monitor=val_acc, but Keras isn't able to automatically determine
whether that metric should be maximized or minimized".

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
    monitor="val_mse",  # finding
    patience=10,
    restore_best_weights=True,
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
    monitor="val_mae",
    patience=10,
    restore_best_weights=True,
)
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[stop])
```

When to ignore:

Where a class of your own adds the quantity to the log. The rule itself leaves alone: models of
several outputs, classes with a training step of their own, metrics and validation data that are
not known, and names that need other callbacks of yours.

Fix safety:

Safe, and only for `acc` in the place of `accuracy` or the reverse: the callback does nothing
with the old name.

References:

- https://keras.io/api/callbacks/early_stopping/
- https://keras.io/api/callbacks/model_checkpoint/
"""

from collections.abc import Iterator

from kerascheck.keras_api import callbacks, logs
from kerascheck.rule import (
    Applicability,
    Callback,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Model,
    Severity,
    Unknown,
    replace_string,
    rule,
)

_SAME = {"acc": "accuracy", "accuracy": "acc"}
_IDLE = {
    "EarlyStopping": "it never stops the training",
    "ReduceLROnPlateau": "it never reduces the learning rate",
    "ModelCheckpoint": "it cannot tell which epoch is the best",
    "OrbaxCheckpoint": "it cannot tell which epoch is the best",
}


@rule("KC608", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for fit in facts.fits:
        if fit.method not in ("fit", "fit_generator") or fit.partial:
            continue
        for callback in fit.callbacks:
            match callback:
                case Callback(made=True, config={"monitor": str(monitor)}) if (
                    callback.kind in callbacks.MONITORING and callback.site.node not in seen
                ):
                    finding = _finding(callback, monitor, fit)
                    if finding is not None:
                        seen.add(callback.site.node)
                        yield finding


def _finding(callback: Callback, monitor: str, fit: Fit) -> Finding | None:
    own = isinstance(fit.model, Model) and "own_training" in fit.model.config
    if own or any(isinstance(other, Unknown) or other.custom for other in fit.callbacks):
        return None
    if monitor.startswith("val_") and fit.validation is None:
        return _unvalidated(callback, monitor, fit)
    names = logs.logged(fit.compile)
    if names is None or logs.has(names, monitor):
        return None
    return _unnamed(callback, monitor, fit, names)


def _unvalidated(callback: Callback, monitor: str, fit: Fit) -> Finding | None:
    saves = "Checkpoint" in callback.kind
    if saves and callback.config.get("save_best_only") is not True:
        return None
    return Finding(
        callback.args.get("monitor", callback.site).at,
        f"`{callback.kind}` watches `{monitor}`, but this `fit` has no validation data: "
        f"{_IDLE[callback.kind]}.",
        labels=[Label(fit.site.at, "no validation data")],
        help="pass `validation_data=(x_val, y_val)` or `validation_split=0.2` to `fit`",
        mark="is not in the log",
        evidence=Evidence.CERTAIN,
        keras=f"conditioned on metric `{monitor}` which is not available",
    )


def _unnamed(callback: Callback, monitor: str, fit: Fit, names: dict[str, str]) -> Finding:
    bare = monitor.removeprefix("val_")
    prefix = monitor[: len(monitor) - len(bare)]
    other = _SAME.get(bare)
    alias = prefix + other if other in names else None
    known = ", ".join(f"`{prefix}{name}`" for name in names)
    raises = callback.config.get("mode") == "auto"
    what = "`fit` stops with an error" if raises else _IDLE[callback.kind]
    site = callback.args.get("monitor")
    compiled = fit.compile
    place = compiled.args.get("metrics", compiled.site) if compiled is not None else fit.site
    return Finding(
        (site or callback.site).at,
        f"`{callback.kind}` watches `{monitor}`, but the log has {known}: {what}.",
        labels=[Label(place.at, "what is measured besides the loss")],
        help=f"write `{alias}`"
        if alias
        else f"watch one of these, or add `{bare}` to the metrics of `compile`",
        mark="is not in the log",
        evidence=Evidence.CERTAIN,
        fix=replace_string(site, alias, Applicability.SAFE) if alias else None,
        keras=f"{callback.kind} callback received monitor={monitor}, but Keras isn't able to "
        "automatically determine whether that metric should be maximized or minimized"
        if raises
        else "",
    )
