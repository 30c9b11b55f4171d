"""`EarlyStopping` ends the training, but the model keeps the weights of the last, bad epochs.

It stops after as many epochs without improvement as its patience. Only with
`restore_best_weights=True` does the model get the weights of the best epoch back.

Why it hurts:

What is measured, saved and used afterwards is a model that has been getting worse, or at least no
better, for the whole patience.

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
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=15)  # finding
model.fit(x, y, epochs=200, validation_split=0.2, callbacks=[stop])
model.evaluate(x_test, y_test)
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
stop = keras.callbacks.EarlyStopping(
    monitor="val_loss", patience=15, restore_best_weights=True
)
model.fit(x, y, epochs=200, validation_split=0.2, callbacks=[stop])
model.evaluate(x_test, y_test)
```

When to ignore:

Where the last weights are wanted, as for averages over epochs. The rule itself leaves alone:
weights that are read back from a checkpoint, callbacks of your own, searches over settings, and
what another rule has to say of the same callback. There is but a note if the model is not used after
the training in this file, where what is watched comes from the training data or from fewer than 30
samples, where a `ReduceLROnPlateau` with a shorter patience makes the steps small before the stop, where
the patience is so long that the training hardly ends before its last epoch, and with a
`min_delta`, by which the last weights may be a little better than the best that count.

Fix safety:

Unsafe: the model has other weights after the training.

References:

- https://keras.io/api/callbacks/early_stopping/
"""

from collections.abc import Iterator

from kerascheck.keras_api import logs
from kerascheck.rule import (
    Callback,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Label,
    Severity,
    Site,
    Stored,
    Unknown,
    Use,
    rule,
    same_model,
    same_rows,
)

_MARKS = frozenset({"tuner", "rl", "gan"})


@rule("KC601", likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    found: dict[object, Finding] = {}
    for fit in facts.fits:
        for callback in fit.callbacks:
            match callback:
                case Callback(
                    kind="EarlyStopping",
                    config={"restore_best_weights": False, "patience": int(patience)},
                ) if patience > 0 and _plain(fit, callback, patience, facts):
                    finding, key = _finding(callback, patience, fit, facts), callback.site.node
                    if key not in found or finding.evidence > found[key].evidence:
                        found[key] = finding
    yield from found.values()


def _plain(fit: Fit, callback: Callback, patience: int, facts: Facts) -> bool:
    """Whether nothing else cares for the best weights, and no other rule for the callback."""
    for other in fit.callbacks:
        match other:
            case Unknown() | Callback(custom=True) | Callback(kind="SwapEMAWeights"):
                return False
            case Callback(config={"save_best_only": keeps}) if keeps is not False and not _never(
                other, fit
            ):
                return False  # told by `best-model-not-kept`
    epochs, monitor = fit.config.get("epochs", 1), callback.config.get("monitor")
    if isinstance(epochs, int) and epochs <= patience:
        return False
    if isinstance(monitor, str) and monitor.startswith("val_") and fit.validation is None:
        return False
    if logs.blind(callback, fit.compile):
        return False  # told by `monitor-unavailable`
    if logs.contrary(callback, fit.compile):
        return False  # told by `monitor-mode`: the weights that it would restore are the worst
    return not any(stored.loads and stored.order > fit.order for stored in facts.stored)


def _never(checkpoint: Callback, fit: Fit) -> bool:
    """Whether a checkpoint of Keras 2 is to be written only after the last epoch of all trainings."""
    match checkpoint.config.get("period"), fit.config.get("epochs"):
        case int(period), int(epochs):
            return epochs < period and not fit.loop
    return False


def _finding(callback: Callback, patience: int, fit: Fit, facts: Facts) -> Finding:
    use, monitor = _used(fit, facts), callback.config.get("monitor")
    validated = isinstance(monitor, str) and monitor.startswith("val_")
    return Finding(
        callback.site.at,
        f"after the stop the model keeps the weights of the last of {patience} epochs that were "
        "no better."
        if patience > 1
        else "after the stop the model keeps the weights of an epoch that was no better.",
        labels=[Label(use.site.at, f"{_what(use)} with these weights")] if use else [],
        help="add `restore_best_weights=True`",
        mark="does not bring the best weights back",
        evidence=Evidence.LIKELY
        if use and validated and not _chance(fit) and _ends(fit, patience) and not _slow(callback)
        else Evidence.HINT,
        fix=_fix(callback),
        slight=_small_steps(fit, callback, patience),
    )


def _slow(callback: Callback) -> bool:
    """Whether it also ends a training that still gets better, if only a little."""
    match callback.config.get("min_delta"):
        case int() | float() as delta:
            return delta != 0
    return False


def _small_steps(fit: Fit, callback: Callback, patience: int) -> bool:
    """Whether the rate is cut by what is watched before the stop, so that the last epochs are alike."""
    monitor = callback.config.get("monitor")
    for other in fit.callbacks:
        match other:
            case Callback(kind="ReduceLROnPlateau", config={"patience": int(cut)} as config):
                if cut < patience and config.get("monitor") == monitor:
                    return True
    return False


def _chance(fit: Fit) -> bool:
    """Whether the best epoch is no better: few samples tell it, or those that are trained on."""
    match fit.validation:
        case (first, *_) if same_rows(first, fit.x):
            return True
    return fit.few_checked


def _ends(fit: Fit, patience: int) -> bool:
    """Whether the patience may well run out before the last epoch."""
    epochs = fit.config.get("epochs", 1)
    return not isinstance(epochs, int) or epochs > 2 * patience


def _used(fit: Fit, facts: Facts) -> Use | Stored | None:
    """What is done with the model after the training, and before another one."""
    later = [
        other.order
        for other in facts.fits
        if other.order > fit.order and same_model(other.model, fit.model)
    ]
    end = min(later, default=None)
    uses: list[Use | Stored] = [*facts.uses, *facts.stored]
    for use in uses:
        inside = use.order > fit.order and (end is None or use.order < end)
        if inside and use.method != "passed" and same_model(use.model, fit.model):
            return use
    return None


def _what(use: Use | Stored) -> str:
    if isinstance(use, Stored):
        return "saved"
    return "measured" if use.score else "predicts"


def _fix(callback: Callback) -> Fix | None:
    given: Site | None = callback.args.get("restore_best_weights")
    if given is not None:
        return Fix((Edit(given.at, "True"),)) if given.text == "False" else None
    text = callback.site.text
    if not text.endswith(")") or text.endswith((",)", "()")) or "\n" in text or "#" in text:
        return None
    return Fix((Edit(callback.site.at, f"{text[:-1]}, restore_best_weights=True)"),))
