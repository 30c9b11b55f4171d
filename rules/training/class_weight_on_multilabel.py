"""Class weights are given for labels of which a sample may have several.

Keras gives a whole sample the weight of one class. For labels of several columns it takes the
place of the largest value: of the first 1 of the row, and class 0 for a row without any.

Why it hurts:

A sample with the labels 1 and 2 is weighted as a sample of class 1, however rare class 2 is, and
samples without a label count as class 0. The weights of most labels hardly play a part.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np
from sklearn.preprocessing import MultiLabelBinarizer

tags = [["sea", "sky"], ["sky"], ["city", "night"], ["night", "sky"]] * 100
y = MultiLabelBinarizer().fit_transform(tags)
x = np.random.default_rng(0).normal(size=(400, 32))
model = keras.Sequential(
    [
        keras.Input((32,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(4, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["binary_accuracy"])
weights = {0: 3.0, 1: 1.5, 2: 3.0, 3: 1.0}
model.fit(x, y, epochs=5, validation_split=0.1, class_weight=weights)  # finding
```

Good:

```python
import keras
import numpy as np
from sklearn.preprocessing import MultiLabelBinarizer

tags = [["sea", "sky"], ["sky"], ["city", "night"], ["night", "sky"]] * 100
y = MultiLabelBinarizer().fit_transform(tags)
x = np.random.default_rng(0).normal(size=(400, 32))
rare = np.array([3.0, 1.5, 3.0, 1.0])


def weighted_crossentropy(y_true, y_pred):
    y_true = keras.ops.cast(y_true, y_pred.dtype)
    loss = keras.ops.binary_crossentropy(y_true, y_pred)
    return keras.ops.mean((1 + (rare - 1) * y_true) * loss, axis=-1)


model = keras.Sequential(
    [
        keras.Input((32,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(4, activation="sigmoid"),
    ]
)
model.compile("adam", loss=weighted_crossentropy, metrics=["binary_accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

When every sample has exactly one label after all.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
- https://github.com/keras-team/keras/issues/8011
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Fit,
    Frequencies,
    Label,
    Loss,
    Output,
    Severity,
    Training,
    rule,
)


@rule("KC204", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                fit=Fit() as fit,
                output=Output(activation=str(act), units=int(n)),
                labels=Data(soft=False) as labels,
            ) if n >= 2 and act != "softmax" and _weighted(fit):
                level = _level(training, labels)
                if level is not None:
                    yield _finding(fit, labels, level)


def _weighted(fit: Fit) -> bool:
    """Whether weights are given that say more than 1 for every class."""
    match fit.config.get("class_weight"):
        case Frequencies():
            return True
        case dict() as table:
            values = [weight for weight in table.values() if isinstance(weight, (int, float))]
            return len(set(values)) != 1 or len(values) < len(table)
    return False


def _level(training: Training, labels: Data) -> Evidence | None:
    if labels.encoding is not Encoding.MULTI_HOT:
        return None
    told = [clue for clue in labels.clues if clue.task == "multilabel"]
    if any(clue.weight >= 0.95 for clue in told):
        return Evidence.CERTAIN
    binary = isinstance(training.loss, Loss) and training.loss.canonical in losses.BINARY
    return Evidence.LIKELY if binary else None


def _finding(fit: Fit, labels: Data, level: Evidence) -> Finding:
    origin = labels.origin
    return Finding(
        fit.args.get("class_weight", fit.site).at,
        "`class_weight` gives a sample one weight, that of its first label, but a sample may have "
        "several labels, or none.",
        labels=[Label(origin.site.at, origin.text)] if origin is not None else [],
        help="weight the labels in the loss: `mean((1 + (w - 1) * y_true) * "
        "keras.ops.binary_crossentropy(y_true, y_pred), axis=-1)` with one `w` a label",
        why="Keras takes the argmax of each row of the labels for its class; a row of zeros "
        "counts as class 0.",
        mark="one weight a sample",
        evidence=level,
    )
