"""The batches are smaller than the number of classes.

A batch of 8 of a hundred classes shows most classes not once. What counts is `batch_size` of `fit`, or
that of the dataset: of `batch`, `flow`, `flow_from_directory` and the like.

Why it hurts:

Every step pulls the network towards the few classes that happen to be in the batch, and the next
one back again. The loss is noisy, batch normalization sees other statistics in every batch, and an
epoch takes long, for a GPU does little in parallel.

What Keras says:

Nothing. The default of `fit` is 32.

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=4, epochs=20, validation_split=0.2)  # finding
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=64, epochs=20, validation_split=0.2)
```

When to ignore:

When larger batches do not fit in memory: `gradient_accumulation_steps` of the optimizer helps then.
The rule itself is silent for large images and for sequences of any length.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
- https://keras.io/api/optimizers/
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Batch,
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Model,
    Optimizer,
    Output,
    Severity,
    Spec,
    Training,
    rule,
)

_CLASSES = 64
"""With more classes than this no usual batch holds them all."""
_USUAL = 32
"""The default of `fit`; a batch of this size is not small, however many classes there are."""
_LARGE = 256
"""Images of this many pixels a side, and more, may be why batches are small."""
_FEW = 64
"""A data set of so few samples is trained in small batches for their number of steps."""


@rule("KC208", hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if "rl" in facts.context or "temporal" in facts.context:
        return
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                fit=Fit(
                    method="fit" | "fit_generator", batch=Batch(size=int(batch), site=place)
                ) as fit,
                output=Output(activation="softmax", units=int(n), spatial=False, sequence=False),
            ) if 2 < n <= _CLASSES and 0 < batch < min(n, _USUAL):
                if _heavy(fit.model) or _few(fit.x) or _accumulates(training):
                    continue
                yield Finding(
                    place.at,
                    f"a batch of {batch} is smaller than the number of classes, {n}, so that most "
                    "classes are missing from every step.",
                    labels=[Label(training.output.site.at, f"{n} classes")],
                    help="make batches of 32 or more, if the memory allows it",
                    mark=f"{batch} samples a step",
                    evidence=Evidence.HINT,
                )


def _heavy(model: object) -> bool:
    """Whether a sample is large, or as long as it happens to be."""
    specs: list[object] = []
    if isinstance(model, Model):
        specs = [tensor.spec for tensor in model.inputs] or [model.entry]
    return not specs or any(_large(spec) for spec in specs)


def _large(spec: object) -> bool:
    match spec:
        case Spec(shape=(_, *sizes)):
            unbound = any(not isinstance(size, int) for size in sizes)
            sides = [size for size in sizes[:2] if isinstance(size, int) and len(sizes) > 1]
            return unbound or len(sizes) > 3 or any(side >= _LARGE for side in sides)
    return True


def _few(x: object) -> bool:
    match x:
        case Data(shape=(int(n), *_)):
            return n <= _FEW
    return False


def _accumulates(training: Training) -> bool:
    match training.compile.optimizer:
        case Optimizer(config=config):
            return config.get("gradient_accumulation_steps") is not None
    return False
