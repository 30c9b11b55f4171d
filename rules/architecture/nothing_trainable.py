"""All weights of a model are frozen, and yet it is trained.

A loop that freezes a pretrained network often runs over the layers of the whole model, the new output
layer among them.

Why it hurts:

`fit` goes through all epochs and changes nothing. The loss stays at what random weights give.

What Keras says:

With the TensorFlow backend a warning: `The model does not have any trainable weights.` The training
goes on.

Bad:

```python
import keras

(x, y), _ = keras.datasets.cifar10.load_data()
base = keras.applications.MobileNetV2(include_top=False, pooling="avg", input_shape=(32, 32, 3))
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Rescaling(1 / 127.5, offset=-1),
        base,
        keras.layers.Dense(10, activation="softmax"),
    ]
)
for layer in model.layers:
    layer.trainable = False
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.1)  # finding
```

Good:

```python
import keras

(x, y), _ = keras.datasets.cifar10.load_data()
base = keras.applications.MobileNetV2(include_top=False, pooling="avg", input_shape=(32, 32, 3))
base.trainable = False
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Rescaling(1 / 127.5, offset=-1),
        base,
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.1)
```

When to ignore:

Where `fit` is called for its callbacks or its log alone.

References:

- https://keras.io/guides/transfer_learning/
"""

from collections.abc import Iterator

from kerascheck.keras_api import tables
from kerascheck.rule import Data, Facts, Finding, Fit, Label, Model, Severity, rule

_SHOWN = 8
"""A training of so few samples only shows what freezing does."""


@rule("KC421", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    if "gan" in facts.context:
        return
    for fit in facts.fits:
        if fit.compile is None or not isinstance(fit.model, Model) or fit.model.overridden:
            continue
        if isinstance(fit.x, Data) and fit.x.at_most(_SHOWN):
            continue
        # Frozen when it is compiled and when it is trained: no other moment counts.
        if _frozen(fit.compile.model) and _frozen(fit.model):
            yield _finding(fit, fit.model)


def _frozen(model: Model) -> bool:
    """Whether all layers are known, there are weights, and none of them is trainable."""
    if model.trainable is not False and False not in model.frozen.values():
        return False
    totals = tables.totals(tables.rows(model))
    trains, count = totals.trainable, totals.all
    return model.complete and isinstance(trains, int) and trains == 0 and count != 0


def _finding(fit: Fit, model: Model) -> Finding:
    name = f"`{model.name}`" if model.name else "the model"
    return Finding(
        fit.site.at,
        f"all the weights of {name} are frozen, so `{fit.method}` changes nothing.",
        labels=[Label(model.site.at, "`trainable` is `False` for all of it")],
        help="freeze the pretrained part alone, as `base.trainable = False`, and compile again",
        mark="nothing to train",
        keras="The model does not have any trainable weights.",
    )
