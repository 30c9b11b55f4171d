"""All weights of a hidden layer start with the same number, so that its units stay the same.

Why it hurts:

Units that start alike and get the same gradients stay alike: a layer of 64 of them can do no more
than a single one. Zeros in front of a `relu` are worse. Its slope at 0 is 0, so that no gradient
ever reaches the layer, and nothing before it learns. An error for both; a note where the next layer
has weights drawn at random, which drive the units apart in time.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(
            64,
            activation="relu",
            kernel_initializer="zeros",  # finding
        ),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(
            64,
            activation="relu",
            kernel_initializer="he_normal",
        ),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

To show what happens, or where the weights are replaced before the training. The rule itself leaves
alone: biases, output layers and models of one layer, layers with a single unit, branches that are added
to others, models that are not compiled, weights that are read or set afterwards, and unit tests,
which need numbers that are known.

References:

- https://keras.io/api/layers/initializers/
"""

from collections.abc import Iterator

from kerascheck.keras_api import activations
from kerascheck.keras_api.chains import PASSING, Chain, chains
from kerascheck.rule import (
    Component,
    Evidence,
    Facts,
    Finding,
    Layer,
    Severity,
    rule,
    same_model,
)

_CONSTANTS = {
    "zeros": "0",
    "Zeros": "0",
    "zero": "0",
    "ones": "1",
    "Ones": "1",
    "one": "1",
}
_WEIGHTED = frozenset({"Dense", "Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose"})
_POOLS = ("MaxPooling", "AveragePooling")


@rule("KC413", certain=Severity.ERROR, likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if any(stored.loads for stored in facts.stored) or "tests" in facts.context:
        return
    seen = set()
    for model in facts.models:
        if not any(same_model(model, compiled.model) for compiled in facts.compiles):
            continue
        for chain in chains(model):
            for layer, following, activation in _hidden(chain):
                finding = _finding(layer, following, activation)
                if finding is not None and layer.site.node not in seen:
                    seen.add(layer.site.node)
                    yield finding


def _hidden(chain: Chain) -> Iterator[tuple[Layer, Layer, object]]:
    """The layers with weights that feed another one, that one, and the activation in between."""
    waiting: Layer | None = None
    activation: object = None
    for part in chain:
        if not isinstance(part, Layer):
            waiting = None
        elif part.kind in _WEIGHTED:
            if waiting is not None:
                yield waiting, part, activation
            waiting = part
            activation = activations.activation(getattr(part, "activation", None))
        elif part.kind in ("Activation", "ReLU"):
            activation = activations.of_layer(part)
        elif part.kind == "BatchNormalization" or (
            part.kind not in PASSING and not part.kind.startswith(_POOLS)
        ):
            waiting = None


def _constant(layer: Layer) -> str | None:
    """The number that all weights of a layer start with."""
    match getattr(layer, "kernel_initializer", None):
        case str(name):
            return _CONSTANTS.get(name)
        case Component(kind="Constant", config={"value": int() | float() as value}):
            return f"{value:g}"
        case Component(kind=kind):
            return _CONSTANTS.get(kind)
    return None


def _finding(layer: Layer, following: Layer, activation: object) -> Finding | None:
    value, units = _constant(layer), getattr(layer, "units", getattr(layer, "filters", None))
    if value is None or layer.partial or not isinstance(units, int) or units < 2:
        return None
    site = layer.args.get("kernel_initializer", layer.site)
    biases = getattr(layer, "bias_initializer", None)
    if value == "0" and activation == "relu" and biases in ("zeros", None):
        text, level = "and no gradient passes a `relu` at 0: it never learns", Evidence.CERTAIN
    elif _constant(following) is not None:
        text = f"and those of the next layer are alike, too: its {units} units stay the same"
        level = Evidence.CERTAIN
    else:
        text = f"so that its {units} units all begin as the same one"
        level = Evidence.LIKELY
    return Finding(
        site.at,
        f"all weights of this `{layer.kind}` start as {value}, {text}.",
        help='leave `kernel_initializer` out, or write `"he_normal"`',
        mark="the same number for all weights",
        evidence=level,
    )
