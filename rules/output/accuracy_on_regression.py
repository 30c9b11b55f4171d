"""The metric accuracy is asked for, but the target is a number that varies continuously.

Accuracy counts hits. Behind one output Keras takes the binary accuracy: whether the label equals
0 or 1, the output cut at 0.5.

Why it hurts:

A target such as 21.6 equals neither 0 nor 1, so the metric is 0, or near it, after every epoch, of
a good model as of a bad one. It tells nothing, and the number that would tell is missing.

What Keras says:

Nothing.

Bad:

```python
import keras

(x, y), _ = keras.datasets.boston_housing.load_data()
normalize = keras.layers.Normalization()
normalize.adapt(x)
model = keras.Sequential(
    [keras.Input((13,)), normalize, keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)]
)
model.compile("adam", loss="mse", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.boston_housing.load_data()
normalize = keras.layers.Normalization()
normalize.adapt(x)
model = keras.Sequential(
    [keras.Input((13,)), normalize, keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

When the labels are 0 and 1 after all; then the loss should be a cross-entropy. It is only a note where
the model is trained on random numbers, or compiled to show how.

Fix safety:

Unsafe: another number is printed, and `monitor="val_accuracy"` or `history["accuracy"]` have to be
renamed as well.

References:

- https://keras.io/api/metrics/regression_metrics/
- https://keras.io/api/metrics/accuracy_metrics/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import losses, metrics
from kerascheck.keras_api.exercises import drawn, shown
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
    Task,
    Training,
    replace_quoted,
    rule,
)

_MARKS = frozenset({"rl", "gan", "autoencoder", "metric-learning", "distillation"})


@rule("KC114", certain=Severity.WARNING, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(activation=str(), units=int()),
                loss=Loss(canonical=loss),
            ) if loss in losses.REGRESSION:
                task = _task(training)
                level = _level(training, task)
                for metric in training.metrics:
                    if level and isinstance(metric, Metric) and _accuracy(metric, training, task):
                        slight = _tried(facts, training)
                        yield replace(_finding(training, task, metric, level), slight=slight)


def _tried(facts: Facts, training: Training) -> bool:
    """Whether the training only tries something out, or never takes place."""
    tried = training.fit is not None and drawn(training.fit)
    return tried or shown(facts, training)


def _task(training: Training) -> Task:
    """What the model is for; a wrong output activation, which KC109 tells of, blurs it."""
    task = training.task(without=("metrics",))
    if task.kind != "regression" or task.level is None or task.level < Evidence.LIKELY:
        other = training.task(without=("output", "metrics"))
        if _told(training, other):
            return other
    return task


def _accuracy(metric: Metric, training: Training, task: Task) -> bool:
    """Whether it counts hits; a kind of accuracy that was chosen may be for labels of 0 and 1."""
    if metric.custom or metric.canonical not in metrics.ACCURACY:
        return False
    return metric.canonical == "accuracy" or _told(training, task)


def _level(training: Training, task: Task) -> Evidence | None:
    """How sure it is that the target is continuous."""
    if task.kind != "regression" or task.level is None or task.level < Evidence.LIKELY:
        return None
    match training.labels:
        case Data(encoding=Encoding.FLOAT):
            return task.level
        case Data(encoding=Encoding()):
            return None
    linear = training.output.units == 1 and training.output.activation == "linear"
    # Of a model that is not trained here nothing says what its labels are.
    alone = linear and training.fit is not None
    return Evidence.LIKELY if _told(training, task) or alone else None


def _told(training: Training, task: Task) -> bool:
    """Whether something besides the model says that the target is continuous."""
    if isinstance(training.labels, Data) and training.labels.encoding is Encoding.FLOAT:
        return True
    return any(clue.source in ("labels", "names") for clue in task.clues)


def _finding(training: Training, task: Task, metric: Metric, level: Evidence) -> Finding:
    what = "the target is continuous"
    if not _told(training, task) and isinstance(training.loss, Loss):
        what = f"`{training.loss.canonical}` is for a continuous target"
    return Finding(
        metric.site.at,
        f"accuracy counts right answers, but {what}, so it says nothing about how close the "
        "model comes.",
        labels=list(_labels(training, task)),
        help='write `"mae"`, or `keras.metrics.RootMeanSquaredError()`',
        mark="a metric for classes",
        evidence=level,
        fix=_fix(metric),
    )


def _labels(training: Training, task: Task) -> Iterator[Label]:
    match training.labels:
        case Data(origin=origin) if origin is not None:
            yield Label(origin.site.at, origin.text)
            return
    for clue in task.clues[:2]:
        if clue.site is not None:
            yield Label(clue.site.at, clue.text)


def _fix(metric: Metric) -> Fix | None:
    for old in ("accuracy", "acc", "binary_accuracy"):
        fix = replace_quoted(metric.site, old, "mae")
        if fix is not None:
            return fix
    return None
