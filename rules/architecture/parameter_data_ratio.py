"""The model has far more parameters than training samples, and nothing holds it back.

A warning from 500 trainable parameters a sample on; a note from 50 on, for fewer than 5,000 samples.

Why it hurts:

A network with so many free numbers can store its training samples one by one. Without dropout,
penalties, augmentation or early stopping nothing keeps it from doing so, and the score on other
samples stops rising after a few epochs.

What Keras says:

Nothing.

Bad:

```python
import keras

(x, y), _ = keras.datasets.boston_housing.load_data()
x = (x - x.mean(axis=0)) / x.std(axis=0)
model = keras.Sequential(
    [
        keras.Input((13,)),
        keras.layers.Dense(600, activation="relu"),
        keras.layers.Dense(600, activation="relu"),  # finding
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.boston_housing.load_data()
x = (x - x.mean(axis=0)) / x.std(axis=0)
model = keras.Sequential(
    [
        keras.Input((13,)),
        keras.layers.Dense(12, activation="relu"),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

For a few samples that are only there to try the code; where they are drawn at random, or fewer than
300, the rule only notes it. It leaves alone: numbers that are not known, models with dropout, a
penalty on weights, augmentation or early stopping, layers that do not train, models most of whose
parameters are an embedding, and those whose hidden layers have no activation, which can draw nothing
but a line. Samples that the script computes itself are a note, too.

Options:

`warn` is the number of parameters a sample from which on the rule warns (500), `note` that from
which on it notes (50), `few` the number of samples from which on it makes no notes (5000): large
networks learn well from large data, however many their parameters are.

References:

- https://keras.io/guides/training_with_built_in_methods/
- https://jmlr.org/papers/v15/srivastava14a.html
"""

import math
from collections.abc import Iterator

from kerascheck.keras_api import activations, tables
from kerascheck.keras_api.exercises import self_made
from kerascheck.keras_api.layers import Dense, Embedding
from kerascheck.rule import (
    Callback,
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Layer,
    Model,
    Options,
    Severity,
    rule,
)

_FEW = 5
"""Fewer epochs only show whether the program runs."""
_ROWS = 300
"""Fewer samples are rows of an exercise, where nothing is to be learnt for good: a note."""
_REGULARIZERS = ("kernel_regularizer", "activity_regularizer", "embeddings_regularizer")


_SHOWN = 8
"""So few samples are no data, but try or show the code."""


@rule(
    "KC407",
    certain=Severity.WARNING,
    likely=Severity.INFO,
    options={"warn": 500, "note": 50, "few": 5000},
)
def check(facts: Facts, options: Options) -> Iterator[Finding]:
    if {"gan", "rl", "cross-validation", "tuner"} & facts.context.marks.keys():
        return
    for fit in facts.fits:
        match fit:
            case Fit(
                method="fit",
                model=Model() as model,
                x=Data(shape=(int() as samples, *_)),
                data=None,
            ) if (
                samples > _SHOWN
                and model.complete
                and not fit.partial
                and not _held_back(model, fit)
            ):
                if not _short(fit):
                    yield from _ratio(fit, model, samples, options)


def _short(fit: Fit) -> bool:
    """Whether the training is over before anything is learnt by heart."""
    epochs = fit.config.get("epochs")
    return isinstance(epochs, int) and epochs < _FEW


def _ratio(fit: Fit, model: Model, samples: int, options: Options) -> Iterator[Finding]:
    rows = tables.rows(model)
    trainable = tables.totals(rows).trainable
    if not isinstance(trainable, int) or trainable < options["note"] * samples:
        return
    free = _free(fit, model)
    if free is not None and free < options["note"] * samples:
        return
    largest = max(rows, key=lambda row: row.count if isinstance(row.count, int) else 0)
    if isinstance(largest.part, Embedding):
        return
    ratio = trainable // samples
    if ratio < options["warn"] and samples >= options["few"]:
        return
    yield Finding(
        largest.part.site.at,
        f"{trainable:,} trainable parameters meet {samples:,} samples, {ratio:,} for each, and "
        "nothing holds the model back.",
        labels=[Label(fit.site.at, f"trains on {samples:,} samples")],
        why="So many can learn the samples by heart.",
        help="use fewer units, a `Dropout`, a penalty on the weights, augmentation, or "
        "`EarlyStopping(restore_best_weights=True)`",
        mark=f"{largest.count:,} of the parameters",
        evidence=Evidence.CERTAIN
        if ratio >= options["warn"] and samples >= _ROWS and not (_drawn(fit) or _computed(fit))
        else Evidence.LIKELY,
    )


def _drawn(fit: Fit) -> bool:
    """Whether the samples are numbers drawn at random, which stand in for data or try the code."""
    return isinstance(fit.x, Data) and self_made(fit.x)


def _computed(fit: Fit) -> bool:
    """Whether the script computes its samples, so that what is to be learnt may have no noise.

    So it is for the digits of numbers, of which more units learn the rule, and not the numbers.
    """
    match fit.x:
        case Data(low=low, encoding=encoding, steps=(), part="", name="", parents=parents):
            # Rows that a comprehension puts together one by one have the rows of each as parents.
            return low is not None or encoding is Encoding.MULTI_HOT or len(parents) > 1
    return False


def _free(fit: Fit, model: Model) -> int | None:
    """How many numbers a model amounts to whose hidden layers are all linear; None for others."""
    *hidden, last = [p for p in model.layers if not isinstance(p, Layer) or p.kind != "InputLayer"]
    if not isinstance(last, Dense) or not all(_straight(part) for part in hidden):
        return None
    units, shape = last.units, fit.x.shape if isinstance(fit.x, Data) else None
    if not isinstance(units, int) or not isinstance(shape, tuple):
        return None
    wide = [size for size in shape[1:] if isinstance(size, int)]
    return (math.prod(wide) + 1) * units if len(wide) == len(shape) - 1 else None


def _held_back(model: Model, fit: Fit) -> bool:
    """Whether anything keeps the model from learning its samples by heart, or may do so."""
    callbacks = fit.config.get("callbacks")
    if callbacks is not None:
        if not isinstance(callbacks, (list, tuple)):
            return True
        known = [item for item in callbacks if isinstance(item, Callback) and not item.custom]
        if len(known) < len(callbacks) or any(c.kind == "EarlyStopping" for c in known):
            return True
    if any(isinstance(part, Model) or _restrains(part) for part in model.layers):
        return True
    return all(_straight(part) for part in model.layers)


def _straight(part: Model | Layer) -> bool:
    """Whether a layer gives a linear function of what it gets."""
    if isinstance(part, Dense):
        return activations.activation(part.activation) == "linear"
    return isinstance(part, Layer) and part.kind in ("InputLayer", "Flatten", "Reshape")


def _restrains(layer: Layer) -> bool:
    kind = layer.kind
    if "Dropout" in kind or kind.startswith(
        ("Random", "Gaussian", "ActivityReg", "CutMix", "MixUp")
    ):
        return True
    if getattr(layer, "dropout", 0) or getattr(layer, "recurrent_dropout", 0):
        return True
    if layer.partial:
        return True
    return any(getattr(layer, name, None) is not None for name in _REGULARIZERS)
