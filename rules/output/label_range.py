"""Labels are negative, divided, or begin with 1, where the loss counts classes from 0.

Labels of -1 and 1 belong to a hinge loss. Cross-entropies expect 0 and 1, or the numbers of the
classes from 0 on.

Why it hurts:

With `binary_crossentropy` a label of -1 makes the loss negative and without a lower bound: it
rewards an output of 0 without end, whatever the sample.
With `sparse_categorical_crossentropy` the training stops, or the label picks a wrong class. Labels
from 1 on do the same: 2 is beyond 0 and 1, and the last class has no output. Labels that are divided
by 255, as the pixels beside them are, are cut to integers and become class 0, all of them.

What Keras says:

Nothing for `binary_crossentropy`; `Received a label value of -1 which is outside the valid range`
for the sparse loss.

Bad:

```python
import keras
import numpy as np
import pandas as pd

table = pd.read_csv("days.csv")
x = table.drop(columns="rain").to_numpy()
y = np.where(table["rain"] > 0, 1, -1)
normalize = keras.layers.Normalization()
normalize.adapt(x)
model = keras.Sequential(
    [
        keras.Input((12,)),
        normalize,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=10, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np
import pandas as pd

table = pd.read_csv("days.csv")
x = table.drop(columns="rain").to_numpy()
y = np.where(table["rain"] > 0, 1, 0)
normalize = keras.layers.Normalization()
normalize.adapt(x)
model = keras.Sequential(
    [
        keras.Input((12,)),
        normalize,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

When `ignore_class=-1` leaves these labels out; the rule sees it if it is written in the file.

References:

- https://keras.io/api/losses/probabilistic_losses/
- https://keras.io/api/losses/hinge_losses/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Data,
    Encoding,
    Facts,
    Finding,
    Label,
    Loss,
    Output,
    Severity,
    Step,
    Training,
    rule,
)

_ENCODINGS = (Encoding.INT, Encoding.BINARY)


@rule("KC122", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                loss=Loss(canonical=name) as loss,
                labels=Data(low=float() | int() as low, soft=False) as labels,
            ) if low < 0 and name in losses.BINARY | losses.SPARSE:
                known = not isinstance(labels.encoding, Encoding) or labels.encoding in _ENCODINGS
                if known and _reached(labels) and getattr(loss, "ignore_class", None) is None:
                    yield _finding(loss, labels, low)
            case Training(
                standard=True,
                output=Output(units=int(units)),
                loss=Loss(canonical=name) as loss,
                labels=Data(low=1, high=float() | int() as high, soft=False) as labels,
            ) if _reached(labels) and getattr(loss, "ignore_class", None) is None:
                counted = name in losses.SPARSE and labels.encoding is Encoding.INT
                pair = name in losses.BINARY and labels.classes == 2 and units == 1
                if (counted and high == units and units > 1) or (pair and high == 2):
                    yield _from_one(loss, labels, int(high))
            case Training(
                standard=True,
                loss=Loss(canonical=name) as loss,
                labels=Data(encoding=Encoding.FLOAT, soft=False) as labels,
            ) if name in losses.SPARSE and (divided := _divided(labels)) is not None:
                yield _fractions(loss, labels, divided)


def _divided(labels: Data) -> Step | None:
    """The step that divides class numbers, as pixels are, so that they are no integers any more."""
    match labels:
        case Data(high=float() | int() as high, steps=(_, *later)) if not float(high).is_integer():
            return next((step for step in later if step.text.startswith("/ ")), None)
    return None


def _fractions(loss: Loss, labels: Data, divided: Step) -> Finding:
    """Class numbers that have been divided by something."""
    assert labels.high is not None
    cut = int(labels.high)
    became = "all of them become class 0" if cut == 0 else f"they become classes up to {cut}"
    return Finding(
        loss.site.at,
        f"`{loss.canonical}` expects class numbers, but the labels are divided and go up to "
        f"{labels.high:.3g}: {became}.",
        labels=[Label(divided.site.at, "makes fractions of the class numbers")],
        help="leave the labels as they are; only the inputs are scaled",
        why="The loss cuts each label to an integer, so that the classes are lost and the loss "
        "falls to 0.",
        mark="counts classes from 0 on",
    )


def _from_one(loss: Loss, labels: Data, high: int) -> Finding:
    """Classes that are numbered from 1 on."""
    binary = loss.canonical in losses.BINARY
    origin = labels.origin
    consequence = (
        "the loss has no lower bound" if binary else f"no output stands for the label {high}"
    )
    return Finding(
        loss.site.at,
        f"`{loss.canonical}` expects {'0 and 1' if binary else 'classes from 0 on'}, but the labels "
        f"are 1 to {high}: {consequence}.",
        labels=[Label(origin.site.at, origin.text)] if origin is not None else [],
        help="number the classes from 0: `y = y - 1`",
        mark=f"labels from 1 to {high}",
        keras=""
        if binary
        else f"Received a label value of {high} which is outside the valid range of [0, {high})",
    )


def _reached(labels: Data) -> bool:
    """Whether there are labels at the bound, and not only none below it, as for pixels."""
    written = labels.rank in (1, 2) and not labels.steps
    return written or isinstance(labels.classes, int)


def _finding(loss: Loss, labels: Data, low: float) -> Finding:
    binary = loss.canonical in losses.BINARY
    origin = labels.origin
    what = "0 and 1" if binary else "classes from 0 on"
    consequence = (
        "the loss has no lower bound" if binary else "a negative label is outside of the outputs"
    )
    return Finding(
        loss.site.at,
        f"`{loss.canonical}` expects {what}, but the smallest label is {low:g}: {consequence}.",
        labels=[Label(origin.site.at, origin.text)] if origin is not None else [],
        help="number the classes from 0: `y = (y > 0).astype(int)`, or use `hinge` for -1 and 1"
        if binary
        else "number the classes from 0: `y = y - y.min()`",
        mark=f"a label of {low:g}",
        keras=""
        if binary
        else f"Received a label value of {low:g} which is outside the valid range",
    )
