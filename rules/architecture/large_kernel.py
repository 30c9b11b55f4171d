"""A convolution looks at an area that several small ones would see with fewer parameters.

An opinion, and off by default: select it by its name to see it.

Why it hurts:

The parameters grow with the square of the side. Three layers of 3 by 3 see as much as one of 7 by 7
with about half of its parameters, and have two more activations in between.

What Keras says:

Nothing.

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.Conv2D(64, 9, activation="relu"),  # finding
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
        keras.Input((64, 64, 3)),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.Conv2D(64, 3, activation="relu"),
        keras.layers.Conv2D(64, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Where a published network is built. The rule itself leaves alone: depthwise and one-dimensional
convolutions, kernels that look along one axis, first layers of up to 11 by 11, and pretrained
networks.

References:

- https://keras.io/api/layers/convolution_layers/convolution2d/
- https://arxiv.org/abs/1409.1556
"""

from collections.abc import Iterator

from kerascheck.keras_api import tables
from kerascheck.keras_api.layers import Conv2D
from kerascheck.rule import Evidence, Facts, Finding, Layer, Model, Severity, rule

_LARGE, _FIRST = 7, 11


@rule("KC406", hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for model in facts.models:
        if model.kind == "application":
            continue
        for layer, side in _large(model):
            if layer.site.node not in seen:
                seen.add(layer.site.node)
                yield _finding(model, layer, side)


def _large(model: Model) -> Iterator[tuple[Layer, int]]:
    """The convolutions with large square kernels, and the side of these."""
    first = True
    for part in model.layers:
        if isinstance(part, Conv2D) and part.owner is None:
            match part.kernel_size:
                case int(side) | [int(side), _] if side >= (_FIRST + 1 if first else _LARGE):
                    if part.kernel_size in (side, (side, side), [side, side]):
                        yield part, side
        first = first and not isinstance(part, Conv2D)


def _finding(model: Model, layer: Layer, side: int) -> Finding:
    row = next((row for row in tables.rows(model) if row.part is layer), None)
    count = f" with {row.count:,} parameters" if row and isinstance(row.count, int) else ""
    return Finding(
        layer.args.get("kernel_size", layer.site).at,
        f"a kernel of {side} by {side}{count}: {(side - 1) // 2} layers of 3 by 3 see the same area "
        "with fewer.",
        help="stack `Conv2D(…, 3)` with an activation each",
        mark=f"{side * side} weights for each pair of channels",
        evidence=Evidence.HINT,
    )
