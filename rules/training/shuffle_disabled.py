"""`fit` is told not to shuffle, although the samples have no order that must be kept.

By default Keras draws a new order for every epoch. With `shuffle=False` every epoch sees the same
batches in the same order, that in which the samples happen to be stored.

Why it hurts:

Stored samples are often sorted: by class, by file, by date. Batches are then all of one class,
each step undoes what the one before has learnt, and BatchNormalization sees statistics that no
mixed batch has. Even in a random order the steps repeat each other's noise epoch after epoch.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

x, y = np.load("images.npy") / 255.0, np.load("labels.npy")
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.2, shuffle=False)  # finding
```

Good:

```python
import keras
import numpy as np

x, y = np.load("images.npy") / 255.0, np.load("labels.npy")
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.2)
```

When to ignore:

When the order means something: a curriculum from easy to hard, or runs that must be compared
sample by sample. The rule itself is silent for recurrent and stateful models, for time series,
for datasets and generators (whose order `fit` does not decide) and for functions other than
Keras's `fit`. It is only a note where the samples are in a random order already, as after
`train_test_split`, where they are the rows of a table, whose order only its file tells, and where
the text beside it says that the order is kept.

Fix safety:

Unsafe: the order of the samples changes, and so does what is learnt.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
- https://keras.io/getting_started/faq/#is-the-data-shuffled-during-training
"""

import re
from collections.abc import Iterator

from kerascheck.rule import (
    CustomLayer,
    Data,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Kind,
    Label,
    Layer,
    Model,
    Severity,
    Unknown,
    rule,
    told,
)

_MARKS = frozenset({"temporal", "rl", "gan"})
_ARRAYS = (Kind.ARRAY, Kind.FRAME, Kind.SERIES, Kind.LIST)
_ORDERED = re.compile(
    r"time|date|seq|serie|window|lag|look_?back|forecast|history|stock|price|close|"
    r"curriculum|sorted|ordered|pair",
    re.IGNORECASE,
)
"""Names of data whose order may mean something."""
_STATE = re.compile(r"rnn|lstm|gru|recurrent|memory|tcn|stateful", re.IGNORECASE)
"""Names of layers that may carry a state; these are not Keras's own."""
_ON_PURPOSE = re.compile(
    r"\b(?:no|not|without|don't|do not|never) (?:re-?)?shuffl|shuffling is (?:switched )?off|"
    r"\b(?:keep|preserve|maintain|same)\w*(?: \w+){0,2} order\b|\breproducib",
    re.IGNORECASE,
)
"""How a text says that the order is kept on purpose."""
_MIXES = re.compile(r"\btrain_test_split\(|\bshuffle\(|\bpermut|shuffle ?= ?True|\.sample\(frac")
"""How a script brings samples into a random order, be they those that are trained on."""
_DOWNLOADED = re.compile(
    r"keras\.datasets\.(?:mnist|fashion_mnist|cifar10|cifar100|imdb|reuters)\b"
)
"""Data sets whose samples are stored in no order."""


