"""`label_smoothing` has a value, or a loss, that it does not go with.

Smoothing takes a share of the 1 of the true class and spreads it over all classes. The share lies
between 0 and 1 and is usually about 0.1; labels that are numbers have no 1 to take it from.

Why it hurts:

A share of 1 or more turns the labels round: the true class gets the least. It is taken without a
word, as is a negative one. `SparseCategoricalCrossentropy` does not take the argument at all.

What Keras says:

`__init__() got an unexpected keyword argument 'label_smoothing'` for the sparse loss, and nothing
for any number.

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
loss = keras.losses.SparseCategoricalCrossentropy(label_smoothing=0.1)  # finding
model.compile("adam", loss=loss, metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
model.compile("adam", loss=loss, metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

The warning about much smoothing, when the labels are known to be wrong that often.

References:

- https://keras.io/api/losses/probabilistic_losses/
- https://arxiv.org/abs/1512.00567
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import Evidence, Facts, Finding, Loss, Severity, Site, rule

_MUCH = 0.3
"""More than this leaves little of the labels; papers use 0.1 to 0.2."""


@rule("KC120", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for compiled in facts.compiles:
        for loss in dict.fromkeys(compiled.losses):
            if isinstance(loss, Loss) and "label_smoothing" in loss.args:
                finding = _judged(loss, loss.args["label_smoothing"])
                if finding is not None:
                    yield finding


def _judged(loss: Loss, place: Site) -> Finding | None:
    if loss.canonical in losses.SPARSE:
        return Finding(
            place.at,
            "`SparseCategoricalCrossentropy` has no `label_smoothing`: labels that are numbers "
            "cannot be smoothed.",
            help="make one-hot labels with `to_categorical` and use "
            "`CategoricalCrossentropy(label_smoothing=…)`",
            mark="no such argument",
            keras="__init__() got an unexpected keyword argument 'label_smoothing'",
        )
    share = getattr(loss, "label_smoothing", None)
    if not isinstance(share, (int, float)) or isinstance(share, bool):
        return None
    if share < 0 or share >= 1:
        words = (
            "the true class becomes more than sure"
            if share < 0
            else "nothing is left of the true class"
        )
        return Finding(
            place.at,
            f"`label_smoothing={share:g}` is no share between 0 and 1: {words}.",
            help="write a small share: `label_smoothing=0.1`",
            mark="0 for none, usually 0.1",
        )
    if share > _MUCH:
        return Finding(
            place.at,
            f"`label_smoothing={share:g}` takes {share:.0%} from the true class, which leaves "
            "little to learn from.",
            help="write a small share: `label_smoothing=0.1`",
            mark="usually about 0.1",
            evidence=Evidence.LIKELY,
        )
    return None
