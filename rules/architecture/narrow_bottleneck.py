"""A hidden layer is narrower than the number of classes behind it.

The rule is off unless it is selected.

Why it hurts:

Ten classes that have to pass through eight numbers can still be told apart, but the network first
has to learn a code for them. A layer that is too narrow for no reason costs accuracy that no later
layer brings back.

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
        keras.layers.Dense(8, activation="relu"),  # finding
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
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
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

Where a short code is the aim, as in an autoencoder or a factorised output. The rule itself leaves
alone: outputs that are no classification, layers without an activation (a factorised matrix), and
layers that are not right before the output.

References:

- https://keras.io/api/layers/core_layers/dense/
"""

from collections.abc import Iterator

from kerascheck.keras_api.layers import Dense
from kerascheck.rule import (
    CLASSIFICATION,
    Evidence,
    Facts,
    Finding,
    Label,
    Layer,
    Output,
    Severity,
    rule,
)

_THROUGH = frozenset({"Dropout", "Activation", "BatchNormalization", "ReLU", "LeakyReLU"})


@rule("KC420", likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        output = training.output
        match output:
            case Output(layer=Dense(), units=int() as classes) if classes > 2 and (
                training.task().kind in CLASSIFICATION
            ):
                layer = _hidden(output)
                match layer:
                    case Dense(units=int() as units, activation=str()) if units < classes:
                        yield _finding(output, layer, units, classes)


def _hidden(output: Output) -> Layer | None:
    for part in output.before:
        if not isinstance(part, Layer) or part.kind not in _THROUGH:
            return part if isinstance(part, Layer) else None
    return None


def _finding(output: Output, layer: Layer, units: int, classes: int) -> Finding:
    return Finding(
        layer.site.at,
        f"{classes} classes have to pass through {units} units.",
        labels=[Label(output.site.at, f"tells {classes} classes apart")],
        help=f"give this layer {classes} units or more",
        mark=f"{units} numbers a sample",
        evidence=Evidence.LIKELY,
    )
