"""A regression is trained on large targets, such as prices, as they are.

Why it hurts:

With targets around 100,000 a squared error starts at 10,000,000,000. Weights start out small, and an
optimizer such as Adam moves each by about the learning rate a step: most of the training is spent on
reaching the mean of the targets, before anything is learnt of the inputs.

What Keras says:

Nothing.

Bad:

```python
import keras
import pandas as pd

table = pd.read_csv("players.csv")
x, y = table[["hits", "runs", "years"]] / 100, table["salary"]
model = keras.Sequential(
    [
        keras.Input((3,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(x, y, epochs=50, validation_split=0.2)  # finding
```

Good:

```python
import keras
import numpy as np
import pandas as pd

table = pd.read_csv("players.csv")
x, y = table[["hits", "runs", "years"]] / 100, np.log1p(table["salary"])
model = keras.Sequential(
    [
        keras.Input((3,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(x, y, epochs=50, validation_split=0.2)
```

When to ignore:

Where the targets are small, whatever they are called: the rule is off unless it is selected, for
mostly it knows no more than a name. It is silent about losses of relative errors, about targets that
anything has been computed from, and about models that scale their output.

References:

- https://scikit-learn.org/stable/modules/generated/sklearn.compose.TransformedTargetRegressor.html
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Layer,
    Severity,
    Training,
    rule,
)

_ABSOLUTE = (
    losses.MeanSquaredError,
    losses.MeanAbsoluteError,
    losses.Huber,
    losses.LogCosh,
)
_LARGE = re.compile(r"price|salary|income|revenue|population|charges|sales$", re.IGNORECASE)
_READ = re.compile(r"read_|\[|column|part\)|\.data|load|target|astype|values|to_numpy")
"""Steps that leave targets as large as they were."""
_THOUSAND = 1000.0


@rule("KC304", likely=Severity.INFO, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for training in facts.trainings:
        match training:
            case Training(fit=Fit() as fit, loss=loss, labels=Data() as y) if (
                isinstance(loss, _ABSOLUTE) and training.standard and fit.site.node not in told
            ):
                if training.task().kind == "regression" and _large(y) and _ends(training):
                    told.add(fit.site.node)
                    yield _finding(fit, y, type(loss).__name__)


def _ends(training: Training) -> bool:
    """Whether the output comes from a layer of weights, with nothing behind that scales it."""
    kinds = [part.kind for part in training.model.layers if isinstance(part, Layer)]
    scales = any(kind in ("Rescaling", "Lambda", "Normalization") for kind in kinds[-1:])
    known = isinstance(training.output.layer, Layer) and not training.output.after
    return known and not scales and training.model.complete


def _large(y: Data) -> bool:
    """Whether targets are large by their range or name, and nothing has been done to them."""
    if y.low is not None and y.high is not None:
        return max(abs(y.low), abs(y.high)) >= _THOUSAND
    untouched = all(_READ.search(step.text) for step in y.steps)
    return untouched and bool(_LARGE.search(y.name))


def _far(y: Data) -> bool:
    """Whether the targets are known to go so far that small steps do not get there in a training."""
    return y.largest is not None and y.largest >= 10 * _THOUSAND


def _finding(fit: Fit, y: Data, loss: str) -> Finding:
    place = fit.args.get("y", fit.site)
    origin = y.origin
    if y.low is not None and y.high is not None:
        how = f"the targets go from {y.low:g} to {y.high:g}"
    else:
        how = f"the targets `{y.name}` look large"
    return Finding(
        place.at,
        f"{how} and are trained on with `{loss}` as they are.",
        labels=[] if origin is None else [Label(origin.site.at, origin.text)],
        why="Most of the training is spent on reaching their size.",
        help="train on `np.log1p(y)` or on scaled targets, and undo it for predictions",
        mark="large numbers to reach",
        evidence=Evidence.LIKELY if _far(y) else Evidence.HINT,
    )
