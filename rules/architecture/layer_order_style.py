"""Layers stand in an order that wastes something, or in another one than elsewhere in the model.

An opinion, and off by default: select it by its name to see it. Plain `Dropout` behind a
convolution or before a pooling, `Dropout` right before `BatchNormalization`, a bias that
`BatchNormalization` takes away again, and normalization now before, now after the activation.

Why it hurts:

Neighbouring pixels say nearly the same, so that dropping single ones hides little. Dropout before a
normalization changes the deviation that this measures. A bias in front of it has no effect.

What Keras says:

Nothing.

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.Dropout(0.2),  # finding
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.SpatialDropout2D(0.2),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Where the order has been found to work. The rule itself leaves alone: normalization that is always
before or always after the activation, models with a gap, and pretrained networks.

References:

- https://keras.io/api/layers/regularization_layers/spatial_dropout2d/
- https://arxiv.org/abs/1801.05134
"""

from collections.abc import Iterator
from itertools import pairwise

from kerascheck.keras_api.chains import Chain, chains
from kerascheck.rule import Evidence, Facts, Finding, Label, Layer, Severity, rule

_CONVOLUTIONS = frozenset({"Conv2D", "Conv3D"})
_WEIGHTED = _CONVOLUTIONS | {"Dense", "Conv1D"}
_ACTIVATIONS = frozenset({"Activation", "ReLU", "LeakyReLU", "ELU", "PReLU"})


@rule("KC408", hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for model in facts.models:
        before: list[Layer] = []
        after: list[Layer] = []
        for chain in chains(model):
            for finding in _pairs(chain):
                if finding.at not in seen:
                    seen.add(finding.at)
                    yield finding
            for layer, first in _normalized(chain):
                (before if first else after).append(layer)
        if before and after and after[-1].site.at not in seen:
            seen.add(after[-1].site.at)
            yield _mixed(before[0], after[-1])


def _pairs(chain: Chain) -> Iterator[Finding]:
    """What is said of two layers that follow each other."""
    for one, two in pairwise(chain):
        if not isinstance(one, Layer) or not isinstance(two, Layer) or one.owner is not None:
            continue
        if two.kind == "Dropout" and one.kind in _CONVOLUTIONS:
            size = one.kind[-2:]
            text = "drops single places of a map, whose neighbours say nearly the same."
            yield _finding(two, one, text, f"use `SpatialDropout{size}`, which drops whole maps")
        elif one.kind == "Dropout" and two.kind == "BatchNormalization":
            text = "changes the deviation that the `BatchNormalization` behind it measures."
            yield _finding(one, two, text, "move it behind the normalization")
        elif one.kind == "Dropout" and two.kind.startswith(("MaxPooling", "AveragePooling")):
            text = "drops what the pooling behind it would have thrown away in part."
            yield _finding(one, two, text, "move it behind the pooling")
        elif two.kind == "BatchNormalization" and one.kind in _WEIGHTED and _useless_bias(one):
            text = "has a bias that the `BatchNormalization` behind it takes away again."
            yield _finding(one, two, text, "add `use_bias=False`")


def _useless_bias(layer: Layer) -> bool:
    linear = getattr(layer, "activation", "?") in (None, "linear")
    return linear and getattr(layer, "use_bias", False) is True and not layer.partial


def _normalized(chain: Chain) -> Iterator[tuple[Layer, bool]]:
    """The normalizations, and whether each is before the activation of the layer it belongs to."""
    for index, part in enumerate(chain):
        if not isinstance(part, Layer) or part.kind != "BatchNormalization" or index == 0:
            continue
        one = chain[index - 1]
        two = chain[index + 1] if index + 1 < len(chain) else None
        if isinstance(one, Layer) and _active(one):
            yield part, False
        elif isinstance(two, Layer) and two.kind in _ACTIVATIONS:
            yield part, True


def _active(layer: Layer) -> bool:
    given = getattr(layer, "activation", None)
    own = layer.kind in _WEIGHTED and isinstance(given, str) and given != "linear"
    return own or layer.kind in _ACTIVATIONS


def _finding(layer: Layer, other: Layer, text: str, help_text: str) -> Finding:
    return Finding(
        layer.site.at,
        f"this `{layer.kind}` {text}",
        labels=[Label(other.site.at, "its neighbour")],
        help=help_text,
        mark="in this place",
        evidence=Evidence.HINT,
    )


def _mixed(before: Layer, after: Layer) -> Finding:
    return Finding(
        after.site.at,
        "this `BatchNormalization` is behind the activation, others of the model before it.",
        labels=[Label(before.site.at, "before the activation")],
        help="choose one of the two orders",
        mark="behind the activation",
        evidence=Evidence.HINT,
    )
