"""The metric `accuracy` on independent labels counts only which output is the largest.

Keras chooses what the string `accuracy` means by the shapes alone. For several outputs and labels
of the same width it takes the categorical accuracy: whether the largest output stands where the
first 1 of the labels is. What labels are known to go together is as in `softmax-on-multilabel`.

Why it hurts:

A sample with three labels counts as right when one of them is found, and one without any label as
wrong unless the first output is the largest. The number can stand still for epochs while the
network learns, and can be high while it is useless.

What Keras says:

Nothing. Up to Keras 2.3 the same string meant the binary accuracy under `binary_crossentropy`.

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
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=5, validation_split=0.1)
```

Good:

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
areas = keras.metrics.AUC(multi_label=True, num_labels=4)
model.compile("adam", loss="binary_crossentropy", metrics=["binary_accuracy", areas])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

When each sample has exactly one label after all, and the outputs are one sigmoid against the rest.

Fix safety:

Unsafe: the metric has another name, so `monitor="val_accuracy"` and `history["accuracy"]` have to
be renamed as well.

References:

- https://keras.io/api/metrics/accuracy_metrics/
- https://keras.io/api/metrics/classification_metrics/#auc-class
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Fix,
    Label,
    Loss,
    Metric,
    Output,
    Severity,
    Training,
    replace_quoted,
    rule,
)

_ARGMAX = frozenset({"accuracy", "categorical_accuracy"})


@rule("KC105", certain=Severity.WARNING, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    if "keras-1" in facts.context:
        # There the string meant the binary accuracy.
        return
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(activation="sigmoid" | "linear", units=int(n)),
                loss=Loss(canonical=loss),
            ) if n >= 2 and loss in losses.BINARY:
                level = _level(training)
                for metric in training.metrics:
                    if level and isinstance(metric, Metric) and metric.canonical in _ARGMAX:
                        yield _finding(training, metric, n, level)


def _level(training: Training) -> Evidence | None:
    """How sure it is that a sample may have several labels, or none."""
    match training.labels:
        case Data(soft=True):
            return None
        case Data(encoding=Encoding.MULTI_HOT):
            kind = training.task(without=("metrics",)).kind
            return Evidence.CERTAIN if kind == "multilabel" else Evidence.LIKELY
        case Data(encoding=Encoding()):
            return None
    task = training.task(without=("metrics", "output", "loss"))
    told = any(clue.source == "labels" for clue in task.clues)
    sure = task.level is not None and task.level >= Evidence.LIKELY
    return Evidence.LIKELY if task.kind == "multilabel" and sure and told else None


def _finding(training: Training, metric: Metric, n: int, level: Evidence) -> Finding:
    string = metric.canonical == "accuracy"
    name = '"accuracy"' if string else f"`{metric.canonical}`"
    labels = [Label(training.output.site.at, f"{n} independent outputs")]
    match training.labels:
        case Data(origin=origin) if origin is not None:
            labels.append(Label(origin.site.at, origin.text))
    return Finding(
        metric.site.at,
        f"{name} looks only at the largest of the {n} outputs, but a sample may have several "
        "labels, or none.",
        labels=labels,
        help='write `"binary_accuracy"`, or '
        f"`keras.metrics.AUC(multi_label=True, num_labels={n})` where labels are rare",
        why="By the shapes Keras takes the categorical accuracy, which compares the places of two "
        "maxima.",
        mark="compares one label a sample",
        evidence=level,
        fix=_fix(metric),
    )


def _fix(metric: Metric) -> Fix | None:
    for old in ("accuracy", "acc", "categorical_accuracy"):
        fix = replace_quoted(metric.site, old, "binary_accuracy")
        if fix is not None:
            return fix
    return None
