"""A convolution or pooling has fewer pixels to work on than its window needs.

Every convolution without padding takes a border off the feature map, and every pooling divides
its sides. After enough of them nothing is left.

Why it hurts:

The model cannot be built.

What Keras says:

"Computed output size would be zero or negative", or with Keras 2 "Negative dimension size caused
by subtracting".

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        keras.layers.Conv2D(4, 5, activation="relu"),
        keras.layers.MaxPooling2D(4),
        keras.layers.Conv2D(4, 3, activation="relu"),  # finding
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        keras.layers.Conv2D(4, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(4, 3, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Never where the shapes are written in the model. Sizes that are open (`None`) or not known here
are left alone, and so is what lies behind `Conv2D(32, 3, 3)`, of which KC504 speaks.

References:

- https://keras.io/api/layers/convolution_layers/
- https://keras.io/api/layers/pooling_layers/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api.sides import by_position
from kerascheck.rule import Facts, Fault, Finding, Severity, Spec, refused, rule


@rule("KC506", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fault, finding in refused(facts, "size"):
        if _behind_sides(fault, facts):
            continue
        turned = _turned(fault)
        yield replace(finding, help=turned) if turned else finding


def _behind_sides(fault: Fault, facts: Facts) -> bool:
    """Whether strides before it, or of its own, were meant as a side of a kernel: KC504."""
    at = fault.site.at
    for layer in facts.layers:
        sides = by_position(layer)
        if sides is not None and sides.not_patches():
            place = layer.site.at
            if place.path == at.path and (place.block, place.line) <= (at.block, at.end_line):
                return True
    return False


def _turned(fault: Fault) -> str:
    """What to write where the input looks like an image with its channels first."""
    match fault.inputs:
        case (Spec(shape=(_, 1 | 3 as channels, int(rows), int(columns))),) if (
            fault.source is not None and fault.source.kind == "InputLayer"
        ):
            if min(rows, columns) > channels:
                return f"channels come last: give the input the shape `({rows}, {columns}, {channels})`"
    return ""
