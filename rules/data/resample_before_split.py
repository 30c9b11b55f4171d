"""Rows are resampled before some of them are held out, or the held-out rows are.

Why it hurts:

`SMOTE` and its kin make new rows between those of a rare class, and random oversampling repeats them.
When the rows are split afterwards, copies and neighbours of training rows are among the held-out
ones: the score is far too good. Held-out rows that are resampled have another share of the classes
than the data that the network will meet.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import train_test_split

x, y = np.load("x.npy"), np.load("y.npy")
x, y = SMOTE(random_state=1).fit_resample(x, y)  # finding
x_train, x_test, y_train, y_test = train_test_split(x, y, stratify=y, random_state=1)
model = keras.Sequential(
    [
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC()])
model.fit(x_train, y_train, epochs=20, validation_data=(x_test, y_test))
```

Good:

```python
import keras
import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import train_test_split

x, y = np.load("x.npy"), np.load("y.npy")
x_train, x_test, y_train, y_test = train_test_split(x, y, stratify=y, random_state=1)
x_train, y_train = SMOTE(random_state=1).fit_resample(x_train, y_train)
model = keras.Sequential(
    [
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC()])
model.fit(x_train, y_train, epochs=20, validation_data=(x_test, y_test))
```

When to ignore:

Where rows are only left out by `RandomUnderSampler`, no copies arise, but the share of the classes
is another one still. The rule itself leaves alone resampling of the training part, pipelines of
imbalanced-learn, and rows of which nothing is held out.

References:

- https://imbalanced-learn.org/stable/common_pitfalls.html
"""

import re
from collections.abc import Iterator

from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Label,
    Severity,
    Step,
    rule,
    same_model,
)

_RESAMPLED = re.compile(r"^(\w+)\.fit_(resample|sample)$")
_SPLIT = re.compile(r"\((train|test) part\)$")
_LESS = frozenset(
    ["RandomUnderSampler", "NearMiss", "TomekLinks", "ClusterCentroids", "EditedNearestNeighbours"]
)
"""Samplers that only leave rows out, so that no copy of a row is on both sides."""


@rule("KC317", certain=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for data in _all(facts):
        found = _judged(data)
        if found is not None and found[0].site.node not in told:
            told.add(found[0].site.node)
            yield _finding(*found)


def _all(facts: Facts) -> Iterator[Data]:
    """What models are trained on, and what they are measured on."""
    for fit in facts.fits:
        yield from _parts(fit.x)
        yield from _parts(fit.validation)
        for use in facts.uses:
            if use.score and same_model(use.model, fit.model):
                yield from _parts(use.data)


def _parts(value: object) -> Iterator[Data]:
    match value:
        case Data():
            yield value
        case (Data() as first, *_):
            yield first


def _judged(data: Data) -> tuple[Step, Step] | None:
    """The resampling and the split of data, if they are in the wrong order or part."""
    sampled: Step | None = None
    split: Step | None = None
    for step in data.steps:
        found, part = _RESAMPLED.search(step.text), _SPLIT.search(step.text)
        if part is not None and sampled is not None:
            return sampled, step
        if part is not None:
            split = step
        elif found is not None and split is not None and split.text.endswith("(test part)"):
            return step, split
        elif found is not None and found[1] not in _LESS:
            sampled = step
    return None


def _finding(sampled: Step, split: Step) -> Finding:
    name = sampled.text.partition(".")[0]
    held = split.text.endswith("(test part)")
    late = held and sampled.site.at > split.site.at
    if late:
        message = f"`{name}` changes the share of the classes in held-out rows."
        why = "The score is not that of the data which the network will meet."
        mark, label = "resamples held-out rows", "held out here"
    else:
        message = (
            f"`{name}` resamples before the split: copies or neighbours of training rows are "
            "held out, and the score is too good."
        )
        why = "Rows that are made of others know of them, wherever the split puts them."
        mark, label = "rows are made of all others", "splits them only here"
    return Finding(
        sampled.site.at,
        message,
        labels=[Label(split.site.at, label)],
        why=why,
        help="split first, and resample the training part alone",
        mark=mark,
        evidence=Evidence.CERTAIN,
    )
