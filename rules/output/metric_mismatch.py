"""A metric reads labels or outputs in another form than the loss does.

Each metric expects labels of one form, a number or a row a sample, and outputs of one form,
probabilities, logits or classes. The loss says which of them there are.

Why it hurts:

At best `fit` stops in the first batch. Otherwise the metric is wrong for as long as nobody
doubts it: 0, or 1, or the share of one class, whatever the model has learned.

What Keras says:

Nothing of use: where the shapes differ, the backend stops with a message about one of its own
operations, such as `LogicalAnd` or `in_top_k`.

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    "adam",
    loss="sparse_categorical_crossentropy",
    metrics=["categorical_accuracy"],  # finding
)
model.fit(x, y, epochs=5, validation_split=0.1)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    "adam",
    loss="sparse_categorical_crossentropy",
    metrics=["sparse_categorical_accuracy"],
)
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

The warning about logits, when a rough number is enough: the order of two epochs is often right. A
model that is compiled to show how, and never trained, gets a note.

Fix safety:

Unsafe: another number is computed under another name.

References:

- https://keras.io/api/metrics/accuracy_metrics/
- https://keras.io/api/metrics/classification_metrics/
- https://keras.io/api/metrics/segmentation_metrics/
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import losses
from kerascheck.keras_api.exercises import shown
from kerascheck.rule import (
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Label,
    Loss,
    Metric,
    Output,
    Severity,
    Training,
    Unknown,
    package_of,
    replace_quoted,
    rule,
)

_ROWS = frozenset({"categorical_accuracy", "top_k_categorical_accuracy"})
_SPARSE = frozenset({"sparse_categorical_accuracy", "sparse_top_k_categorical_accuracy"})
_PER_CLASS = frozenset({"precision", "recall", "auc", "f1_score", "f_beta_score"})
_SWAPPED = {
    "categorical_accuracy": "sparse_categorical_accuracy",
    "top_k_categorical_accuracy": "sparse_top_k_categorical_accuracy",
    "sparse_categorical_accuracy": "categorical_accuracy",
    "sparse_top_k_categorical_accuracy": "top_k_categorical_accuracy",
}
_IOU = frozenset({"mean_iou", "iou"})
_CUT = frozenset({"accuracy", "binary_accuracy", "precision", "recall"})

_FOLDER = re.compile(r"\btrain(?:ing)?[\\/]+(\w+?)s?\b(?!\.)")
"""A folder of a training set in a path, which has the images of one class; `cats` is one of cats."""

Verdict = tuple[Evidence, str, str, str]
"""How sure, what happens, what to write, and the string that takes its place, if one does."""


@rule("KC115", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if "keras-1" in facts.context:
        return
    for training in facts.trainings:
        match training:
            case Training(
                standard=True, output=Output(activation=str(), units=int()), loss=Loss() as loss
            ) if not _contradicted(training, loss.canonical, facts):
                for metric in training.metrics:
                    if isinstance(metric, Metric) and not metric.custom:
                        verdict = _verdict(training, loss, metric)
                        if verdict is not None:
                            slight = shown(facts, training)
                            yield replace(_finding(metric, loss, verdict), slight=slight)


def _contradicted(training: Training, loss: str, facts: Facts) -> bool:
    """Whether the loss is wrong for the labels: then the metric may well be right.

    So is a binary one where the script names the folders of three classes and more.
    """
    if loss in losses.BINARY and training.output.units == 1:
        match training.labels:
            case Data(classes=int(n)) if n > 2:
                return True
            case Data(encoding=Encoding.INT):
                return len(facts.written.finds(_FOLDER)) > 2
    match training.labels:
        case Data(encoding=Encoding.ONE_HOT | Encoding.MULTI_HOT):
            return loss in losses.SPARSE
        case Data(encoding=Encoding.INT):
            return loss in losses.CATEGORICAL
    return False


def _verdict(training: Training, loss: Loss, metric: Metric) -> Verdict | None:
    name, units = loss.canonical, training.output.units
    assert isinstance(units, int)
    plain = not training.output.spatial and not training.output.sequence
    if metric.canonical in _IOU and metric.config.get("sparse_y_pred") is True:
        return _overlap(training, loss)
    if name in losses.SPARSE and units > 1:
        return _of_numbers(metric, plain=plain)
    if name in losses.CATEGORICAL and units > 1:
        return _of_rows(metric, units, plain=plain)
    if name in losses.BINARY and units == 1 and plain:
        return _of_one(training, loss, metric)
    return None


def _of_numbers(metric: Metric, *, plain: bool) -> Verdict | None:
    """Labels are one number a sample, outputs a row."""
    name = metric.canonical
    if name in _ROWS:
        better = _SWAPPED[name]
        words = f"it expects one-hot rows, but the loss means that a label is a number: {_WRONG}"
        return Evidence.CERTAIN, words, f'write `"{better}"`', better
    if not plain:
        return None
    if name in _PER_CLASS:
        words = "it compares each output with a label of its own, but a sample has one number"
        advice = "make one-hot labels with `to_categorical` and use `categorical_crossentropy`"
        return Evidence.CERTAIN, words, advice, ""
    if name in ("binary_accuracy", "exact_accuracy"):
        words = "it compares each output with the number of the class"
        advice = 'write `"sparse_categorical_accuracy"`'
        return Evidence.CERTAIN, words, advice, "sparse_categorical_accuracy"
    return None


_WRONG = "the place of the largest label is no class"


def _of_rows(metric: Metric, units: int, *, plain: bool) -> Verdict | None:
    """Labels are one-hot rows, and so are outputs."""
    name = metric.canonical
    if name in _SPARSE:
        better = _SWAPPED[name]
        words = "it expects numbers of classes, but the loss means that labels are rows"
        return Evidence.CERTAIN, words, f'write `"{better}"`', better
    if name == "exact_accuracy":
        return (
            Evidence.CERTAIN,
            "it counts outputs that equal the label exactly, which probabilities hardly do",
            'write the string `"accuracy"`, or `keras.metrics.CategoricalAccuracy()`',
            "",
        )
    if name == "binary_accuracy" and units > 2 and plain:
        words = (
            f"it judges each of the {units} outputs on its own, so that zeros everywhere score "
            f"{1 - 1 / units:.2f}"
        )
        return (
            Evidence.LIKELY,
            words,
            'write `"categorical_accuracy"`',
            "categorical_accuracy",
        )
    return None


def _of_one(training: Training, loss: Loss, metric: Metric) -> Verdict | None:
    """One output for two classes."""
    name = metric.canonical
    if name in ("categorical_accuracy", "sparse_categorical_accuracy"):
        words = "the largest of one output is always the same, so that it does not depend on it"
        return Evidence.CERTAIN, words, 'write `"binary_accuracy"`', "binary_accuracy"
    if name == "exact_accuracy":
        return (
            Evidence.CERTAIN,
            "it counts outputs that equal the label exactly, which probabilities hardly do",
            'write the string `"accuracy"`, or `keras.metrics.BinaryAccuracy()`',
            "",
        )
    logits = getattr(loss, "from_logits", None) is True and training.output.activation == "linear"
    verdict = _of_logits(metric, loss) if logits else None
    match training.labels:
        case Data(encoding=Encoding.INT, classes=Unknown()) if verdict is not None:
            level, words, advice, better = verdict
            more = "for two classes; more of them need a unit each"
            return level, words, f"{advice} {more}", better
    return verdict


def _of_logits(metric: Metric, loss: Loss) -> Verdict | None:
    name, text = metric.canonical, metric.site.text
    package = package_of(text if text.endswith(")") else loss.site.text)
    # A string has no arguments in `config`; its threshold is the default.
    threshold = metric.config.get("threshold", metric.config.get("thresholds", None))
    if name in _CUT and threshold in (None, 0.5):
        better = {"precision": "Precision(thresholds=0)", "recall": "Recall(thresholds=0)"}
        # With the old name, what watches the metric finds it as before.
        called = text.strip("\"'") if text[:1] in ("'", '"') else name
        given = "" if text.endswith(")") else f', name="{called}"'
        written = better.get(name, f"BinaryAccuracy(threshold=0.0{given})")
        words = "it cuts at 0.5, but the outputs are logits, where 0 stands for even odds"
        return Evidence.LIKELY, words, f"write `{package}.metrics.{written}`", ""
    if name == "auc" and metric.config.get("from_logits", False) is False:
        words = "its thresholds lie between 0 and 1, but the outputs are logits"
        return Evidence.LIKELY, words, f"write `{package}.metrics.AUC(from_logits=True)`", ""
    return None


def _overlap(training: Training, loss: Loss) -> Verdict | None:
    """An overlap of classes, asked of probabilities."""
    units = training.output.units
    if loss.canonical in losses.BINARY and units == 1:
        words = "it takes outputs for classes and cuts all probabilities below 1 to class 0"
        advice = "write `keras.metrics.BinaryIoU(target_class_ids=[0, 1], threshold=0.5)`"
        return Evidence.CERTAIN, words, advice, ""
    if loss.canonical in losses.SPARSE:
        words = "it takes outputs for classes, but there are probabilities of each class"
        advice = f"write `keras.metrics.MeanIoU(num_classes={units}, sparse_y_pred=False)`"
        return Evidence.CERTAIN, words, advice, ""
    if loss.canonical in losses.CATEGORICAL:
        words = "it takes labels and outputs for classes, but both are rows with a value a class"
        advice = f"write `keras.metrics.OneHotMeanIoU(num_classes={units})`"
        return Evidence.CERTAIN, words, advice, ""
    return None


def _finding(metric: Metric, loss: Loss, verdict: Verdict) -> Finding:
    level, words, advice, better = verdict
    old = metric.canonical
    return Finding(
        metric.site.at,
        f"`{old if old != 'exact_accuracy' else 'Accuracy()'}` beside `{loss.canonical}`: {words}.",
        labels=[Label(loss.site.at, "the loss")],
        help=advice,
        mark="does not fit the loss",
        evidence=level,
        fix=replace_quoted(metric.site, old, better) if better else None,
    )
