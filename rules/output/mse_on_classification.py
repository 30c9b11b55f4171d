"""A regression loss is used although the labels are classes.

Mean squared error and its kin measure a distance. Labels of classes have none: class 3 is no
nearer to class 4 than to class 9, and a probability of 0.01 for the true class should cost more
than one of 0.1.

Why it hurts:

The gradient of a squared error through softmax or sigmoid is almost zero where the network is
confidently wrong, so those are the samples that it corrects last. With integer labels it is
worse: Keras 3 stops with an error about shapes, and Keras 2 silently compares every class number
with every output. With an absolute error it is best to give the commoner class to every sample.

What Keras says:

Mostly nothing. With integer labels and several outputs Keras 3 raises a `ValueError` about
shapes.

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="mse", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=5, validation_split=0.1)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

When the square loss is meant: as the Brier score of calibrated probabilities, for classes with
an order such as grades, or after Hui and Belkin (2021), who train classifiers with it, without a
softmax, and with care. A single layer, or a network of sigmoids alone, under plain `SGD`, the first
step of many a lesson, is only noted; so is a model that reads its weights and is never trained.

Fix safety:

Unsafe: another loss is minimised, and another model comes out. Where the output layer has to
change as well, that is only said.

References:

- https://keras.io/api/losses/probabilistic_losses/
- https://arxiv.org/abs/2006.07322
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import losses, metrics
from kerascheck.keras_api.exercises import only_run
from kerascheck.rule import (
    CLASSIFICATION,
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Label,
    Loss,
    Metric,
    Model,
    Optimizer,
    Output,
    Severity,
    Task,
    Training,
    Unknown,
    replace_string,
    rule,
    weakest,
)

_ABSOLUTE = frozenset({"mean_absolute_error", "mean_absolute_percentage_error"})
"""Losses whose best constant answer is the commoner class, which a network soon settles for."""
_ORDERED = 3
"""From this many integer classes on, one linear unit may be meant to predict a grade."""
_SIGN = re.compile(r"[<>]=? 0(\.0*)?`")
"""How the source text of a comparison with 0 ends."""


@rule("KC101", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if "rl" in facts.context or "gan" in facts.context:
        return
    for training in facts.trainings:
        match training:
            case Training(standard=True, loss=Loss(canonical=name) as loss) if (
                name in losses.REGRESSION
            ):
                task = training.task(without=("loss",))
                level = _level(training, task)
                if level is None and name in _ABSOLUTE and _zeros_and_ones(training):
                    level = Evidence.LIKELY
                if level is None:
                    continue
                written, better = _replacement(training, task)
                yield Finding(
                    loss.site.at,
                    f"`{name}` measures a distance, but the labels are classes"
                    f"{_consequence(training)}.",
                    labels=list(_labels(training, task)),
                    help=written,
                    why="A cross-entropy loss punishes confident mistakes most, which is what a "
                    "classifier has to unlearn first.",
                    mark="a loss for numbers, not for classes",
                    evidence=level,
                    fix=replace_string(loss.site, better) if better else None,
                    slight=training.fit is None and only_run(facts, training.compile),
                )


def _level(training: Training, task: Task) -> Evidence | None:
    """How sure it is that classes are meant; None where a squared error may be right."""
    told = [clue for clue in task.clues if clue.source in ("labels", "predictions", "names")]
    if task.kind not in CLASSIFICATION or task.level is None or not told:
        return None
    if task.level is Evidence.HINT:
        return None
    match training:
        case Training(output=Output(activation=Unknown())):
            return None
        case Training(labels=Data(soft=True) | Data(encoding=Encoding.FLOAT | Encoding.STRING)):
            return None
        case Training(
            output=Output(activation="softmax", units=int(units)),
            labels=Data(encoding=Encoding.INT | Encoding.BINARY),
        ) if units > 1:
            return task.level
        case Training(output=Output(activation="softmax", units=1)):
            return None
        case Training(
            output=Output(activation="softmax"), labels=Data(encoding=Encoding.MULTI_HOT)
        ):
            return None
        case Training(
            output=Output(units=1),
            labels=Data(encoding=Encoding.INT, classes=int(n)),
        ) if n >= _ORDERED and not _cut(task):
            return None
    if _only_distances(training) and not _cut(task):
        return None
    if _only_cut(training, task):
        return None
    if _textbook(training):
        return Evidence.HINT
    return _plain_level(training, task.level)


def _textbook(training: Training) -> bool:
    """Whether all layers have sigmoids, the last one perhaps a softmax, under plain `SGD`.

    Textbooks begin with these networks and a squared error, and change the loss in a later step.
    """
    optimizer = training.compile.optimizer
    plain = isinstance(optimizer, Optimizer) and optimizer.kind == "SGD"
    layers = [part for part in training.model.layers if part is not training.output.layer]
    weighted = (part for part in layers if hasattr(part, "units") or hasattr(part, "filters"))
    hidden = [*weighted, *(part for part in layers if isinstance(part, Model))]
    old = all(getattr(part, "activation", None) == "sigmoid" for part in hidden)
    return plain and old and training.output.activation in ("sigmoid", "softmax")


def _zeros_and_ones(training: Training) -> bool:
    """Whether the labels are written down as 0 and 1, or as one-hot rows, and one is predicted."""
    match training:
        case Training(
            output=Output(units=units, activation="sigmoid" | "softmax" | "linear"),
            labels=Data(encoding=Encoding.BINARY | Encoding.ONE_HOT, classes=int(n), soft=False),
        ):
            others = [c for c in training.clues if c.task in ("regression", "autoencoder")]
            told = any(c.source == "labels" and c.weight >= 0.85 for c in others)
            return units in (1, n) and not told and not _only_distances(training)
    return False


def _plain_level(training: Training, level: Evidence) -> Evidence:
    match training:
        case Training(output=Output(activation="softmax" | "sigmoid", units=1)):
            return Evidence.LIKELY
        case (
            Training(output=Output(activation="softmax"), labels=Data(encoding=Encoding.ONE_HOT))
            | Training(output=Output(), labels=Data(encoding=Encoding.MULTI_HOT))
        ):
            return Evidence.LIKELY
        case Training(
            output=Output(activation="sigmoid"),
            labels=Data(encoding=Encoding.ONE_HOT | Encoding.INT | Encoding.BINARY),
        ):
            return level
        case Training(output=Output(units=int(units)), labels=Data(classes=int(n))) if units == n:
            return level
    return weakest(level, Evidence.LIKELY)


def _cut(task: Task) -> bool:
    """Whether predictions are cut into classes, by argmax or a threshold."""
    return any(clue.source == "predictions" for clue in task.clues)


def _only_cut(training: Training, task: Task) -> bool:
    """Whether a threshold on amounts is all: it may be where the small ones are left out.

    The sign of one amount tells whether it rises or falls, and is compared with that of another.
    """
    others = any(clue.source in ("labels", "names") for clue in task.clues)
    if training.output.activation not in (None, "linear") or others:
        return False
    if training.output.units == 1:
        cuts = [clue.text for clue in task.clues if clue.source == "predictions"]
        return all(_SIGN.search(text) for text in cuts)
    return task.kind == "multilabel"


def _only_distances(training: Training) -> bool:
    """Whether there are metrics, and all of them are those of a regression."""
    names = [metric.canonical for metric in training.metrics if isinstance(metric, Metric)]
    return bool(names) and all(name in metrics.REGRESSION for name in names)


def _consequence(training: Training) -> str:
    match training:
        case Training(
            output=Output(activation="softmax", units=int(units)),
            labels=Data(encoding=Encoding.INT | Encoding.BINARY),
        ):
            return f": one class number is compared with {units} probabilities, or `fit` stops"
        case Training(output=Output(activation="softmax" | "sigmoid")):
            return ", and it hardly corrects predictions that are confidently wrong"
    return ", so outputs far on the right side are punished like mistakes"


def _replacement(training: Training, task: Task) -> tuple[str, str]:
    """What to write, in words, and the loss of it if nothing else has to change."""
    output = training.output
    match training:
        case Training(labels=Data(encoding=Encoding.ONE_HOT, classes=n)):
            layer, loss = output.written("softmax", n), "categorical_crossentropy"
        case Training(output=Output(units=1), labels=Data(encoding=Encoding.BINARY)):
            layer, loss = output.written("sigmoid"), "binary_crossentropy"
        case Training(
            output=Output(units=1, activation="sigmoid"),
            labels=Data(encoding=Encoding.INT, classes=n),
        ) if not isinstance(n, int) or n == 2:
            layer, loss = output.written("sigmoid"), "binary_crossentropy"
        case Training(labels=Data(encoding=Encoding.INT | Encoding.BINARY, classes=n)):
            layer, loss = output.written("softmax", n), "sparse_categorical_crossentropy"
        case Training(output=Output(activation="softmax")):
            layer, loss = output.written("softmax"), "categorical_crossentropy"
        case _ if task.kind == "multiclass":
            layer, loss = output.written("softmax", task.n), "sparse_categorical_crossentropy"
        case _:
            layer, loss = output.written("sigmoid"), "binary_crossentropy"
    wanted = "softmax" if "softmax" in layer else "sigmoid"
    if output.activation == wanted:
        return f'write `loss="{loss}"`', loss
    return f'write `loss="{loss}"` and end with {layer}', ""


def _labels(training: Training, task: Task) -> Iterator[Label]:
    match training.labels:
        # The last step of labels that nothing tells the classes of is no evidence.
        case Data(origin=origin, clues=clues) if origin is not None and any(
            clue.source == "labels" and not clue.against for clue in clues
        ):
            yield Label(origin.site.at, origin.text)
            return
    for clue in task.clues:
        if clue.site is not None and clue.source in ("labels", "predictions", "names"):
            yield Label(clue.site.at, clue.text)
            return
