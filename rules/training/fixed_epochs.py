"""A long training has validation data, but nothing stops it or keeps its best epoch.

Why it hurts:

The number of epochs is a guess. Once the network has learned what it can, `val_loss` rises again,
and what is left after the last epoch is worse than what there was somewhere in the middle.

What Keras says:

Nothing.

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=100, validation_split=0.2)  # finding
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[stop])
```

When to ignore:

When the number of epochs belongs to the method, as with a schedule of learning rates, or has been
found out before. The rule is off unless it is selected.

Options:

- `epochs` (default 50): from this many epochs on.

References:

- https://keras.io/api/callbacks/early_stopping/
- https://keras.io/api/callbacks/model_checkpoint/
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Callback,
    Evidence,
    Facts,
    Finding,
    Fit,
    Optimizer,
    Options,
    Severity,
    rule,
)

_MARKS = frozenset({"rl", "gan", "tuner", "cross-validation"})
_NO_MATTER = frozenset(
    {"ReduceLROnPlateau", "TensorBoard", "CSVLogger", "TerminateOnNaN", "History", "ProgbarLogger"}
)
"""Callbacks that neither stop a training nor keep an epoch of it."""


@rule("KC209", hint=Severity.INFO, options={"epochs": 50})
def check(facts: Facts, options: Options) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    for fit in facts.fits:
        epochs, place = fit.config.get("epochs"), fit.args.get("epochs")
        if fit.method not in ("fit", "fit_generator") or fit.partial or fit.loop:
            continue
        if not isinstance(epochs, int) or place is None or epochs < options["epochs"]:
            continue
        if fit.validation is not None and _runs_through(fit):
            yield Finding(
                place.at,
                f"{epochs} epochs are trained to the last, whatever happens to the validation "
                "loss.",
                help="add `callbacks=[keras.callbacks.EarlyStopping(patience=10, "
                "restore_best_weights=True)]`",
                mark="a number that is guessed",
                evidence=Evidence.HINT,
            )


def _runs_through(fit: Fit) -> bool:
    """Whether nothing is known to end the training early, to keep an epoch, or to plan it all."""
    given = fit.config.get("callbacks")
    callbacks = given if isinstance(given, (list, tuple)) else [given]
    for callback in callbacks:
        match callback:
            case None:
                continue
            case Callback(custom=False, kind=kind, config=config):
                best = kind == "ModelCheckpoint" and config.get("save_best_only") is False
                if kind not in _NO_MATTER and not best:
                    return False
            case _:
                return False
    optimizer = fit.compile.optimizer if fit.compile is not None else None
    if not isinstance(optimizer, Optimizer):
        return False
    # A schedule is planned for a number of steps.
    rate = optimizer.config.get("learning_rate")
    return isinstance(rate, (int, float))
