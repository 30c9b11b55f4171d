"""The number of steps an epoch, or of batches, is divided with `/`, which gives a float.

Why it hurts:

Keras 3 counts the steps with `range`, which takes whole numbers alone: `fit` stops before the first
batch, even if the quotient is whole. So does `len` with what `__len__` of a dataset returns.

What Keras says:

`'float' object cannot be interpreted as an integer`. Keras 2 rounded.

Bad:

```python
import keras
import tensorflow as tf

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
batches = tf.data.Dataset.from_tensor_slices((x[:50000], y[:50000])).shuffle(50000).repeat()
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    batches.batch(50),
    epochs=20,
    steps_per_epoch=50000 / 50,  # finding
    validation_data=(x[50000:], y[50000:]),
)
```

Good:

```python
import keras
import tensorflow as tf

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
batches = tf.data.Dataset.from_tensor_slices((x[:50000], y[:50000])).shuffle(50000).repeat()
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    batches.batch(50),
    epochs=20,
    steps_per_epoch=50000 // 50,
    validation_data=(x[50000:], y[50000:]),
)
```

When to ignore:

For a script that stays with Keras 2.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Data,
    Facts,
    Finding,
    Fit,
    Label,
    Model,
    Quotient,
    Severity,
    Site,
    rule,
)


@rule("KC216", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits if facts.written.asks_keras_3 else ():
        if fit.method == "train_on_batch" or not isinstance(fit.model, Model):
            continue
        if "fit" not in fit.model.overridden:
            yield from _floats(fit, "steps_per_epoch")
            yield from _floats(fit, "validation_steps")
            yield from _length(fit, fit.data)
            yield from _length(fit, fit.validation)


def _floats(fit: Fit, name: str) -> Iterator[Finding]:
    place = fit.args.get(name)
    if place is None:
        return
    match fit.config.get(name):
        case float(value):
            what, mark = f"the float {value:g}", "a float" if value.is_integer() else "not whole"
        case Quotient():
            what, mark = "a quotient, and so a float", "a float, even if it has no fraction"
        case _:
            return
    yield Finding(
        place.at,
        f"`{name}` is {what}, but Keras 3 counts whole steps, and `fit` stops.",
        help="divide with `//`, or round up: `math.ceil(n / batch_size)`",
        mark=mark,
        keras="'float' object cannot be interpreted as an integer",
    )


def _length(fit: Fit, data: object) -> Iterator[Finding]:
    """The number of batches of a dataset of the script's own class, which `len` wants whole."""
    match data:
        case Data(length=Quotient(site=Site() as place), name=name):
            yield Finding(
                place.at,
                f"`__len__` of `{name}` gives a quotient, and so a float: `fit` stops at `len`.",
                labels=[Label(fit.site.at, "asks how many batches there are")],
                help="divide with `//`, or round up: `math.ceil(n / batch_size)`",
                mark="a float, even if it has no fraction",
                keras="'float' object cannot be interpreted as an integer",
            )
