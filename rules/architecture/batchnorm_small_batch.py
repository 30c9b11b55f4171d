"""`BatchNormalization` is trained on batches that are too small for a mean.

A warning for up to 4 samples, a note for up to 8; where each sample is an image with many places,
a warning for up to 2 and a note for up to 4. What counts is `batch_size` of `fit`, or that of the
dataset: of `batch`, `flow`, `flow_from_directory` and the like.

Why it hurts:

The layer subtracts the mean of the batch and divides by its deviation. Of a few samples both are
mostly chance, and differ from the averages that the layer uses afterwards. Of a single sample
without places the result is 0, whatever it is.

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
        keras.layers.Dense(32, activation="relu"),
        keras.layers.BatchNormalization(),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, batch_size=2, validation_split=0.2)  # finding
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
        keras.layers.Dense(32, activation="relu"),
        keras.layers.LayerNormalization(),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, batch_size=2, validation_split=0.2)
```

When to ignore:

Where the memory allows no more and the training is stable all the same. The rule itself leaves
alone: layers that are frozen, `synchronized=True`, `renorm=True`, the layers of a pretrained
network, GANs and reinforcement learning.

References:

- https://keras.io/api/layers/normalization_layers/batch_normalization/
- https://arxiv.org/abs/1803.08494
"""

from collections.abc import Iterator

from kerascheck.keras_api import tables
from kerascheck.keras_api.layers import BatchNormalization
from kerascheck.rule import (
    Batch,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Layer,
    Model,
    Severity,
    Site,
    Spec,
    rule,
)


@rule("KC404", likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if {"gan", "rl"} & facts.context.marks.keys():
        return
    seen = set()
    for fit in facts.fits:
        match fit:
            case Fit(
                method="fit" | "fit_generator",
                model=Model() as model,
                batch=Batch(size=int(b), site=place),
            ):
                # What normalizes is only looked for where it may matter.
                found = _normalized(model) if _level(b, places=False) else None
                if found is None or fit.site.node in seen:
                    continue
                layer, places = found
                level = _level(b, places=places)
                if level is not None:
                    seen.add(fit.site.node)
                    yield _finding(place, layer, b, level, places=places)


def _normalized(model: Model) -> tuple[Layer, bool] | None:
    """A normalization that is trained, and whether its samples have many places.

    One without places is the first choice.
    """
    found: tuple[Layer, bool] | None = None
    if model.kind == "application" or not model.complete:
        return None
    for row in tables.rows(model):
        layer = row.part
        if not isinstance(layer, BatchNormalization) or layer.owner is not None:
            continue
        frozen = model.frozen.get(layer, layer.extra.get("trainable", True)) is not True
        if frozen or layer.synchronized is not False or layer.renorm is not False:
            continue
        match row.output:
            case Spec(shape=(_, _)):
                return layer, False
            case Spec(shape=(_, _, _, *_)):
                found = found or (layer, True)
    return found


def _level(size: int, *, places: bool) -> Evidence | None:
    if size <= 0:
        return None
    least, most = (2, 4) if places else (4, 8)
    return Evidence.LIKELY if size <= least else Evidence.HINT if size <= most else None


def _finding(place: Site, layer: Layer, size: int, level: Evidence, *, places: bool) -> Finding:
    of = f"{size} samples" if size > 1 else "one sample"
    text = f"is trained on batches of {of}, whose mean and deviation are mostly chance."
    if size == 1 and not places:
        text = "is trained on batches of one sample, of which it makes zeros."
    return Finding(
        place.at,
        f"`BatchNormalization` {text}",
        labels=[Label(layer.site.at, "subtracts the mean of the batch")],
        help="make batches of 16 or more, or use `LayerNormalization()` or "
        "`GroupNormalization()`, which look at one sample at a time",
        mark=f"a mean of {size}" if size > 1 else "no mean of one",
        evidence=level,
    )
