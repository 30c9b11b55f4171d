"""An epoch has no whole number of steps, or its data never end, or are gone after the first one.

Keras 3 counts the steps with `range`, which takes whole numbers alone: `n / batch_size` is a float,
even if it is whole, and so is what a `__len__` returns that divides with `/`. Without
`steps_per_epoch` an epoch ends where its data end. A dataset after `repeat()`, or a generator with
`while True`, has no end; a generator without it is used up by the first epoch.

Why it hurts:

With a float `fit` stops before the first batch. Without an end the first epoch never ends, and
nothing is validated or saved. A generator that is used up leaves nothing for the epochs that follow:
they pass in a moment, and train on two batches at most.

What Keras says:

`'float' object cannot be interpreted as an integer`; Keras 2 rounded. Nothing of data without an end.
`Your input ran out of data; interrupting training` of a generator, once, and the training goes on.

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

Bad:

```python
import keras
import tensorflow as tf

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
batches = tf.data.Dataset.from_tensor_slices((x[:50000], y[:50000])).shuffle(50000).repeat()
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss=loss, metrics=["accuracy"])
model.fit(batches.batch(50), epochs=20, validation_data=(x[50000:], y[50000:]))  # finding
```

Good:

```python
import keras
import tensorflow as tf

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
batches = tf.data.Dataset.from_tensor_slices((x[:50000], y[:50000])).shuffle(50000)
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss=loss, metrics=["accuracy"])
model.fit(batches.batch(50), epochs=20, validation_data=(x[50000:], y[50000:]))
```

Bad:

```python
import keras

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, x_test = x / 255.0, x_test / 255.0


def batches():
    for start in range(0, len(x), 50):
        yield x[start : start + 50], y[start : start + 50]


model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss=loss, metrics=["accuracy"])
model.fit(batches(), epochs=20, validation_data=(x_test, y_test))  # finding
```

Good:

```python
import keras

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, x_test = x / 255.0, x_test / 255.0


def batches():
    while True:
        for start in range(0, len(x), 50):
            yield x[start : start + 50], y[start : start + 50]


model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss=loss, metrics=["accuracy"])
model.fit(batches(), epochs=20, steps_per_epoch=1200, validation_data=(x_test, y_test))
```

When to ignore:

For a script that stays with Keras 2, for floats alone. The rule itself leaves alone: generators with
other loops than `while True` and over a `range`, trainings with a callback of the script, which may
stop them, and epochs that are cut short because there are fewer batches than steps.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Kind,
    Label,
    Quotient,
    Severity,
    Site,
    Use,
    keras_runs,
    rule,
)

_FRACTION = "a float, even if it has no fraction"


@rule("KC216", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for fit in facts.fits:
        if fit.method == "train_on_batch" or not keras_runs(fit.model, "fit"):
            continue
        if facts.written.asks_keras_3:
            yield from _floats(fit, "steps_per_epoch")
            yield from _floats(fit, "validation_steps")
            yield from _length(fit, fit.data)
            yield from _length(fit, fit.validation)
        finding = (_never_ends(fit) or _used_up(fit)) if fit.method == "fit" else None
        if finding is not None and fit.site.node not in seen:
            seen.add(fit.site.node)
            yield finding
    for use in facts.uses:
        if use.method in ("evaluate", "predict") and keras_runs(use.model, use.method):
            finding = _measured_for_ever(use)
            if finding is not None and use.site.node not in seen:
                seen.add(use.site.node)
                yield finding


def _never_ends(fit: Fit) -> Finding | None:
    """An epoch, or a validation, without an end."""
    if fit.partial:
        return None
    match fit:
        # A callback of the script may stop the training.
        case Fit(data=Data(endless=True) as data) if not fit.acted_on and not _given(
            fit, "steps_per_epoch"
        ):
            place = fit.args.get("x", fit.site)
            return _endless(place, data, "the first epoch never ends", "steps_per_epoch")
        case Fit(validation=Data(endless=True) as data) if not _given(fit, "validation_steps"):
            place = fit.args.get("validation_data", fit.site)
            return _endless(place, data, "the first validation never ends", "validation_steps")
    return None


def _given(fit: Fit, name: str) -> bool:
    return fit.config.get(name) is not None


def _measured_for_ever(use: Use) -> Finding | None:
    match use:
        case Use(data=Data(endless=True) as data, direct=False, partial=False) if (
            "x" in use.args and "steps" not in use.site.text
        ):
            return _endless(use.args["x"], data, f"`{use.method}` never ends", "steps")
    return None


def _endless(place: Site, data: Data, effect: str, argument: str) -> Finding:
    repeats = [step for step in data.steps if step.text == "repeat"]
    yields = data.kind is Kind.GENERATOR or not repeats
    what = "the generator goes on for ever" if yields else ""
    return Finding(
        place.at,
        f"{what or '`repeat()` makes the dataset go on for ever'}, and without `{argument}` {effect}.",
        labels=[Label(step.site.at, "from here on it has no end") for step in repeats[-1:]],
        help=f"say `{argument}=…`" + ("" if what else ", or drop `repeat()`"),
        mark="has no end",
        evidence=Evidence.CERTAIN,
    )


def _used_up(fit: Fit) -> Finding | None:
    """A generator that the first epoch reads to its end."""
    match fit:
        case Fit(
            data=Data(kind=Kind.GENERATOR, endless=False),
            config={"epochs": int(epochs)},
            args={"x": place},
        ) if epochs > 1 and not _given(fit, "steps_per_epoch") and not fit.partial:
            return Finding(
                place.at,
                f"the generator ends after one pass, so the first of the {epochs} epochs uses it up: "
                "those that follow train on two batches at most.",
                help="put its loop in a `while True:` and say `steps_per_epoch=…`, or make a "
                "`keras.utils.PyDataset` of it",
                mark="can be read once",
                evidence=Evidence.CERTAIN,
                keras="Your input ran out of data; interrupting training.",
            )
    return None


def _floats(fit: Fit, name: str) -> Iterator[Finding]:
    place = fit.args.get(name)
    if place is None:
        return
    match fit.config.get(name):
        case float(value):
            what, mark = f"the float {value:g}", "a float" if value.is_integer() else "not whole"
        case Quotient():
            what, mark = "a quotient, and so a float", _FRACTION
        case _:
            return
    yield _not_whole(
        place, f"`{name}` is {what}, but Keras 3 counts whole steps, and `fit` stops.", mark
    )


def _length(fit: Fit, data: object) -> Iterator[Finding]:
    """The number of batches of a dataset of the script's own class, which `len` wants whole."""
    match data:
        case Data(length=Quotient(site=Site() as place), name=name):
            message = (
                f"`__len__` of `{name}` gives a quotient, and so a float: `fit` stops at `len`."
            )
            asks = Label(fit.site.at, "asks how many batches there are")
            yield _not_whole(place, message, _FRACTION, asks)


def _not_whole(place: Site, message: str, mark: str, *labels: Label) -> Finding:
    return Finding(
        place.at,
        message,
        labels=labels,
        help="divide with `//`, or round up: `math.ceil(n / batch_size)`",
        mark=mark,
        keras="'float' object cannot be interpreted as an integer",
    )
