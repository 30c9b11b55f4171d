"""`take` and `skip` divide a dataset that is shuffled anew in every epoch.

Why it hurts:

`shuffle` draws a new order whenever the dataset is gone through, and `take` and `skip` count along
that order. So other elements are held out in every epoch, and after some epochs the model has been
trained on nearly all that it is validated on. The score says nothing of new data. A `seed` does not
help: it fixes the whole row of orders, not one order.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np
import tensorflow as tf

x, y = np.load("x.npy"), np.load("y.npy")
samples = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(1000)
train, valid = samples.take(800).batch(32), samples.skip(800).batch(32)
model = keras.Sequential(
    [
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(train, epochs=10, validation_data=valid)  # finding
```

Good:

```python
import keras
import numpy as np
import tensorflow as tf

x, y = np.load("x.npy"), np.load("y.npy")
samples = tf.data.Dataset.from_tensor_slices((x, y))
samples = samples.shuffle(1000, reshuffle_each_iteration=False)
train = samples.take(800).shuffle(800).batch(32)
valid = samples.skip(800).batch(32)
model = keras.Sequential(
    [
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(train, epochs=10, validation_data=valid)
```

When to ignore:

Where the model is trained for a single epoch. The rule itself is silent behind `cache`, and where
the parts do not come from one and the same `shuffle`.

Fix safety:

Unsafe: other samples are trained on.

References:

- https://www.tensorflow.org/api_docs/python/tf/data/Dataset#shuffle
- https://github.com/tensorflow/tensorflow/issues/59279
"""

import re
from collections.abc import Iterator

from kerascheck.rule import (
    Data,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Label,
    Severity,
    Site,
    Step,
    rule,
)

_READER = re.compile(r"^(image|text|audio)_dataset_from_directory$")
"""Readers that shuffle anew in every epoch, if they are not told otherwise."""
_PART = re.compile(r"^(take|skip)\(")


@rule("KC312", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        match fit:
            case Fit(data=Data() as train, validation=Data() as valid):
                found = _shared(train, valid)
                if found is None or found[0].site.node in told:
                    continue
                told.add(found[0].site.node)
                yield _finding(fit, *found)


def _shared(train: Data, valid: Data) -> tuple[Step, Step, Step] | None:
    """The shuffle that both parts have behind them, and how each was taken of it."""
    for place, step in enumerate(train.steps):
        common = place < len(valid.steps) and valid.steps[place] is step
        if not common:
            return None
        if step.text == "shuffle" or _READER.search(step.text):
            mine, other = _taken(train.steps[place:]), _taken(valid.steps[place:])
            if mine and other and mine.site.node is not other.site.node:
                return step, mine, other
    return None


def _taken(steps: tuple[Step, ...]) -> Step | None:
    """The first step that takes some elements, unless a cache keeps the order before it."""
    for step in steps:
        if step.text in ("cache", "snapshot"):
            return None
        if _PART.search(step.text):
            return step
    return None


def _finding(fit: Fit, shuffle: Step, mine: Step, other: Step) -> Finding:
    reader = shuffle.text != "shuffle"
    site = fit.args.get("validation_data", fit.site)
    return Finding(
        site.at,
        f"`{mine.text}` and `{other.text}` count along a new order in every epoch: "
        "validation samples are trained on.",
        labels=[Label(shuffle.site.at, "draws a new order in every epoch")],
        why="`take` and `skip` see the dataset after `shuffle`, which is drawn again every time.",
        help="let the reader split: `validation_split=0.2, subset=…, seed=…`, or give it "
        "`shuffle=False` and shuffle the training part"
        if reader
        else "`shuffle(…, reshuffle_each_iteration=False)` before the split, and shuffle the "
        "training part once more behind it",
        mark="other samples in every epoch",
        evidence=Evidence.LIKELY if reader else Evidence.CERTAIN,
        fix=None if reader else _fix(shuffle.site),
    )


def _fix(site: Site) -> Fix | None:
    """Add the argument to the call of `shuffle`, which `site` ends with."""
    text = site.text
    if not text.endswith(")") or "reshuffle_each_iteration" in text or "\n" in text:
        return None
    head = text[:-1].rstrip().rstrip(",")
    return Fix((Edit(site.at, f"{head}, reshuffle_each_iteration=False)"),))
