"""A softmax is taken over a single unit, which gives 1.0 whatever goes in.

Softmax divides by the sum over the last axis. If that axis has size 1, a number is divided by
itself.

Why it hurts:

The layer returns a constant, and no gradient passes through it: what comes before is not trained,
and the loss stands still or falls to 0 without any meaning. As an output under
`binary_crossentropy` the TensorFlow backend does train the score beneath, but `predict` returns
1.0 for every sample all the same.

What Keras says:

Keras 3 warns at run time that softmax over an axis of size 1 will always return 1. Keras 2 says
nothing.

Bad:

```python
import keras
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = load_breast_cancer(return_X_y=True)
x_train, x_val, y_train, y_val = train_test_split(x, y, stratify=y, random_state=1)
scaler = StandardScaler().fit(x_train)
x_train, x_val = scaler.transform(x_train), scaler.transform(x_val)
model = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="softmax"),  # finding
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
```

Good:

```python
import keras
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = load_breast_cancer(return_X_y=True)
x_train, x_val, y_train, y_val = train_test_split(x, y, stratify=y, random_state=1)
scaler = StandardScaler().fit(x_train)
x_train, x_val = scaler.transform(x_train), scaler.transform(x_val)
model = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
```

When to ignore:

Never for a layer that is trained. An activation that is a parameter, in a model that is only looked
at, is left alone.

Fix safety:

Unsafe: the layer returns something else than before.

References:

- https://keras.io/api/layers/activations/
"""

from collections.abc import Iterator

from kerascheck.keras_api import activations, losses
from kerascheck.keras_api.layers import Activation, Conv, Dense, Softmax
from kerascheck.rule import (
    Data,
    Encoding,
    Facts,
    Finding,
    Label,
    Layer,
    Loss,
    Model,
    Operation,
    Severity,
    Site,
    Tensor,
    Training,
    Unknown,
    replace_string,
    rule,
    same_model,
)


@rule("KC110", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for layer in facts.layers:
        wrong = _single(layer) and _softmax(getattr(layer, "activation", None))
        if wrong and not _one_of_several(facts, layer):
            yield _finding(facts, layer, layer.args.get("activation", layer.site), [])
    for model in facts.models:
        for before, after in _pairs(model):
            if _single(before) and _softmax(after):
                place = after.args.get("activation", after.site)
                yield _finding(facts, before, place, [Label(before.site.at, "a single unit")])


def _one_of_several(facts: Facts, layer: Layer) -> bool:
    """Whether the activation stands under a name, and no model of the layer is trained.

    A function that plots one activation after the other is given this one among them.
    """
    place = layer.args.get("activation")
    if place is None or not place.text.isidentifier():
        return False
    mine = [model for model in facts.models if any(part is layer for part in model.layers)]
    trained = [fit.model for fit in facts.fits]
    return bool(mine) and not any(
        isinstance(fitted, Unknown) or same_model(fitted, model)
        for fitted in trained
        for model in mine
    )


def _single(layer: object) -> bool:
    """Whether the last axis of what a layer returns has size 1."""
    match layer:
        case Dense(units=1) | Conv(filters=1, data_format=None | "channels_last"):
            return True
    return False


def _softmax(value: object) -> bool:
    """Whether an activation argument or a layer is a softmax along the last axis."""
    match value:
        case Softmax(axis=-1):
            return True
        case Softmax():
            return False
        case Operation(name="softmax", operands=(_,)):
            return "axis" not in value.args
        case Activation(activation=inner):
            return activations.activation(inner) == "softmax"
        case Layer():
            return False
    return activations.activation(value) == "softmax"


def _pairs(model: Model) -> Iterator[tuple[Layer, Layer]]:
    """Layers of which one is applied directly to the result of the other."""
    if model.kind == "Sequential":
        for before, after in zip(model.layers, model.layers[1:], strict=False):
            if isinstance(before, Layer) and isinstance(after, Layer):
                yield before, after
        return
    waiting: list[object] = list(model.outputs)
    seen: set[int] = set()
    while waiting:
        tensor = waiting.pop()
        if not isinstance(tensor, Tensor) or id(tensor) in seen:
            continue
        seen.add(id(tensor))
        waiting.extend(tensor.inputs)
        match tensor:
            case Tensor(layer=Layer() as after, inputs=(Tensor(layer=Layer() as before),)):
                yield before, after


def _finding(facts: Facts, layer: Layer, place: Site, labels: list[Label]) -> Finding:
    output = any(training.output.layer is layer for training in facts.trainings)
    effect = "every prediction is the same" if output else "the layer passes nothing on"
    words, activation = _advice(facts, layer)
    return Finding(
        place.at,
        f"`softmax` over a single unit returns 1.0 for every input, so {effect}.",
        labels=labels,
        help=words,
        why="Softmax divides by the sum over the units; with one unit, a number by itself.",
        mark="always 1.0",
        fix=replace_string(place, activation) if activation else None,
    )


def _advice(facts: Facts, layer: Layer) -> tuple[str, str]:
    """What to write, in words, and the activation where it alone has to change."""
    mine = [training for training in facts.trainings if training.output.layer is layer]
    if not mine:
        words = 'use `"sigmoid"`, or a softmax along the axis to compare, as `Softmax(axis=1)`'
        return words, ""
    output = mine[0].output
    if mine[0].amounts() is not None:
        return f'write {output.written("")} with `loss="mse"`', ""
    match mine[0]:
        case Training(
            labels=Data(encoding=Encoding.ONE_HOT | Encoding.INT as encoding, classes=int(n))
        ) if n > 2 or encoding is Encoding.ONE_HOT:
            kind = "categorical" if encoding is Encoding.ONE_HOT else "sparse_categorical"
            words = f'write {output.written("softmax", n)} with `loss="{kind}_crossentropy"`'
            return words, ""
        case Training(loss=Loss(canonical=name)) if name in losses.BINARY:
            return f"write {output.written('sigmoid')}", "sigmoid"
        case Training(loss=Loss(canonical=name)) if name in losses.REGRESSION:
            words = f"write {output.written('')} for a number, or {output.written('sigmoid')}"
            return f'{words} with `loss="binary_crossentropy"` for two classes', ""
    return f'write {output.written("sigmoid")} with `loss="binary_crossentropy"`', ""
