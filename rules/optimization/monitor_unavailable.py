"""A callback asks for something that `fit` does not log: to watch it, or to name a file by it.

`fit` logs `loss` and the metrics of `compile` by their names, and each of them with `val_` in
front if there are validation data. Of a model with several outputs it logs the loss and the metrics
of each one, with the name of the output in front: `price_loss`, `val_price_mae`.

Why it hurts:

Without the quantity the callback does nothing: the training never stops early, the learning rate
is never reduced, and a checkpoint "of the best" is overwritten after every epoch. If Keras is to
find out by itself whether more or less is better, it stops the training with an error. So does the
name of a file such as `"{epoch}-{val_acc:.2f}.keras"`, after the first epoch. With a number of batches as
`save_freq` a checkpoint never sees the validation, which is done when an epoch ends.

What Keras says:

A warning an epoch, "Early stopping conditioned on metric `val_loss` which is not available"; or
"EarlyStopping callback received monitor=val_acc, but Keras isn't able to automatically determine
whether that metric should be maximized or minimized". `Failed to format this callback filepath`, for
the name of a file. Of your own callback Python says `'>' not supported between instances of
'NoneType' and 'float'`.

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

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
saved = keras.callbacks.ModelCheckpoint("{epoch:02d}-{val_acc:.2f}.keras")  # finding
model.fit(x, y, epochs=10, validation_split=0.2, callbacks=[saved])
```

Good:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
saved = keras.callbacks.ModelCheckpoint("{epoch:02d}-{val_accuracy:.2f}.keras")
model.fit(x, y, epochs=10, validation_split=0.2, callbacks=[saved])
```

Bad:

```python
import keras
import numpy as np


class StopWhenGood(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("acc") > 0.98:  # finding
            self.model.stop_training = True


x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.2, callbacks=[StopWhenGood()])
```

Good:

```python
import keras
import numpy as np


class StopWhenGood(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.98:
            self.model.stop_training = True


x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.2, callbacks=[StopWhenGood()])
```

When to ignore:

For a Keras before 2.3, whose log has `acc` for `accuracy`: the rule sees it where the script or its
project pins the version. Where a class of your own adds the quantity to the log. The rule itself
leaves alone: outputs without names among several, classes with a training step of their own,
metrics and validation data that are not known, and names that need other callbacks of yours. What
your own callback asks for is told if it cannot go on without it, or if the metric is there by its
other name, that the callback does not ask for.

Fix safety:

Safe, and only for `acc` in the place of `accuracy` or the reverse: the callback does nothing
with the old name, or fails.

References:

- https://keras.io/api/callbacks/early_stopping/
- https://keras.io/api/callbacks/model_checkpoint/
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kerascheck.keras_api import callbacks, logs
from kerascheck.rule import (
    Applicability,
    Callback,
    Evidence,
    Facts,
    Finding,
    Fit,
    Heard,
    Label,
    Model,
    Severity,
    replace_string,
    rule,
)

_FIELD = re.compile(r"(?<!{){([a-z]\w*)(?::[^{}]*)?}(?!})")
"""What a name of a file is to be filled with, such as `{val_loss:.2f}`."""
_SAME = {"acc": "accuracy", "accuracy": "acc"}
_IDLE = {
    "EarlyStopping": "it never stops the training",
    "ReduceLROnPlateau": "it never reduces the learning rate",
    "ModelCheckpoint": "it cannot tell which epoch is the best",
    "OrbaxCheckpoint": "it cannot tell which epoch is the best",
}


_OF_EPOCHS = ("on_epoch_end", "on_train_end")
"""Methods of callbacks that see what the validation gave."""
FULL_NAMES = (2, 3)
"""Before this version the log called the metric `accuracy` by the name `acc`."""


@rule("KC608", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    seen: set[object] = set()
    full = facts.written.reaches(FULL_NAMES)
    for fit in (*facts.fits, *facts.foreign):
        for callback in fit.callbacks:
            if isinstance(callback, Callback) and callback.site.node not in seen:
                finding = _between(callback)
                if finding is not None:
                    seen.add(callback.site.node)
                    yield finding
    for fit in facts.fits:
        if fit.method not in ("fit", "fit_generator") or fit.partial:
            continue
        for callback in fit.callbacks:
            match callback:
                case Callback(made=True, config={"monitor": str(monitor)}) if (
                    callback.kind in callbacks.MONITORING and callback.site.node not in seen
                ):
                    finding = _finding(callback, monitor, fit, full=full)
                    if finding is not None:
                        seen.add(callback.site.node)
                        yield finding
        if full:
            for key in fit.heard:
                finding = _heard(key, fit) if key.site.node not in seen else None
                if finding is not None:
                    seen.add(key.site.node)
                    yield finding


def _finding(callback: Callback, monitor: str, fit: Fit, *, full: bool) -> Finding | None:
    own = isinstance(fit.model, Model) and "own_training" in fit.model.config
    if own or fit.acted_on:
        return None
    named = _file(callback, fit, full=full)
    if named is not None:
        return named
    if monitor.startswith("val_") and fit.validation is None:
        return _unvalidated(callback, monitor, fit)
    names = logs.logged(fit.compile)
    if names is None or logs.has(names, monitor):
        return None
    if not full and _alias(monitor.removeprefix("val_"), names):
        return None
    return _unnamed(callback, monitor, fit, names)


def _between(callback: Callback) -> Finding | None:
    """A checkpoint that looks for numbers of the validation while an epoch is going on."""
    match callback:
        case Callback(
            kind="ModelCheckpoint",
            made=True,
            config={"monitor": str(monitor), "save_best_only": True, "save_freq": int(often)},
        ) if monitor.startswith("val_"):
            return Finding(
                callback.args.get("save_freq", callback.site).at,
                f"`ModelCheckpoint` looks for `{monitor}` after every {often} batches, but it is "
                "only there when an epoch ends: what is saved is the last, and not the best.",
                help='leave `save_freq` out, or write `save_freq="epoch"`',
                mark="counts batches",
                evidence=Evidence.CERTAIN,
                keras=f"Can save best model only with {monitor} available.",
            )
    return None


def _file(callback: Callback, fit: Fit, *, full: bool) -> Finding | None:
    """A name of a file with something in it that is not in the log; `full` as `FULL_NAMES` says."""
    path, place = callback.config.get("filepath"), callback.args.get("filepath")
    if not isinstance(path, str) or place is None or callback.config.get("save_freq") != "epoch":
        return None
    names = logs.logged(fit.compile)
    for field in _FIELD.findall(path):
        bare = field.removeprefix("val_")
        unseen = field != bare and fit.validation is None
        if unseen or (names is not None and field != "epoch" and not logs.has(names, field)):
            same = None if unseen else _alias(bare, names)
            if same and not full:
                continue
            alias = field[: len(field) - len(bare)] + same if same else ""
            why = "there are no validation data" if unseen else "the log has no such name"
            return Finding(
                place.at,
                f"the file is named by `{field}`, but {why}: `fit` stops after the first epoch.",
                labels=[Label(fit.site.at, "trained here")],
                help=f"write `{{{alias}}}`"
                if alias
                else "pass `validation_data` or `validation_split` to `fit`, or leave it out"
                if unseen
                else "use a name of the metrics in `compile`",
                mark=f"`{field}` is not in the log",
                evidence=Evidence.CERTAIN,
                keras=f"Failed to format this callback filepath: … Reason: '{field}'",
            )
    return None


def _heard(key: Heard, fit: Fit) -> Finding | None:
    """A key that a callback of the script reads from the log, which does not have it."""
    name, names = key.key, logs.logged(fit.compile)
    if names is None or fit.compile is None:
        return None
    bare = name.removeprefix("val_")
    if logs.has(names, bare):
        return _too_early(key, fit) if bare != name and key.needed else None
    other = _alias(bare, names)
    alias = name[: len(name) - len(bare)] + other if other else ""
    if alias in {heard.key for heard in fit.heard} or not (alias or key.needed):
        return None
    place = fit.compile.args.get("metrics", fit.compile.site)
    help = f"write `{alias}`" if alias else f"add `{bare}` to the metrics of `compile`"
    finding = _unheard(key, Label(place.at, "what is measured besides the loss"), help)
    return replace(
        finding, fix=replace_string(key.site, alias, Applicability.SAFE) if alias else None
    )


def _too_early(key: Heard, fit: Fit) -> Finding | None:
    """A number of the validation where there is none, or not yet."""
    if fit.validation is None and not fit.partial:
        given = "pass `validation_data` or `validation_split` to `fit`"
        return _unheard(key, Label(fit.site.at, "no validation data"), given)
    if key.method in _OF_EPOCHS:
        return None
    return _unheard(key, Label(fit.site.at, "validates after an epoch"), "ask in `on_epoch_end`")


def _unheard(key: Heard, label: Label, help: str) -> Finding:
    error = f"KeyError: '{key.key}'"
    if key.asked:
        error = f"TypeError: '{key.operator}' not supported between instances of 'NoneType' and …"
    what = "`fit` stops with an error" if key.needed else "it never gets a number"
    return Finding(
        key.site.at,
        f"`{key.method}` asks the log for `{key.key}`, which is not there: {what}.",
        labels=[label],
        help=help,
        mark="is not in the log",
        evidence=Evidence.CERTAIN if key.needed else Evidence.LIKELY,
        keras=error if key.needed else "",
    )


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
    alias = _meant(monitor, names, validated=fit.validation is not None)
    listed = [prefix + name for name in names]
    if not prefix and fit.validation is not None:
        listed += [f"val_{name}" for name in names]
    known = ", ".join(f"`{name}`" for name in listed)
    # Without the name of its output Keras knows the metric, but the log does not.
    known_bare = any(name.endswith(f"_{bare}") for name in names)
    raises = callback.config.get("mode") == "auto" and not known_bare
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
        else "watch one of these; each has the name of its output in front"
        if compiled is not None and len(compiled.losses) > 1
        else f"watch one of these, or add `{bare}` to the metrics of `compile`",
        mark="is not in the log",
        evidence=Evidence.CERTAIN,
        fix=replace_string(site, alias, Applicability.SAFE) if alias else None,
        keras=f"{callback.kind} callback received monitor={monitor}, but Keras isn't able to "
        "automatically determine whether that metric should be maximized or minimized"
        if raises
        else "",
    )


def _meant(monitor: str, names: Mapping[str, str], *, validated: bool) -> str | None:
    """The name in the log that is most likely meant: `val_accuracy` for `val_acc` and `val-acc`."""
    name = re.sub(r"\W+", "_", monitor)
    bare = name.removeprefix("val_")
    if bare != name and not validated:
        return None
    found = bare if bare in names and name != monitor else _alias(bare, names)
    return name[: len(name) - len(bare)] + found if found else None


def _alias(name: str, names: Mapping[str, str] | None) -> str | None:
    """The same metric as the log spells it: `sold_accuracy` for `sold_acc`."""
    head, _, last = name.rpartition("_")
    other = "_".join(part for part in (head, _SAME.get(last)) if part)
    return other if names is not None and last in _SAME and other in names else None
