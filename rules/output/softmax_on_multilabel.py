"""The output is a softmax, but a sample may have several labels at once.

Softmax shares out a probability of 1 among the outputs, so that one label can only become
likelier at the cost of the others. Labels that do not exclude each other need a sigmoid each.

Labels are known to go together if an encoder such as `MultiLabelBinarizer` made them, or if they
are the columns of a well known table (the Jigsaw comments, the RSNA scans, the RANZCR pictures).
Columns of 0 and 1 of another table are left alone: they may as well be one-hot.

Why it hurts:

A sample with two true labels can get at most 0.5 for both, and one without any label still gets
1 in sum. With `binary_crossentropy` on the TensorFlow backend it is even stranger: Keras trains
the sigmoid of the scores, and `predict` returns their softmax.

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
        keras.layers.Dense(4, activation="softmax"),  # finding
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["binary_accuracy"])
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
model.compile("adam", loss="binary_crossentropy", metrics=["binary_accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

When every row of the labels has exactly one 1, or is a distribution that sums to 1.

Fix safety:

Unsafe: another function is trained. Only the activation is replaced; a categorical loss has to
become `binary_crossentropy` as well.

References:

- https://keras.io/api/layers/activations/
- https://keras.io/examples/nlp/multi_label_classification/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Label,
    Loss,
    Output,
    Severity,
    Task,
    Training,
    replace_string,
    rule,
    weakest,
)


@rule("KC102", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True, output=Output(activation="softmax", units=n) as output
            ) if _several(n, training):
                task = training.task(without=("output", "loss", "metrics"))
                level = _level(training, task)
                if level is None:
                    continue
                yield Finding(
                    (output.activation_site or output.site).at,
                    f"`softmax` makes {_number(n)} labels compete for a sum of 1, "
                    "but a sample may have several of them.",
                    labels=list(_labels(training, task)),
                    help=f"write {output.written('sigmoid')}{_loss(training)}",
                    why="With a sigmoid each label gets a probability of its own.",
                    mark="only one output can be near 1",
                    evidence=level,
                    fix=replace_string(output.activation_site, "sigmoid"),
                )


def _several(units: object, training: Training) -> bool:
    """Whether labels compete: with a number that is open, if the labels have a column for each."""
    if isinstance(units, int):
        return units >= 2
    match training.labels:
        case Data(encoding=Encoding.MULTI_HOT):
            return True
    return False


def _number(units: object) -> str:
    return str(units) if isinstance(units, int) else "the"


def _level(training: Training, task: Task) -> Evidence | None:
    match training.labels:
        case Data(soft=True):
            return None
        case Data(
            encoding=Encoding.ONE_HOT
            | Encoding.INT
            | Encoding.BINARY
            | Encoding.FLOAT
            | Encoding.STRING
        ):
            return None
        case Data(encoding=Encoding.MULTI_HOT):
            if task.kind == "multilabel":
                return task.level
            return _without_clues(training) if task.kind == "unknown" else None
    if task.kind != "multilabel" or task.level is None:
        return None
    sources = {clue.source for clue in task.clues}
    if "labels" in sources:
        return weakest(task.level, Evidence.LIKELY)
    # A threshold on predictions alone is also how people read a binary softmax.
    return Evidence.HINT if sources - {"predictions"} else None


def _without_clues(training: Training) -> Evidence:
    """Rows of 0 and 1 without a history may stand in for one-hot ones, unless the loss agrees."""
    match training.loss:
        case Loss(canonical=name) if name in losses.BINARY:
            return Evidence.LIKELY
    return Evidence.HINT


def _loss(training: Training) -> str:
    match training.loss:
        case Loss(canonical=name) if name in losses.BINARY:
            return " and keep the loss"
    return ' with `loss="binary_crossentropy"`'


def _labels(training: Training, task: Task) -> Iterator[Label]:
    match training.labels:
        case Data(origin=origin) if origin is not None:
            yield Label(origin.site.at, origin.text)
        case _:
            for clue in task.clues[:1]:
                if clue.site is not None:
                    yield Label(clue.site.at, clue.text)
    match training.loss:
        case Loss(canonical=name, site=site) if name in losses.CATEGORICAL | losses.SPARSE:
            yield Label(site.at, f"`{name}` expects one class a sample, too")
