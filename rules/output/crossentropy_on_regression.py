"""A loss for classes is used although the target is a number that varies continuously.

A cross-entropy asks how probable the model holds the true class. A price or a temperature is no
class: there is none to be right about, and no probability to be compared with it.

Why it hurts:

`binary_crossentropy` of a target above 1 is lowest where the output is 1, however large the target
is. A sparse loss cuts the fraction off and takes what is left for the number of a class. The loss
falls as it should, and the predictions are of no use.

What Keras says:

Mostly nothing. A sparse loss stops if a number is not below the number of units, and a categorical
one if the target has no row for each sample.

Bad:

```python
import keras
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = fetch_california_housing(return_X_y=True)
x, x_val, y, y_val = train_test_split(x, y)
scaler = StandardScaler()
x, x_val = scaler.fit_transform(x), scaler.transform(x_val)
model = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["mae"])  # finding
model.fit(x, y, epochs=20, validation_data=(x_val, y_val))
```

Good:

```python
import keras
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = fetch_california_housing(return_X_y=True)
x, x_val, y, y_val = train_test_split(x, y)
scaler = StandardScaler()
x, x_val = scaler.fit_transform(x), scaler.transform(x_val)
model = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, validation_data=(x_val, y_val))
```

When to ignore:

Where the target is a probability or a share: between 0 and 1 `binary_crossentropy` is a sound loss,
and the rule is silent if it knows of these bounds.

References:

- https://keras.io/api/losses/probabilistic_losses/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Label,
    Loss,
    Output,
    Severity,
    Training,
    rule,
)

_CONSEQUENCES = (
    (losses.BINARY, "every target above 1 pulls the output to the same 1"),
    (losses.SPARSE, "the whole part of a number is taken for the number of a class"),
    (losses.CATEGORICAL, "it expects a row with one value for each class"),
)


@rule("KC123", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(units=units),
                loss=Loss(canonical=name) as loss,
                labels=Data() as labels,
            ) if name in losses.BINARY | losses.SPARSE | losses.CATEGORICAL:
                clue = training.amounts(fractions=name in losses.BINARY)
                if clue is None or _class_numbers(labels, units):
                    continue
                one = units if isinstance(units, int) and labels.rank != 1 else 1
                yield Finding(
                    loss.site.at,
                    f"`{name}` is a loss for classes, but {clue.text}: {_consequence(name)}.",
                    labels=[Label(clue.site.at, clue.text)] if clue.site is not None else [],
                    help=f'write `loss="mse"` and end with {training.output.written("", one)}',
                    why="A model that predicts a number is judged by how far off it is.",
                    mark="a loss for classes",
                    evidence=Evidence.CERTAIN if clue.weight > 0.9 else Evidence.LIKELY,
                )


def _class_numbers(labels: Data, units: object) -> bool:
    """Whether the amounts are class numbers that are scaled by mistake, which KC122 tells."""
    several = isinstance(units, int) and units > 2
    return several and any(step.numbers is not None for step in labels.steps)


def _consequence(name: str) -> str:
    return next(text for names, text in _CONSEQUENCES if name in names)
