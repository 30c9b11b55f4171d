"""A layer for hidden features stands behind the scores of the output, or behind its activation.

Why it hurts:

After a softmax or sigmoid the numbers are probabilities, and the loss takes their logarithm.
Dropout sets some of them to 0, noise makes some negative, normalisation moves them all: the loss
becomes `nan` or huge, and what the network is punished for is not what it predicted. Between the
scores and their softmax a dropout does less harm: it takes away the right score as often as the
others, so that the training accuracy has a bound that no network can pass. Of predicted numbers it
makes zeros, whatever the network has found, and the loss punishes it for them.

What Keras says:

Nothing. With `Dropout(0.5)` behind the softmax the first epoch already reports `loss: nan`.

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
        keras.layers.Dropout(0.3),  # finding
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
        keras.layers.Dropout(0.3),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

Bad:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(5),
        keras.layers.Dropout(0.2),  # finding
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(5),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

Hardly ever. The rule itself leaves alone: layers that only reshape, a dropout of rate 0, models
that are compiled with another loss than a cross-entropy or one of numbers, and pooling that averages the class maps of a
convolution, which is reported at low confidence only.

References:

- https://keras.io/api/layers/regularization_layers/dropout/
- https://keras.io/api/losses/probabilistic_losses/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Evidence,
    Facts,
    Finding,
    Label,
    Layer,
    Loss,
    Model,
    Output,
    Severity,
    rule,
)

_PROBABILITIES = frozenset({"softmax", "sigmoid"})
_CONSEQUENCES = {
    "Dropout": "sets predicted probabilities to 0, so that the loss becomes nan",
    "AlphaDropout": "replaces predicted probabilities by a constant",
    "GaussianDropout": "multiplies predicted probabilities by noise",
    "GaussianNoise": "adds noise to predicted probabilities, which makes some negative",
    "BatchNormalization": "moves the probabilities to mean 0, so that half of them are negative",
    "LayerNormalization": "moves the probabilities to mean 0, so that half of them are negative",
}
_BINARY = (losses.BinaryCrossentropy, losses.BinaryFocalCrossentropy)
_BINARY_DROPOUT = (
    "sets predicted probabilities to 0 at random, which the loss takes for sure answers"
)
"""Keras cuts probabilities off next to 0 and 1 in these losses: they get large, but not nan."""
_CROSS_ENTROPIES = (
    losses.BinaryCrossentropy,
    losses.BinaryFocalCrossentropy,
    losses.CategoricalCrossentropy,
    losses.CategoricalFocalCrossentropy,
    losses.SparseCategoricalCrossentropy,
)


_DROPOUTS = frozenset({"Dropout", "AlphaDropout", "GaussianDropout"})


@rule("KC411", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        if isinstance(training.loss, _CROSS_ENTROPIES):
            for layer in _behind(training.output):
                if layer.kind in _CONSEQUENCES and _active(layer):
                    text = _CONSEQUENCES[layer.kind]
                    if layer.kind == "Dropout" and isinstance(training.loss, _BINARY):
                        text = _BINARY_DROPOUT
                    yield _finding(training.output, layer, text)
                elif "Pooling" in layer.kind and not training.output.spatial:
                    text = "mixes the probabilities of several places"
                    yield _finding(training.output, layer, text, Evidence.HINT)
            for layer in _between(training.output):
                if layer.kind in _DROPOUTS and _active(layer):
                    yield _on_scores(training.output, layer)
        elif isinstance(training.loss, Loss) and training.loss.canonical in losses.REGRESSION:
            for layer in _last(training.output):
                if layer.kind in _DROPOUTS and _active(layer):
                    yield _on_numbers(training.output, layer)


def _last(output: Output) -> Iterator[Layer]:
    """The layers behind the one with the weights, if it predicts numbers and no probabilities."""
    if output.activation in _PROBABILITIES or any(isinstance(part, Model) for part in output.after):
        return
    for part in output.after:
        if isinstance(part, Layer):
            yield part


def _between(output: Output) -> Iterator[Layer]:
    """The layers between the one with the weights and the activation that makes probabilities."""
    match output.layer:
        case Layer() as layer if getattr(layer, "activation", None) in (None, "linear"):
            found: list[Layer] = []
        case _:
            return
    for part in output.after:
        if isinstance(part, Model):
            return
        if getattr(part, "activation", None) in _PROBABILITIES or part.kind == "Softmax":
            yield from found
            return
        found.append(part)


def _behind(output: Output) -> Iterator[Layer]:
    """The layers behind the activation that makes probabilities, in their order."""
    match output.layer:
        case Layer() as layer:
            done = getattr(layer, "activation", None) in _PROBABILITIES
        case _:
            return
    for part in output.after:
        if isinstance(part, Model):
            return
        if done:
            yield part
        activation = getattr(part, "activation", None)
        done = done or activation in _PROBABILITIES or part.kind == "Softmax"


def _active(layer: Layer) -> bool:
    """Whether the layer does anything: a rate that is not known may be 0."""
    match getattr(layer, "rate", getattr(layer, "stddev", 1.0)):
        case int() | float() as amount:
            return amount > 0
    return False


def _on_scores(output: Output, layer: Layer) -> Finding:
    """A dropout of the scores of the classes."""
    one = output.units == 1
    what = "the score" if one else "scores of classes"
    return Finding(
        layer.site.at,
        f"`{layer.kind}` before the `{output.activation}` of the output sets {what} to 0 at random, "
        "the right one too.",
        labels=[Label(output.site.at, "gives the scores")],
        why="A dropout hides features from the layer behind it; here there is none left that could "
        "do without them, and the answer itself is lost.",
        help=f"move `{layer.kind}` before the output layer, or delete it",
        mark="drops what is to be predicted",
        evidence=Evidence.LIKELY,
    )


def _on_numbers(output: Output, layer: Layer) -> Finding:
    """A dropout of the numbers that are predicted."""
    return Finding(
        layer.site.at,
        f"`{layer.kind}` behind the output changes predicted numbers at random while the model is "
        "trained, and the loss takes it for their error.",
        labels=[Label(output.site.at, "predicts the numbers")],
        why="A dropout hides features from the layer behind it; here there is none left that could "
        "do without them.",
        help=f"move `{layer.kind}` before the output layer, or delete it",
        mark="spoils what is predicted",
        evidence=Evidence.LIKELY,
    )


def _finding(
    output: Output, layer: Layer, consequence: str, evidence: Evidence = Evidence.CERTAIN
) -> Finding:
    where = output.activation_site or output.site
    return Finding(
        layer.site.at,
        f"`{layer.kind}` behind the `{output.activation}` of the output {consequence}.",
        labels=[Label(where.at, "here the probabilities are finished")],
        why="The loss takes the logarithm of what it is given as a probability.",
        help=f"move `{layer.kind}` before the output layer, or delete it",
        mark="nothing but a change of shape belongs here",
        evidence=evidence,
    )
