"""Labels are negative, divided, or begin with 1, where the loss counts classes from 0.

Labels of -1 and 1 belong to a hinge loss. Cross-entropies expect 0 and 1, or the numbers of the
classes from 0 on. So does the loss of an autoencoder, whose inputs are then not to be scaled to -1
to 1.

Why it hurts:

With `binary_crossentropy` a label of -1 makes the loss negative and without a lower bound: it
rewards an output of 0 without end, whatever the sample.
With `sparse_categorical_crossentropy` the training stops, or the label picks a wrong class. Labels
from 1 on do the same: 2 is beyond 0 and 1, and the last class has no output. Labels that are divided
by 255, as the pixels beside them are, or scaled with the inputs are cut to integers, by the loss as
well as by `to_categorical`: most or all of them become class 0.

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

Bad:

```python
import keras

(x, _), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 127.5 - 1
autoencoder = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(784, activation="sigmoid"),
    ]
)
autoencoder.compile("adam", loss="binary_crossentropy")  # finding
autoencoder.fit(x, x, epochs=20, validation_split=0.1)
```

Good:

```python
import keras

(x, _), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255
autoencoder = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(784, activation="sigmoid"),
    ]
)
autoencoder.compile("adam", loss="binary_crossentropy")
autoencoder.fit(x, x, epochs=20, validation_split=0.1)
```

When to ignore:

When `ignore_class=-1` leaves these labels out; the rule sees it if it is written in the file.

References:

- https://keras.io/api/losses/probabilistic_losses/
- https://keras.io/api/losses/hinge_losses/
"""

import re
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
    Site,
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
                elif name in losses.BINARY and _itself(training, labels):
                    yield _inputs(loss, labels, low)
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
            case Training(standard=True, labels=Data(soft=False) as labels):
                yield from _fractions(training, labels)


def _fractions(training: Training, labels: Data) -> Iterator[Finding]:
    """Class numbers that have been divided or scaled, as if they were inputs."""
    index, loss = _scaled(labels), training.loss
    if index is None or not isinstance(loss, Loss):
        return
    step, later = labels.steps[index], labels.steps[index + 1 :]
    divisor, units = _divisor(step), training.output.units
    if divisor is None and not (isinstance(units, int) and units > 2):
        return  # Two classes may well be 0 and 1 after a scaler.
    whole = labels.high is not None and float(labels.high).is_integer()
    fractions = not isinstance(labels.encoding, Encoding)
    if loss.canonical in losses.SPARSE and (fractions or labels.encoding is Encoding.FLOAT):
        if divisor is None or not whole:
            subject = f"`{loss.canonical}` expects class numbers, but the labels are"
            yield _cut(loss.site, subject, "go", step)
    elif labels.encoding is Encoding.ONE_HOT and later and later[-1].text.startswith(_ROWS):
        if all(step.text.startswith("astype") for step in later[:-1]):
            call = later[-1].text.partition("(")[0]
            subject = f"`{call}` expects class numbers, but what it gets is"
            yield _cut(later[-1].site, subject, "goes", step)
    elif loss.canonical in losses.BINARY and fractions and divisor is not None:
        match labels.high:
            case float() | int() as high if 0 < high < 0.5:
                yield _small(loss.site, high, step)


def _small(site: Site, high: float, step: Step) -> Finding:
    """Zeros and ones of which the ones have become small."""
    return Finding(
        site.at,
        "The loss expects 0 and 1, but the labels are divided and go up to "
        f"{high:.3g}: the two classes are hardly told apart.",
        labels=[Label(step.site.at, "makes a small fraction of 1")],
        help=_LEAVE,
        mark="expects 0 and 1",
    )


_ROWS = ("to_categorical", "one_hot")
_LEAVE = "leave the labels as they are; only the inputs are scaled"
_UNDONE = re.compile(r"[-+*/%]|\S+ [-+*/%]$|round|floor|ceil|astype\(u?int")
"""Steps after which divided numbers may be those of classes again."""


def _scaled(labels: Data) -> int | None:
    """The step that divides or scales class numbers, if what it makes of them is left so."""
    for index in reversed(range(len(labels.steps))):
        step = labels.steps[index]
        if step.numbers is not None:
            return index
        if _UNDONE.match(step.text):
            return None
    return None


def _divisor(step: Step) -> float | None:
    return float(step.text[2:]) if step.text.startswith("/ ") else None


def _cut(site: Site, subject: str, go: str, step: Step) -> Finding:
    """Fractions that are cut to integers where class numbers are expected."""
    divisor, numbers = _divisor(step), step.numbers
    if divisor is None:
        became = f"scaled by `{step.text}`: no class numbers are left."
    elif numbers is not None and numbers.high is not None:
        high = numbers.high / divisor
        end = "all of them become class 0" if high < 1 else f"they become classes up to {int(high)}"
        became = f"divided and {go} up to {high:.3g}: {end}."
    else:
        became = f"divided by {divisor:g}: several classes become one."
    return Finding(
        site.at,
        f"{subject} {became}",
        labels=[Label(step.site.at, "makes fractions of the class numbers")],
        help=_LEAVE,
        why="Each label is cut to an integer, so that the classes are lost while the loss falls.",
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


def _itself(training: Training, labels: Data) -> bool:
    """Whether the target is the input, which is scaled to both sides of 0."""
    told = any(clue.task == "autoencoder" and clue.source == "labels" for clue in training.clues)
    return told and labels.high is not None and labels.high > 0


def _inputs(loss: Loss, labels: Data, low: float) -> Finding:
    origin = labels.steps[-1] if labels.steps else None
    return Finding(
        loss.site.at,
        f"`{loss.canonical}` expects targets from 0 to 1, but these are the inputs, which go from "
        f"{low:g} to {labels.high:g}: the loss has no lower bound.",
        labels=[Label(origin.site.at, "the last step of their scaling")] if origin else [],
        help='write `loss="mse"` and drop the activation of the output, or scale the inputs to 0 to 1',
        mark="has no lower bound",
    )


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
