"""A binary loss judges the softmax of several classes.

`binary_crossentropy` takes each output for the answer to a yes/no question of its own. Where a
sample has exactly one of three or more classes, that is not the question.

Why it hurts:

Most of these yes/no answers are a trivial "no", so that the loss is small from the start and says
little about the class. The TensorFlow backend even trains the sigmoid of the scores while
`predict` returns their softmax. That the accuracy once seemed better with this loss was an
illusion: up to Keras 2.3 the string `"accuracy"` then counted right yes/no answers.

What Keras says:

Nothing for one-hot labels. With integer labels it raises a `ValueError` about the rank.

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
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])  # finding
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

The finding of low confidence on sigmoid outputs: for one classifier a class, each against the
rest, on purpose. It is only a note where the model is compiled to show how, and the script trains
others or saves it as it is.

Fix safety:

Unsafe: another loss is minimised.

References:

- https://keras.io/api/losses/probabilistic_losses/
"""

from collections.abc import Iterator

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
    Output,
    Severity,
    Training,
    replace_string,
    rule,
)

_EXCLUSIVE = frozenset({"multiclass", "segmentation", "sequence", "language-model"})


@rule("KC104", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(activation="softmax" | "sigmoid" as activation, units=int(n)),
                loss=Loss(canonical=name) as loss,
            ) if name in losses.BINARY:
                level = _level(training, activation, n)
                if level is None:
                    continue
                words, better = _advice(training, activation)
                yield Finding(
                    loss.site.at,
                    f"`{name}` judges each of the {n} `{activation}` outputs as a yes/no question "
                    f"of its own, but {_reason(level)}.",
                    labels=list(_labels(training, activation)),
                    help=words,
                    why="Most of those answers are an easy no, which makes the loss small without "
                    "the class being right.",
                    mark="meant for yes/no labels",
                    evidence=level,
                    slight=shown(facts, training),
                    fix=replace_string(loss.site, better) if better else None,
                )


def _level(training: Training, activation: str, n: int) -> Evidence | None:
    match training.labels:
        case Data(soft=True):
            return None
        case Data(encoding=Encoding.ONE_HOT, classes=k):
            if activation == "softmax" and n >= 3:
                return Evidence.CERTAIN
            # As many units as columns: another number is the mistake that KC108 reports.
            fits = isinstance(k, int) and k == n
            minor = n == 2 if activation == "softmax" else n >= 3
            return Evidence.HINT if fits and minor else None
        case Data(encoding=Encoding.INT) if activation == "softmax" and n >= 3:
            return Evidence.CERTAIN
        case Data(encoding=Encoding()):
            return None
    if activation == "sigmoid" or n < 3:
        return None
    task = training.task(without=("loss",))
    if task.kind in _EXCLUSIVE and task.level is not None and task.level >= Evidence.LIKELY:
        return Evidence.LIKELY
    return None


def _reason(level: Evidence) -> str:
    if level is Evidence.LIKELY:
        return "`softmax` makes them exclude each other"
    return "a sample has exactly one of the classes"


def _advice(training: Training, activation: str) -> tuple[str, str]:
    """What to write, in words, and the loss of it where it alone has to change."""
    match training.labels:
        case Data(encoding=Encoding.ONE_HOT, classes=n):
            loss, end = "categorical_crossentropy", _end(training, activation, n)
        case Data(encoding=Encoding.INT, classes=n):
            loss, end = "sparse_categorical_crossentropy", _end(training, activation, n)
        case _:
            words = (
                'write `loss="categorical_crossentropy"` for one-hot labels, '
                'or `loss="sparse_categorical_crossentropy"` for integers'
            )
            return words, ""
    if end:
        return f'write `loss="{loss}"` and end with {end}', ""
    return f'write `loss="{loss}"`', loss


def _end(training: Training, activation: str, n: object) -> str:
    """The output layer as it should be; empty if it is right."""
    output = training.output
    fits = not isinstance(n, int) or (isinstance(output.units, int) and output.units == n)
    return "" if fits and activation == "softmax" else output.written("softmax", n)


def _labels(training: Training, activation: str) -> Iterator[Label]:
    output = training.output
    words = "these sum to 1" if activation == "softmax" else "one probability for each class"
    yield Label((output.activation_site or output.site).at, words)
    match training.labels:
        case Data(origin=origin) if origin is not None:
            yield Label(origin.site.at, origin.text)
