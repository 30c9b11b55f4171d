"""Two activations stand behind each other at the end of the model.

The output layer has an activation, and a layer such as `Activation("softmax")` or `Softmax()`
follows it.

Why it hurts:

A softmax of probabilities is nearly even: of ten classes the surest gets 0.23 at most, so the loss
cannot fall below 1.46 and training stalls early. A sigmoid of a sigmoid lies between 0.5 and 0.73,
so that every sample is cut to class 1.

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
        keras.layers.Dense(10, activation="softmax"),
        keras.layers.Activation("softmax"),  # finding
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
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
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

When the first activation is a gate or an attention that is meant to be squashed once more.

References:

- https://keras.io/api/layers/activations/
"""

from collections.abc import Iterator

from kerascheck.keras_api import activations
from kerascheck.rule import Evidence, Facts, Finding, Label, Layer, Model, Output, Severity, rule

_FINISHED = frozenset({"softmax", "sigmoid"})
_NO_CHANGE = frozenset({"linear"})
_SPREAD = {
    ("softmax", "softmax"): "a softmax of probabilities is nearly even",
    ("sigmoid", "sigmoid"): "a sigmoid of a probability lies between 0.5 and 0.73",
    ("softmax", "sigmoid"): "a sigmoid of a probability lies between 0.5 and 0.73",
    ("sigmoid", "softmax"): "a softmax of probabilities is nearly even",
    ("softmax", "relu"): "probabilities are positive, so it does nothing",
    ("sigmoid", "relu"): "probabilities are positive, so it does nothing",
}


@rule("KC119", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        layer = training.output.layer
        if not isinstance(layer, Layer) or not _along_features(training.output):
            continue
        finding = _second(training.output, layer)
        if finding is not None:
            yield finding


def _along_features(output: Output) -> bool:
    """Whether nothing moves the axes, so that both activations look at the same values."""
    kinds = {"Permute", "Reshape", "RepeatVector"}
    return not any(isinstance(part, Model) or part.kind in kinds for part in output.after)


def _second(output: Output, layer: Layer) -> Finding | None:
    own = activations.activation(getattr(layer, "activation", None))
    before, place = own, layer
    for part in output.after:
        if not isinstance(part, Layer):
            return None
        after = activations.of_layer(part)
        if after is None or after in _NO_CHANGE:
            continue
        if not isinstance(after, str):
            return None
        if isinstance(before, str) and before in _FINISHED:
            return _finding(before, place, after, part)
        before, place = after, part
    return None


def _finding(before: str, first: Layer, after: str, second: Layer) -> Finding | None:
    words = _SPREAD.get((before, after))
    if words is None:
        return None
    site = first.args.get("activation", first.site)
    harmless = after == "relu"
    return Finding(
        second.site.at,
        f"`{after}` follows on `{before}`: {words}.",
        labels=[Label(site.at, f"`{before}` already makes probabilities")],
        help="delete one of the two",
        mark="a second activation",
        evidence=Evidence.LIKELY if harmless else Evidence.CERTAIN,
    )
