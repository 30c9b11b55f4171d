"""`Dense` works on feature maps that were not flattened, so the output has one row a pixel.

An error where the targets are known to have one row a sample, a warning where only the loss and
the activation say that whole samples are classified.

Why it hurts:

`Dense` maps the last axis and leaves the others as they are. After a convolution it treats the
channels of every pixel by itself, and the output is a map of predictions instead of one. Most
losses then refuse the targets; a model that trains all the same has never looked at more than the
neighbourhood of a pixel. After an `Embedding` it is the words that it treats one by one.

What Keras says:

Nothing while the model is built. `fit` with a cross-entropy raises "Arguments `target` and
`output` must have the same rank (ndim)" or "must have rank (ndim) `target.ndim - 1`".

Bad:

```python
import keras

(x, y), _ = keras.datasets.cifar10.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Dense(128, activation="relu"),  # finding
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.cifar10.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

Where a `Dense` for each pixel is meant, as in segmentation. The rule itself leaves alone: targets
with as many axes as the output, inputs of any size with targets that are not known, segmentation and sequence tasks, models with a convolution,
`TimeDistributed`, a pooling to one pixel or a reshape behind the `Dense`, and whatever follows it
that is not known.

References:

- https://keras.io/api/layers/core_layers/dense/
- https://keras.io/api/layers/reshaping_layers/flatten/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.keras_api.layers import Dense, Embedding
from kerascheck.rule import (
    CLASSIFICATION,
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Layer,
    Model,
    Output,
    Severity,
    Spec,
    Training,
    rule,
)

_PIXELWISE = frozenset(
    [
        "Dense",
        "Dropout",
        "Activation",
        "LeakyReLU",
        "ReLU",
        "Softmax",
        "BatchNormalization",
        "GaussianNoise",
    ]
)
_CROSS_ENTROPIES = (
    losses.BinaryCrossentropy,
    losses.CategoricalCrossentropy,
    losses.SparseCategoricalCrossentropy,
)


@rule("KC501", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        output = training.output
        match output.spec.shape:
            case (_, _, _, *_) as shape:
                found = _first_dense(output)
                level = found and not _other_rank(training) and _level(training, shape, found[1])
                if found and level:
                    yield _finding(training, *found, level)


def _first_dense(output: Output) -> tuple[Layer, Layer | Model | None] | None:
    """The first `Dense` behind the feature maps, and the layer that makes them if one does."""
    if any(isinstance(p, Model) or p.kind not in _PIXELWISE for p in output.after):
        return None
    first: Layer | None = None
    for part in (output.layer, *output.before):
        match part:
            case Dense():
                first = part
            case Layer() if part.kind in _PIXELWISE:
                continue
            case Layer() if part.kind == "InputLayer":
                return (first, None) if first else None
            case Layer() if first and (_is_map(part) or isinstance(part, Embedding)):
                return first, part
            case Model() if first and _gives_map(part):
                return first, part
            case _:
                return None
    return (first, None) if first else None


def _is_map(layer: Layer) -> bool:
    kind = layer.kind
    return kind.startswith(("Conv", "SeparableConv", "DepthwiseConv")) or (
        "Pooling" in kind and not kind.startswith("Global")
    )


def _gives_map(model: Model) -> bool:
    """Whether a model is used as a layer that gives feature maps, as those of applications are."""
    if model.kind == "application":
        return True
    last = next((part for part in reversed(model.layers) if part.kind not in _PIXELWISE), None)
    return isinstance(last, Layer) and _is_map(last)


def _other_rank(training: Training) -> bool:
    """Whether the data have fewer axes than the input, so that the input is what is wrong."""
    model = training.model
    entry = model.inputs[0].spec if len(model.inputs) == 1 else model.entry
    match training.fit, entry:
        case Fit(x=Data(shape=tuple() as got)), Spec(shape=tuple() as wanted):
            return len(got) < len(wanted)
    return False


def _level(
    training: Training, shape: tuple[object, ...], maps: Layer | Model | None
) -> Evidence | None:
    """How sure it is that the targets have one row a sample."""
    task = training.task(without=("output",)).kind
    if task in {"segmentation", "sequence", "language-model", "autoencoder", "gan", "rl"}:
        return None
    known = training.fit is not None and training.fit.in_batches
    match training.labels:
        case Data(shape=(_,)) if known:
            return Evidence.CERTAIN
        case Data(shape=(_, int() as size)) if known:
            if size == 1:
                numbers = isinstance(training.loss, losses.SparseCategoricalCrossentropy)
                refused = numbers and len(shape) > 3
                return Evidence.CERTAIN if refused or _several(shape[1:-1]) else None
            # A row of integers may be one for each step, or for each pixel in a line.
            rows = isinstance(training.loss, losses.CategoricalCrossentropy)
            steps = shape[1:-1] if rows else shape[1:]
            return Evidence.CERTAIN if len(shape) > 3 or size not in steps else None
        case Data(shape=(_, _)) if known and len(shape) > 3:
            # The columns of a table: how many is not known, but no map has so few axes.
            return Evidence.LIKELY
        case Data(shape=tuple()):
            return None
    if isinstance(maps, Embedding):
        return None
    if not all(isinstance(size, int) for size in shape[1:-1]):
        # A network for images of any size, which has no `Flatten`, may label each pixel.
        return None
    classes = isinstance(training.loss, _CROSS_ENTROPIES) and task in CLASSIFICATION
    image = maps is not None and len(shape) == 4
    whole = training.output.activation in ("softmax", "sigmoid") and image
    return Evidence.LIKELY if classes and whole else None


def _several(places: tuple[object, ...]) -> bool:
    """Whether the output has values at more than one place."""
    known = all(isinstance(size, int) for size in places)
    return known and any(size != 1 for size in places)


def _finding(
    training: Training, dense: Layer, maps: Layer | Model | None, level: Evidence
) -> Finding:
    output, labels = training.output, training.labels
    rank = len(output.spec.dims)
    origin = labels.origin if isinstance(labels, Data) else None
    words = isinstance(maps, Embedding)
    gives = "gives a vector for each word" if words else "gives a feature map"
    shown = [Label(maps.site.at, gives)] if maps is not None else []
    shown += [Label(origin.site.at, f"{origin.text}: one target a sample")] if origin else []
    pool = {5: "GlobalAveragePooling3D", 4: "GlobalAveragePooling2D"}.get(rank)
    pool = "GlobalAveragePooling1D" if words and rank == 3 else pool
    got = (
        "a vector for each word, not one for the text"
        if words
        else ("feature maps that were not flattened")
    )
    other = f" or `keras.layers.{pool}()`" if pool else ""
    return Finding(
        dense.site.at,
        f"`Dense` gets {got}, so the output of the model is {output.spec}.",
        labels=shown,
        why=f"It maps the last axis of each {'word' if words else 'pixel'} by itself; a sample has "
        "one target.",
        help=f"put `keras.layers.Flatten()`{other} before this layer",
        mark="the first `Dense` behind the feature maps"
        if maps is not None and not words
        else "not flattened",
        evidence=level,
    )
