"""One model is trained in every fold of a cross-validation.

Why it hurts:

From the second fold on the model has been trained on the samples that it is now measured with.
The scores rise from fold to fold, and their mean says nothing about samples that the model has
not seen.

What Keras says:

Nothing: `fit` goes on from the weights that are there.

Bad:

```python
import keras
import numpy as np
from sklearn.model_selection import KFold

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [keras.Input((20,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)]
)
model.compile("adam", loss="mse")
scores = []
for train, test in KFold(5).split(x):
    model.fit(x[train], y[train], epochs=20)  # finding
    scores.append(model.evaluate(x[test], y[test]))
print(np.mean(scores))
```

Good:

```python
import keras
import numpy as np
from sklearn.model_selection import KFold

x, y = np.load("x.npy"), np.load("y.npy")


def build():
    model = keras.Sequential(
        [keras.Input((20,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)]
    )
    model.compile("adam", loss="mse")
    return model


scores = []
for train, test in KFold(5).split(x):
    model = build()
    model.fit(x[train], y[train], epochs=20)
    scores.append(model.evaluate(x[test], y[test]))
print(np.mean(scores))
```

When to ignore:

Where the folds are parts of one stream on which training is to go on. The rule itself leaves
alone: models that are made or cloned in the loop, models whose weights the script sets or loads,
and loops over anything but the folds of a splitter of scikit-learn.

References:

- https://scikit-learn.org/stable/modules/cross_validation.html
- https://keras.io/api/models/model_training_apis/#fit-method
"""

from collections.abc import Iterator

from kerascheck.rule import Facts, Finding, Label, Model, Severity, rule


@rule("KC214", certain=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fold in facts.folds:
        match fold.fit.model:
            case Model() as model:
                yield Finding(
                    fold.fit.site.at,
                    "The same model is trained in every fold: from the second on it knows the "
                    "samples that it is measured with.",
                    labels=[
                        Label(model.site.at, "made once, before the folds"),
                        Label(fold.splitter.at, "makes the folds"),
                    ],
                    why="`fit` goes on from the weights of the fold before.",
                    help="build and compile the model inside the loop",
                    mark="goes on where the last fold ended",
                )
