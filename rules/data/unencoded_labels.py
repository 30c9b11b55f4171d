"""Labels or categories of held-out rows are numbered anew, by an encoder that is fitted on them.

Why it hurts:

An encoder numbers the classes that it has seen, in their order. Fitted once more on held-out rows,
it gives the same class another number as soon as one class is missing there; with one-hot rows even
their width changes. The network is then judged by the wrong answers.

What Keras says:

Nothing, as long as the shapes are the same.

Bad:

```python
import keras
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

flowers = pd.read_csv("flowers.csv")
x, y = flowers[["length", "width"]], flowers["species"]
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=1)
encoder = LabelEncoder()
y_train = encoder.fit_transform(y_train)
y_test = encoder.fit_transform(y_test)  # finding
model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, validation_data=(x_test, y_test))
```

Good:

```python
import keras
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

flowers = pd.read_csv("flowers.csv")
x, y = flowers[["length", "width"]], flowers["species"]
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=1)
encoder = LabelEncoder()
y_train = encoder.fit_transform(y_train)
y_test = encoder.transform(y_test)
model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, validation_data=(x_test, y_test))
```

When to ignore:

Where both parts are known to have all the classes. The rule itself leaves alone encoders that are
fitted once, on the training part or on all labels; labels that are never encoded are a matter of
`label-encoding-mismatch`. It is only a note where the script names a few classes itself, as the
labels of `pd.cut`, for then hardly a part is without one.

References:

- https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.LabelEncoder.html
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Severity,
    Step,
    rule,
    same_model,
)

_ENCODERS = frozenset(
    [
        "LabelEncoder",
        "OrdinalEncoder",
        "OneHotEncoder",
        "LabelBinarizer",
        "MultiLabelBinarizer",
    ]
)


_BINS = re.compile(r"\b(?:pd|pandas)\.q?cut\([^#]{0,200}?\blabels\s*=")
"""How a script makes classes of numbers: a few wide ones, whose names stand there."""
_FEW = 10


@rule("KC320", likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        trained = {name: (step, data) for data in _parts((fit.x, fit.y))
                   for name, step in _fitted(data)}  # fmt: skip
        for data in _held_out(fit, facts):
            for name, step in _fitted(data):
                first, mine = trained.get(name, (None, data))
                apart = mine.rows != data.rows and mine.rows not in data.parents
                if first is None or not apart or _complete(first, step):
                    continue
                if step.site.node not in told:
                    told.add(step.site.node)
                    few = _few(first, step) or facts.written.says(_BINS)
                    yield replace(_finding(name, step, first), slight=few)


def _held_out(fit: Fit, facts: Facts) -> Iterator[Data]:
    """Inputs and labels that the model of a training is measured on."""
    yield from _parts(fit.validation)
    for use in facts.uses:
        if use.score and same_model(use.model, fit.model):
            yield from _parts((use.data, use.labels))


def _parts(value: object) -> Iterator[Data]:
    match value:
        case Data():
            yield value
        case [*items]:
            for item in items:
                yield from _parts(item)


def _fitted(data: Data) -> Iterator[tuple[str, Step]]:
    """The encoders that were fitted on the very rows that they encoded, and these are left."""
    for step in data.steps:
        name = step.text.partition(".")[0]
        own = step.refit and step.seen is not None and step.seen.rows == data.rows
        if own and name in _ENCODERS:
            yield name, step


def _complete(first: Step, step: Step) -> bool:
    """Whether both parts are of one known data set, all of whose classes are in each."""
    match first.seen, step.seen:
        case Data(name=one, classes=int(n)), Data(name=other, classes=int(m)):
            return one != "" and one == other and n == m
    return False


def _few(first: Step, step: Step) -> bool:
    """Whether both parts have a few classes that the script names, which hardly one is without."""
    match first.seen, step.seen:
        case Data(classes=int(n)), Data(classes=int(m)):
            return n == m <= _FEW
    return False


def _finding(name: str, step: Step, first: Step) -> Finding:
    return Finding(
        step.site.at,
        f"`{name}` is fitted anew on held-out rows: one number may stand for two classes.",
        labels=[Label(first.site.at, "numbers the classes of the training")],
        why="Where a class is missing in a part, all those behind it get another number.",
        help="only `transform` these rows, with the encoder that was fitted for the training",
        mark="numbers the classes once more",
        evidence=Evidence.LIKELY,
    )
