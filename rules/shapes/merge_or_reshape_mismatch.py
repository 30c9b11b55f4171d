"""Tensors are put together, or numbers put into a shape, that do not fit.

`Add` and its relatives need the same sizes on every axis, or 1; `Concatenate` the same on all axes
but one; `Dot` the same on the axes that it sums over. `Reshape` keeps the count of numbers. A layer
or model also needs as many inputs as it was made for.

Why it hurts:

The model cannot be built.

What Keras says:

"Inputs have incompatible shapes", "A `Concatenate` layer requires inputs with matching shapes
except for the concatenation axis", "The total size of the tensor must be unchanged", or that a
merge layer "should be called on a list of inputs".

Bad:

```python
import keras

inputs = keras.Input((32, 32, 3))
x = keras.layers.Conv2D(16, 3, activation="relu")(inputs)
x = keras.layers.add([x, inputs])  # finding
x = keras.layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
```

Good:

```python
import keras

inputs = keras.Input((32, 32, 3))
x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
x = keras.layers.add([x, keras.layers.Conv2D(16, 1)(inputs)])
x = keras.layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
```

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((10,)),
        keras.layers.Reshape((3, 3)),  # finding
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((9,)),
        keras.layers.Reshape((3, 3)),
    ]
)
```

When to ignore:

Never where the shapes are written in the model. Axes that are open (`None`) or not known here are
taken to fit.

References:

- https://keras.io/api/layers/merging_layers/
- https://keras.io/api/layers/reshaping_layers/reshape/
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Facts,
    Finding,
    Severity,
    refused,
    rule,
)


@rule("KC509", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for _, finding in refused(facts, "merge", "reshape", "inputs"):
        yield finding
