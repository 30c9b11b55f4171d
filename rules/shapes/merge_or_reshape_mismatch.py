"""Tensors are put together, or numbers put into a shape, that do not fit.

`Add` and its relatives need the same sizes on every axis, or 1; `Concatenate` the same on all axes
but one; `Dot` the same on the axes that it sums over. `Reshape` keeps the count of numbers, and so
does `reshape` of an array. A layer or model also needs as many inputs as it was made for.

Why it hurts:

The model cannot be built, or the script stops where it prepares the data.

What Keras says:

"Inputs have incompatible shapes", "A `Concatenate` layer requires inputs with matching shapes
except for the concatenation axis", "The total size of the tensor must be unchanged", or that a
merge layer "should be called on a list of inputs". NumPy says "cannot reshape array of size …".

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

Bad:

```python
import keras

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x = x.reshape(60000, 28, 28, 1) / 255.0
x_test = x_test.reshape(60000, 28, 28, 1) / 255.0  # finding
```

Good:

```python
import keras

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x = x.reshape(-1, 28, 28, 1) / 255.0
x_test = x_test.reshape(-1, 28, 28, 1) / 255.0
```

When to ignore:

Never where the shapes are written in the model. Axes that are open (`None`) or not known here are
taken to fit. Nothing is said of a merge that fits on the other side of a condition that is not
known: a residual block asks there whether its shortcut needs a projection. Nor is it of images that
a script of Keras 1 joins along the axis of the channels, where its settings put these first.

References:

- https://keras.io/api/layers/merging_layers/
- https://keras.io/api/layers/reshaping_layers/reshape/
"""

from collections.abc import Iterator
from dataclasses import replace
from math import prod

from kerascheck.rule import (
    Facts,
    Fault,
    Finding,
    Label,
    Reshape,
    Severity,
    Spec,
    refused,
    rule,
)

_FLATTER = 5
"""Images are at least so many times as high and wide as they have channels."""


@rule("KC509", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fault, finding in refused(facts, "merge", "reshape", "inputs"):
        if not ("keras-1" in facts.context and _channels_first(fault)):
            yield replace(finding, guarded=fault.kind == "merge")
    seen = set()
    for reshape in facts.reshapes:
        if reshape.site.node not in seen:
            seen.add(reshape.site.node)
            yield _array(reshape)


def _channels_first(fault: Fault) -> bool:
    """Whether images are joined along the axis that had the channels in the order of Theano.

    Where Keras 1 had them was said in its settings. Here one image is many times as high and wide
    as it has channels, if these come first, and the shapes differ in other axes only because the
    layers before have taken the last axis for the channels.
    """
    shapes = [spec.shape for _, spec in fault.sources if isinstance(spec.shape, tuple)]
    if getattr(fault.layer, "axis", None) != 1 or {len(shape) for shape in shapes} != {4}:
        return False
    first, *sides = ([shape[axis] for shape in shapes] for axis in (1, 2, 3))
    return any(
        isinstance(count, int)
        and all(isinstance(side, int) and side >= _FLATTER * count for side in size)
        for count, *size in zip(first, *sides, strict=True)
    )


def _array(reshape: Reshape) -> Finding:
    """What is said of an array that does not fit into its new shape."""
    shape, target = reshape.shape, reshape.target
    labels = []
    if reshape.data.steps:
        made = reshape.data.steps[-1].site.at
        labels.append(Label(made, f"the array of shape {Spec(shape)!s} comes from here"))
    whole = [dim for dim in shape if isinstance(dim, int)]
    rest = [dim for dim in target if isinstance(dim, int) and dim != -1]
    known = len(whole) == len(shape)
    size = f" of size {prod(whole)}" if known else ""
    # The number of samples is the size that is most often written down wrongly.
    rows = known and -1 not in target and prod(rest[1:]) == prod(whole[1:])
    return Finding(
        reshape.site.at,
        f"An array of shape {Spec(shape)!s} does not fit into the shape {Spec(target)!s}.",
        labels=labels,
        help="write `-1` in place of the number of samples"
        if rows
        else "change the new shape, or the data that are put into it",
        mark=f"{prod(whole)} numbers into {'parts of ' if -1 in target else ''}{prod(rest)}"
        if known
        else "",
        keras=f"cannot reshape array{size} into shape",
    )
