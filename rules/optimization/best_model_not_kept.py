"""The best epoch is kept in a file, or not at all, and what is used is the last one.

`ModelCheckpoint(save_best_only=True)` writes the best model to a file. The model in memory goes
on training, and has the weights of the last epoch at the end.

Why it hurts:

The number that is reported, or the model that is saved, is not of the epoch that the checkpoint
was made for. A model that has begun to overfit is worse than it had to be.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
x_test = np.load("x_test.npy")
y_test = np.load("y_test.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
best = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
model.fit(x, y, epochs=50, validation_split=0.2, callbacks=[best])
model.evaluate(x_test, y_test)  # finding
```

Good:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
x_test = np.load("x_test.npy")
y_test = np.load("y_test.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
best = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
model.fit(x, y, epochs=50, validation_split=0.2, callbacks=[best])
model = keras.saving.load_model("best.keras")
model.evaluate(x_test, y_test)
```

When to ignore:

Where both the last and the best model are wanted. The rule itself leaves alone: files that are
read after the training, or anywhere under the name of the file, by this script or by another one of
its folder, `restore_best_weights=True`, a best epoch of fewer than 30 samples, callbacks of your own, searches over
settings, cross-validation, and functions of other files that get the model. A model that is saved
after a long training with validation data, and without any such callback, gets a note; so does a
training of up to five epochs, which tries something out, a checkpoint that watches the `loss` of
the training samples, which is mostly the best in the last epoch, and a script that saves the last
model itself beside the best one.

References:

- https://keras.io/api/callbacks/model_checkpoint/
- https://keras.io/api/callbacks/early_stopping/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import logs
from kerascheck.rule import (
    Callback,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Severity,
    Stored,
    Use,
    rule,
    same_model,
)

_MARKS = frozenset({"tuner", "rl", "gan", "cross-validation", "wrapper", "autoencoder"})
_LONG, _FEW = 20, 5
_READING = ("load_model(", "load_weights(")
_KEEPING = frozenset({"EarlyStopping", "ModelCheckpoint", "OrbaxCheckpoint", "SwapEMAWeights"})


@rule("KC606", likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    for fit in facts.fits:
        if fit.method != "fit" or _again(fit, facts) or _reads(fit, facts):
            continue
        if fit.acted_on or fit.partial:
            continue
        checkpoint = _checkpoint(fit)
        if checkpoint is not None:
            yield from _unused(fit, checkpoint, facts)
        elif not any(isinstance(c, Callback) and c.kind in _KEEPING for c in fit.callbacks):
            yield from _last(fit, facts)


def _again(fit: Fit, facts: Facts) -> bool:
    """Whether the model is trained on later, or was trained in turns."""
    return fit.loop or any(
        other.order > fit.order and same_model(other.model, fit.model) for other in facts.fits
    )


def _reads(fit: Fit, facts: Facts) -> bool:
    """Whether weights are read after the training, or by a function that runs at any time."""
    return any(s.loads and (s.order > fit.order or s.function) for s in facts.stored)


def _checkpoint(fit: Fit) -> Callback | None:
    """The checkpoint of the best epoch, if nothing else brings its weights back."""
    found = None
    for callback in fit.callbacks:
        match callback:
            case Callback(config={"restore_best_weights": restores}) if restores is not False:
                return None
            case Callback(kind="SwapEMAWeights"):
                return None
            case Callback(config={"load_weights_on_restart": reads}) if reads is not False:
                # The argument of Keras 2 that reads the file when the next training begins.
                return None
            case Callback(kind="ModelCheckpoint", config={"save_best_only": True}):
                found = callback
    return found


def _unused(fit: Fit, checkpoint: Callback, facts: Facts) -> Iterator[Finding]:
    monitor = checkpoint.config.get("monitor")
    validated = isinstance(monitor, str) and monitor.startswith("val_")
    if validated and (fit.validation is None or fit.few_checked):
        return
    if logs.blind(checkpoint, fit.compile):
        return  # told by `monitor-unavailable`
    if logs.contrary(checkpoint, fit.compile):
        return  # told by `monitor-mode`: the worst epoch is in the file
    for use in facts.uses:
        if use.order > fit.order and same_model(use.model, fit.model):
            if use.method == "passed":
                return
            if not _read_beside(checkpoint, facts) and not _read_here(fit, checkpoint, facts):
                both = any(_saves(stored, fit) for stored in facts.stored)
                yield _finding(use, fit, checkpoint, both=both)
            return


def _read_beside(checkpoint: Callback, facts: Facts) -> bool:
    """Whether another script of the folder reads the file, or may do so.

    What stands before the first field of a template is enough of a name; where none is known, any
    file may be meant.
    """
    path = checkpoint.config.get("filepath")
    name = (
        path.replace("\\", "/").rpartition("/")[2].partition("{")[0]
        if isinstance(path, str)
        else ""
    )
    return any(facts.beside((name, word)) for word in _READING)


def _read_here(fit: Fit, checkpoint: Callback, facts: Facts) -> bool:
    """Whether the script itself reads the file anywhere, as in another branch of a menu.

    What it has read before the training was of another one.
    """
    given = checkpoint.args.get("filepath")
    if given is None:
        return False
    texts = [text for text in re.findall(r"[\w.-]+(?=[\"'])", given.text) if len(text) > 3]
    wanted = "|".join(re.escape(text) for text in (given.text, *texts[-1:]))
    reading = re.compile(
        rf"^[^#\n]*\bload_(?:model|weights)\([^#\n]*(?<!\w)(?:{wanted})(?!\w)", re.MULTILINE
    )
    before = not fit.function and any(
        stored.loads and stored.order < fit.order and reading.search(stored.site.text)
        for stored in facts.stored
    )
    return not before and facts.written.says(reading)


def _finding(use: Use, fit: Fit, checkpoint: Callback, *, both: bool) -> Finding:
    """`both`: the weights of the last epoch are saved as well, so that either may be wanted."""
    path = checkpoint.config.get("filepath")
    # A template such as `{epoch:02d}.keras` names no file yet.
    name = f'"{path}"' if isinstance(path, str) and "{" not in path else "…"
    weights = checkpoint.config.get("save_weights_only") is True
    called = _called(use)
    load = f"{called} = keras.saving.load_model({name})"
    if weights:
        load = f"{called}.load_weights({name})"
    what = "measured" if use.score else "asked for predictions"
    return Finding(
        use.site.at,
        f"the model that is {what} has the weights of the last epoch; those of the best are in "
        "the checkpoint, which nothing here reads.",
        labels=[Label(checkpoint.site.at, "keeps the best epoch"), Label(fit.site.at, "trains on")],
        help=f"write `{load}` before, or train with `EarlyStopping(…, restore_best_weights=True)`",
        mark="the last epoch",
        evidence=Evidence.LIKELY if use.score and not _short(fit) else Evidence.HINT,
        # The loss of the training samples is mostly the best in the last epoch.
        slight=checkpoint.config.get("monitor") == "loss" or both,
    )


def _called(use: Use) -> str:
    """What the script calls the model that it measures; `model` if no name stands there."""
    found = re.match(r"([\w.]+)\.(?:evaluate|predict)\w*\(", use.site.text)
    return found[1] if found else "model"


def _short(fit: Fit) -> bool:
    """Whether so few epochs are trained that the last ones are as good as the best."""
    match fit.config:
        case {"epochs": int(epochs)}:
            return epochs <= _FEW
    return False


def _last(fit: Fit, facts: Facts) -> Iterator[Finding]:
    match fit.config.get("epochs"):
        case int(epochs) if epochs >= _LONG and fit.validation is not None:
            pass
        case _:
            return
    for stored in facts.stored:
        if _saves(stored, fit):
            yield Finding(
                stored.site.at,
                f"what is saved is the model after {epochs} epochs, which need not be the best.",
                labels=[Label(fit.site.at, "nothing here keeps the best epoch")],
                help="train with `EarlyStopping(patience=10, restore_best_weights=True)`",
                mark="the last epoch",
                evidence=Evidence.HINT,
            )
            return


def _saves(stored: Stored, fit: Fit) -> bool:
    return not stored.loads and stored.order > fit.order and same_model(stored.model, fit.model)