@rule("KC202", certain=Severity.WARNING, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    for fit in facts.fits:
        level = _level(fit)
        if level is None:
            continue
        place = fit.args["shuffle"]
        yield Finding(
            place.at,
            "`shuffle=False` feeds the samples in the same order every epoch.",
            labels=_labels(fit),
            help="drop `shuffle=False`; the default is to shuffle before every epoch",
            mark="keeps the order in which the samples are stored",
            evidence=level,
            fix=Fix((Edit(place.at, "True"),)) if place.text == "False" else None,
            slight=_at_random(fit)
            or _table(fit)
            or (level is Evidence.LIKELY and facts.written.says(_MIXES))
            or told(facts, _ON_PURPOSE, fit.site),
        )


def _level(fit: Fit) -> Evidence | None:
    """How sure it is that the samples ought to be shuffled."""
    place = fit.args.get("shuffle")
    if fit.method != "fit" or fit.config.get("shuffle") is not False or place is None:
        return None
    # In a function a variable may be a parameter, whose value is for the caller to choose.
    if place.text != "False" and fit.function:
        return None
    if not isinstance(fit.model, Model) or _keeps_order(fit.model) or _ordered(fit):
        return None
    level = _arrays(fit)
    if level is None or _one_batch(fit):
        return None
    epochs = fit.config.get("epochs", 1)
    if not fit.model.complete or epochs == 1:
        return Evidence.HINT
    return level


def _arrays(fit: Fit) -> Evidence | None:
    """Whether arrays are trained on, which alone `fit` shuffles sample by sample."""
    if fit.data is not None:
        return None
    parts = fit.x if isinstance(fit.x, (list, tuple)) else [fit.x]
    if parts and all(isinstance(part, Data) and part.kind in _ARRAYS for part in parts):
        return Evidence.CERTAIN
    if fit.y is not None and any(isinstance(part, Unknown) for part in parts):
        return Evidence.LIKELY
    return None


def _keeps_order(model: Model) -> bool:
    """Whether a part of the model is recurrent, or may carry a state from batch to batch."""
    unread = any(_STATE.search(gap.site.text) for gap in model.gaps)
    return unread or any(_recurrent(layer) for layer in _layers(model))


def _layers(model: Model) -> Iterator[Layer]:
    for part in model.layers:
        if isinstance(part, Model):
            yield from _layers(part)
        else:
            yield part


def _recurrent(layer: Layer) -> bool:
    if isinstance(layer, CustomLayer):
        return bool(_STATE.search(layer.name))
    wrapped = getattr(layer, "layer", None)
    if isinstance(wrapped, Layer) and _recurrent(wrapped):
        return True
    return hasattr(layer, "stateful") or layer.kind in ("Bidirectional", "CuDNNLSTM", "CuDNNGRU")


def _ordered(fit: Fit) -> bool:
    """Whether the samples are a sequence, by what they are or by how they are called."""
    parts = [*fit.x] if isinstance(fit.x, (list, tuple)) else [fit.x]
    known = [part for part in [*parts, fit.y] if isinstance(part, Data)]
    if any(part.temporal for part in known):
        return True
    words = [fit.function, *(fit.args[key].text for key in ("x", "y") if key in fit.args)]
    words += [word for part in known for word in (part.name, *(part.columns or ()))]
    return any(_ORDERED.search(word) for word in words) or (fit.loop and _mixed(known))


def _mixed(known: list[Data]) -> bool:
    """Whether the samples were brought into a new order by hand."""
    return any(re.search(r"shuffle|permut", step.text) for part in known for step in part.steps)


def _at_random(fit: Fit) -> bool:
    """Whether the samples were stored or brought into a random order, which then stays the same."""
    known = [part for part in (fit.x, fit.y) if isinstance(part, Data)]
    steps = [step for part in known for step in part.steps]
    split = any(
        step.text.startswith("train_test_split") and "shuffle=False" not in step.site.text
        for step in steps
    )
    return split or _mixed(known) or any(_DOWNLOADED.search(step.text) for step in steps)


def _table(fit: Fit) -> bool:
    """Whether the samples are the rows of a table from a file, of whose order nothing is known."""
    known = [part for part in (fit.x, fit.y) if isinstance(part, Data)]
    return any(part.origin and part.origin.text.startswith("read_") for part in known)


def _one_batch(fit: Fit) -> bool:
    match fit.x, fit.config.get("batch_size", 32):
        case Data(shape=(int(n), *_)), int(batch):
            return batch >= n
    return False


def _labels(fit: Fit) -> list[Label]:
    """Where the samples come from, for arrays whose origin is known."""
    match fit.y:
        case Data(origin=origin) if origin is not None:
            return [Label(origin.site.at, f"the labels: {origin.text}")]
    return []
