"""The loss expects probabilities, but the output layer has no activation.

A cross-entropy takes what the model returns for probabilities, unless it is told that they are
logits. A last layer without an activation returns scores of any sign and size.

Why it hurts:

The scores are cut off at 0 and 1 before the logarithm is taken. Where they were cut the gradient
is 0, so that training stalls, often with the accuracy of a guess; or the loss becomes NaN.

What Keras says:

Nothing.

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
        keras.layers.Dense(10),
    ]
)
model.compile(
    "adam",
    loss=keras.losses.SparseCategoricalCrossentropy(),  # finding
    metrics=["accuracy"],
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
        keras.layers.Dense(10),
    ]
)
model.compile(
    "adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(x, y, epochs=5, validation_split=0.1)
```

Bad:

```python
import keras

(x, y), _ = keras.datasets.imdb.load_data(num_words=10000)
x = keras.utils.pad_sequences(x, 200)
model = keras.Sequential(
    [
        keras.Input((200,)),
        keras.layers.Embedding(10000, 16),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=5, validation_split=0.1)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.imdb.load_data(num_words=10000)
x = keras.utils.pad_sequences(x, 200)
model = keras.Sequential(
    [
        keras.Input((200,)),
        keras.layers.Embedding(10000, 16),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

Never for a model that is trained this way, be it by `fit` or by a loop of one's own that calls the
loss. A model that is compiled and only predicts is left alone. It is only a note where the model is
compiled to show how, and the script trains others or saves it as it is.

Fix safety:

Unsafe: another loss is minimised. `predict` returns scores as before.

References:

- https://keras.io/api/losses/probabilistic_losses/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import losses
from kerascheck.keras_api.exercises import shown
from kerascheck.keras_api.losses import (
    AutomaticCrossentropy,
    BinaryCrossentropy,
    BinaryFocalCrossentropy,
    CategoricalCrossentropy,
    CategoricalFocalCrossentropy,
    SparseCategoricalCrossentropy,
)
from kerascheck.rule import (
    Data,
    Edit,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Fix,
    Label,
    Layer,
    Loss,
    Model,
    Output,
    Severity,
    Site,
    Training,
    only_predicts,
    package_of,
    rule,
)

_CROSSENTROPIES = (
    BinaryCrossentropy,
    BinaryFocalCrossentropy,
    CategoricalCrossentropy,
    CategoricalFocalCrossentropy,
    SparseCategoricalCrossentropy,
)


@rule("KC112", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(activation="linear") as output,
                loss=AutomaticCrossentropy(from_logits=False)
                | BinaryCrossentropy(from_logits=False)
                | BinaryFocalCrossentropy(from_logits=False)
                | CategoricalCrossentropy(from_logits=False)
                | CategoricalFocalCrossentropy(from_logits=False)
                | SparseCategoricalCrossentropy(from_logits=False) as loss,
            ) if not (_too_few(training, loss.canonical) or only_predicts(facts, training)):
                if training.amounts(fractions=loss.canonical in losses.BINARY) is not None:
                    # No activation would help: KC123 asks for another loss.
                    continue
                finding = _finding(loss, output, training.model)
                yield replace(finding, slight=shown(facts, training))
    yield from _in_loops(facts)


def _in_loops(facts: Facts) -> Iterator[Finding]:
    """Losses that the script calls itself on the scores of a model, such as in a training step."""
    told: set[object] = set()
    for score in facts.scores:
        loss = score.loss
        if not isinstance(loss, _CROSSENTROPIES) or score.output.activation != "linear":
            continue
        if loss.from_logits is False and loss.site.node not in told:
            told.add(loss.site.node)
            yield _finding(loss, score.output, score.model, score.site)


def _finding(loss: Loss, output: Output, model: Model, used: Site | None = None) -> Finding:
    labels = [Label(output.site.at, "no activation: returns scores of any size")]
    if used is not None and used.node is not loss.site.node:
        labels.append(Label(used.at, "called on these scores"))
    return Finding(
        loss.site.at,
        f"`{loss.canonical}` expects probabilities, but the output layer has no activation; "
        "scores below 0 and above 1 are cut off and training stalls.",
        labels=labels,
        help=_advice(output, loss),
        why="Where a score was cut off its gradient is 0.",
        mark="takes scores for probabilities",
        evidence=Evidence.CERTAIN if model.complete else Evidence.LIKELY,
        fix=None if _flattened(output) else _fix(loss),
    )


def _too_few(training: Training, name: str) -> bool:
    """Whether there is one unit for known classes, which KC108 reports with all that is wrong."""
    match training:
        case Training(output=Output(units=1), labels=Data(encoding=Encoding(), classes=int())):
            return name in losses.SPARSE | losses.CATEGORICAL
    return False


def _advice(output: Output, loss: Loss) -> str:
    one = isinstance(output.units, int) and output.units == 1
    if one and loss.canonical not in losses.BINARY:
        return f'write {output.written("sigmoid")} with `loss="binary_crossentropy"`'
    activation = "sigmoid" if loss.canonical in losses.BINARY else "softmax"
    if loss.canonical not in losses.BINARY | losses.CATEGORICAL | losses.SPARSE:
        return f"write {output.written('sigmoid' if one else 'softmax')}"
    scores = f"`loss={package_of(loss.site.text)}.losses.{type(loss).__name__}(from_logits=True)`"
    written = output.written(activation)
    if _flattened(output):
        # Its numbers are features, which a layer of their own has yet to judge.
        last = "1" if activation == "sigmoid" else "classes"
        return f'end with a layer for the classes: `Dense({last}, activation="{activation}")`'
    return f"write {written}, or {scores} to keep the scores"


def _flattened(output: Output) -> bool:
    """Whether the model ends in the numbers of feature maps."""
    return any(isinstance(part, Layer) and part.kind == "Flatten" for part in output.after)


def _fix(loss: Loss) -> Fix | None:
    """`from_logits=True` in the call of the loss, where there is one."""
    place = loss.args.get("from_logits")
    if place is not None:
        return Fix((Edit(place.at, "True"),)) if place.text == "False" else None
    text = loss.site.text
    if text.endswith(f"{type(loss).__name__}()"):
        return Fix((Edit(loss.site.at, f"{text[:-1]}from_logits=True)"),))
    return None
