"""A `Dropout` of more than a half stands right before the output layer.

A rate of exactly 0.5 before the output is the usual recipe and is left alone. It is only noted where
the rate is below 0.7, where 128 features or more are left, where it is not known how many there are,
and where the script searches for the best rate, or the digits of the rate tell of such a search
(0.713). For a predicted number, where the noise goes straight into the prediction, rates from 0.3 on
are noted.

Why it hurts:

The output layer sees a small, random part of the features, so most of what the layers below have
found is thrown away in every step. Training is slow and noisy, its scores stay far below those of
the validation, and often the network underfits.

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
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.8),  # finding
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.1)
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
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.1)
```

When to ignore:

When the validation score shows that what is left of the layer before is enough; or when a published
network is rebuilt as it is. The rule itself leaves alone models with several outputs, for those in
the middle of a network have to be hard to satisfy, and scripts that try several rates in turn.

References:

- https://keras.io/api/layers/regularization_layers/dropout/
- https://jmlr.org/papers/v15/srivastava14a.html
"""

from collections.abc import Iterator

from kerascheck.keras_api import tables
from kerascheck.keras_api.layers.regularization import AlphaDropout, Dropout, GaussianDropout
from kerascheck.rule import (
    CLASSIFICATION,
    Evidence,
    Facts,
    Finding,
    Label,
    Layer,
    Model,
    Output,
    Severity,
    Spec,
    Tensor,
    Training,
    rule,
)

_USUAL = 0.5
"""Half of the features: what textbooks and the guides of Keras put before the output."""
_HEAVY = 0.7
"""Below it, the samples are told apart still by what is left: it is noted, and no more."""
_ENOUGH = 128
"""So many features tell classes apart: wide layers get such rates on purpose."""
_NOISY = 0.3
"""From this rate on the noise shows in predicted numbers."""
_TASKS = CLASSIFICATION | {"regression", "segmentation", "sequence", "language-model"}
_TRANSPARENT = frozenset(
    [
        "Activation",
        "BatchNormalization",
        "Flatten",
        "Identity",
        "LayerNormalization",
        "LeakyReLU",
        "ReLU",
        "Reshape",
    ]
)


@rule("KC401", certain=Severity.WARNING, likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if "rl" in facts.context or "gan" in facts.context:
        return
    for training in facts.trainings:
        if len(training.compile.losses) > 1 or len(training.model.outputs) > 1:
            continue  # An auxiliary output is there to help the layers below, not to be good.
        match _dropped(training.output):
            case (
                Dropout(rate=int() | float() as rate)
                | AlphaDropout(rate=int() | float() as rate)
                | GaussianDropout(rate=int() | float() as rate)
            ) as layer if (
                0 < rate < 1
                and not _at_prediction(training.output, layer)
                and not _varied(layer, facts)
            ):
                level = _level(training, rate)
                if level is not None:
                    level = Evidence.LIKELY if "tuner" in facts.context else level
                    yield _finding(training.output, layer, rate, level)


def _varied(layer: Layer, facts: Facts) -> bool:
    """Whether the same place gives layers with several rates, which the script tries in turn."""
    rates = {
        getattr(other, "rate", None)
        for model in facts.models
        for other in model.layers
        if isinstance(other, Layer) and other.site.node is layer.site.node
    }
    return len(rates) > 1


def _dropped(output: Output) -> Layer | None:
    """The layer right before the output layer, past those that only reshape or rescale."""
    for layer in _nearest(output.before):
        if layer.kind not in _TRANSPARENT:
            return layer
    return None


def _nearest(before: tuple[Layer | Model, ...]) -> Iterator[Layer]:
    """The layers before the output, the nearest first, as far as they form one chain."""
    for part in before:
        if not isinstance(part, Model):
            yield part
        elif part.kind == "Sequential" and part.output_known:
            yield from _nearest(tuple(reversed(part.layers)))
        else:
            return


def _level(training: Training, rate: float) -> Evidence | None:
    task = training.task().kind
    if task not in _TASKS:
        return None
    if rate > _USUAL:
        width = _features(training.model, training.output)
        enough = rate < _HEAVY or width is None or width * (1 - rate) >= _ENOUGH
        doubted = enough or task == "regression" or _found(rate)
        return Evidence.LIKELY if doubted else Evidence.CERTAIN
    noisy = task == "regression" and _NOISY <= rate < _USUAL
    return Evidence.LIKELY if noisy else None


def _found(rate: float) -> bool:
    """Whether a rate has more digits than people choose, so that a search has found it."""
    return round(rate, 2) != rate


def _features(model: Model, output: Output) -> int | None:
    """How many features the output layer gets, of each sample or place, if that is known."""
    for row in tables.rows(model):
        match row.args:
            case (Spec(shape=(*_, int() as last)),) if row.part is output.layer:
                return last
    units = (layer.units for layer in _nearest(output.before) if hasattr(layer, "units"))
    nearest = next(units, None)
    return nearest if isinstance(nearest, int) else None


def _at_prediction(output: Output, layer: Layer) -> bool:
    """Whether the dropout is called with `training=True`, to sample predictions."""
    tensor: object = output.tensor
    while isinstance(tensor, Tensor):
        if tensor.layer is layer:
            return tensor.config.get("training") is True
        tensor = tensor.inputs[0] if tensor.inputs else None
    return False


def _finding(output: Output, layer: Layer, rate: float, level: Evidence) -> Finding:
    share = f"{100 * rate:.3g} %"
    dropped = "drops" if not isinstance(layer, GaussianDropout) else "blurs by noise worth"
    noisy = rate < _USUAL
    target = "predicted number is" if noisy else "prediction is"
    return Finding(
        layer.site.at,
        f"`{layer.kind}({rate:g})` right before the output {dropped} {share} of the features "
        f"that the {target} made from.",
        labels=[Label(output.site.at, "the output layer gets what is left"), *_width(output, rate)],
        help=f"lower the rate to {_USUAL if rate > _USUAL else _NOISY - 0.1:g} or less, or drop "
        "out between earlier layers; first see that the network fits the training data without it",
        mark=f"{share} of the features are gone in every step",
        evidence=level,
    )


def _width(output: Output, rate: float) -> list[Label]:
    """How many features are left, where the layer that gives them has a known size."""
    for layer in _nearest(output.before):
        units = getattr(layer, "units", None)
        if isinstance(units, int):
            left = round(units * (1 - rate))
            return [Label(layer.site.at, f"about {left} of its {units} features are left")]
        if layer.kind not in _TRANSPARENT and not hasattr(layer, "rate"):
            break
    return []
