"""The third number of a convolution is meant as a side of the kernel, but it is the stride.

In Keras 1 `Convolution2D(32, 3, 3)` had a kernel of 3 rows and 3 columns. Since then the second
argument is the whole kernel and the third the strides: the call now moves the kernel in steps of
3 pixels.

Why it hurts:

There is no error. The feature maps shrink by the stride at every such layer, so most of what is
in the image is never compared with its neighbours, and deeper networks run out of pixels.

What Keras says:

Nothing. Keras 2 without TensorFlow still read such calls as those of Keras 1.

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Conv2D(32, 3, 3, activation="relu"),  # finding
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
        keras.layers.Conv2D(32, (3, 3), activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Where the image is to be cut into patches that do not overlap. Patches with an even side, such as
16 or 2, are only noted at low confidence, and a stride below the side of the kernel is taken for
what it is. Of names only one that is given twice and speaks of a kernel counts, as `nb_conv`.
Scripts with other names of Keras 1 are left alone. `strides=3` says that it is meant.

Fix safety:

Unsafe: the layer gets other outputs, so that another network is trained.

References:

- https://keras.io/api/layers/convolution_layers/convolution2d/
- https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import legacy
from kerascheck.keras_api.sides import OLD_NAMES, Sides, by_position
from kerascheck.rule import (
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Layer,
    Severity,
    rule,
)


@rule("KC504", certain=Severity.WARNING, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if "keras-1" in facts.context:
        return
    for layer in facts.layers:
        written = by_position(layer)
        level = written and _level(layer, written)
        if written and level and not _older(layer, facts):
            yield _finding(layer, written, level)


def _older(layer: Layer, facts: Facts) -> bool:
    """Whether the call is one of Keras 1, with a number a side, which `keras1-layer-call` says."""
    for call in facts.written.calls:
        if call.site.node is layer.site.node and facts.written.keras_3(call.spelled):
            _, _, renamed = legacy.translate(layer.kind, call.positional, call.named, call.method)
            return renamed.get("kernel_size") == "nb_row"
    return False


def _level(layer: Layer, written: Sides) -> Evidence | None:
    """How sure it is that the second number is no stride."""
    a, b = written.kernel, written.strides
    if b < 2 or b < a:
        return None
    if written.name in OLD_NAMES:
        return Evidence.CERTAIN
    if a < b:
        # The kernel would skip pixels between two steps.
        return Evidence.LIKELY
    if a % 2:
        return Evidence.CERTAIN
    # Patches side by side, and the way back from them, are made in just this way.
    return None if layer.kind == "Conv2DTranspose" else Evidence.HINT


def _finding(layer: Layer, written: Sides, level: Evidence) -> Finding:
    kernel, strides = layer.args.get("kernel_size"), layer.args.get("strides")
    a, b = written.texts
    fix = None
    if kernel is not None and strides is not None and kernel is not strides:
        end = strides.at
        both = replace(kernel.at, end_line=end.end_line, end_column=end.end_column)
        fix = Fix((Edit(both, f"({a}, {b})"),))
    side = f"a kernel of {written.kernel} by {written.kernel} pixels"
    return Finding(
        layer.site.at,
        f"`{written.name}(…, {a}, {b})` has {side} and moves it by {written.strides}: "
        "the third number is the strides.",
        why="In Keras 1 the two numbers were the rows and columns of the kernel.",
        help=f"write `kernel_size=({a}, {b})`, or `strides={b}` if it is meant",
        mark=f"strides of {written.strides}",
        evidence=level,
        fix=fix,
    )
