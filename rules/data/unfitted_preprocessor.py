"""A layer or generator that has to learn from data first is used without.

Why it hurts:

`Normalization` has mean 0 and variance 1 until `adapt`: it changes nothing, and inputs stay as large
as they are. `TextVectorization`, `StringLookup` and their kin have an empty table and stop the
program. `ImageDataGenerator(featurewise_center=True)` without `fit` warns, and leaves images alone;
that is all `ImageDataGenerator(1 / 255)` does, for this argument is the first, and not `rescale`.

What Keras says:

For lookups "Table not initialized"; for `Normalization` nothing.

Bad:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((12,)),
        keras.layers.Normalization(),  # finding
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
normalization = keras.layers.Normalization()
normalization.adapt(x)
model = keras.Sequential(
    [
        keras.Input((12,)),
        normalization,
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

Where the state comes from elsewhere. The rule itself leaves alone layers that are given `mean`,
`vocabulary` or `bin_boundaries`, that any method may have changed, or that are handed to code which
is not followed, and models whose weights are loaded.

References:

- https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
- https://keras.io/guides/preprocessing_layers/
"""

from collections.abc import Iterable, Iterator

from kerascheck.keras_api.pictures import MISPLACED, UNFITTED
from kerascheck.rule import (
    Applicability,
    CustomLayer,
    Data,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Layer,
    Model,
    Severity,
    Step,
    rule,
)

_STATE = {
    "Normalization": "mean",
    "TextVectorization": "vocabulary",
    "StringLookup": "vocabulary",
    "IntegerLookup": "vocabulary",
    "Discretization": "bin_boundaries",
}
"""Layers that `adapt` gives a state, and the argument that gives it otherwise."""


@rule("KC318", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    adapted = {id(layer) for layer in facts.adapted}
    for fit in facts.fits:
        for layer in _layers([fit.model]):
            if id(layer) not in adapted and layer.site.node not in told and _empty(layer):
                told.add(layer.site.node)
                yield _layer(layer)
        for finding in _generator(fit):
            if finding.at not in told:
                told.add(finding.at)
                yield finding


def _layers(parts: Iterable[object]) -> Iterator[Layer]:
    """The layers of models that the script builds itself, those of models inside as well."""
    for part in parts:
        if isinstance(part, Layer):
            yield part
        elif isinstance(part, Model) and part.kind in ("Sequential", "Functional", "subclass"):
            yield from _layers(part.layers)


def _empty(layer: Layer) -> bool:
    """Whether a layer was given no state when it was made."""
    # A class of the script may have the name of a layer of Keras, and its own way to learn.
    name = None if isinstance(layer, CustomLayer) else _STATE.get(layer.kind)
    if name is None or layer.partial or layer.owner is not None:
        return False
    if layer.kind == "Discretization" and getattr(layer, "num_bins", None) is None:
        return False
    return getattr(layer, name, None) is None and "weights" not in layer.extra


def _layer(layer: Layer) -> Finding:
    name, idle = _STATE[layer.kind], layer.kind == "Normalization"
    if idle:
        message = "`Normalization` is never adapted: it leaves its inputs as they are."
    else:
        message = f"`{layer.kind}` is never adapted: it stops with an error at the first batch."
    return Finding(
        layer.site.at,
        message,
        why="It has mean 0 and variance 1 until `adapt` has seen the training data."
        if idle
        else "It knows nothing to look up until `adapt` has seen the training data.",
        help=f"keep the layer under a name and call `.adapt(…)` with the training data, or give "
        f"it `{name}=…`",
        mark="not adapted",
        keras="" if idle else "Table not initialized",
        evidence=Evidence.LIKELY if idle else Evidence.CERTAIN,
    )


def _misplaced(step: Step) -> Finding:
    """`ImageDataGenerator(1 / 255)`, whose first argument is no factor for the pixels."""
    return Finding(
        step.site.at,
        "the first argument of `ImageDataGenerator` is `featurewise_center`: the pixels are not "
        "rescaled.",
        why="Without `fit` of the generator it does nothing but warn.",
        help=f"write `rescale={step.site.text}`",
        mark="taken for `featurewise_center`",
        keras="This ImageDataGenerator specifies `featurewise_center`, but it hasn't been fit on "
        "any training data",
        evidence=Evidence.LIKELY,
        fix=Fix((Edit(step.site.at, f"rescale={step.site.text}"),), Applicability.UNSAFE),
    )


def _generator(fit: Fit) -> Iterator[Finding]:
    """An `ImageDataGenerator` that standardizes by statistics that it has not."""
    match fit.data:
        case Data(x=Data(steps=steps)):
            for step in steps:
                if step.text == MISPLACED:
                    yield _misplaced(step)
                if step.text.startswith(UNFITTED):
                    what = step.text.removeprefix(UNFITTED).strip(" ()")
                    yield Finding(
                        step.site.at,
                        f"the generator is never fitted: `{what}` does nothing but warn.",
                        why="Mean, deviation and components are those of the data that `fit` sees.",
                        help="call `.fit(x_train)` of the generator before the training",
                        mark="has no statistics",
                        keras="This ImageDataGenerator specifies `featurewise_center`, but it "
                        "hasn't been fit on any training data",
                        evidence=Evidence.LIKELY,
                    )
