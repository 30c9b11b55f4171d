"""Predictions are turned into classes in a way that does not fit the output of the model.

The largest of a single output is always at place 0. Logits, which go from minus to plus infinity,
are cut at 0, and probabilities at 0.5.

Why it hurts:

`argmax` of a column is class 0 for every sample. Logits that are cut at 0.5 miss the samples with
a probability between 0.5 and 0.62. The model may be good; what is made of it is not.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

(x, y), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=5000)
x = keras.utils.pad_sequences(x, maxlen=100)
x_test = keras.utils.pad_sequences(x_test, maxlen=100)
model = keras.Sequential(
    [
        keras.Input((100,)),
        keras.layers.Embedding(5000, 16),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=3, validation_split=0.1)
classes = np.argmax(model.predict(x_test), axis=1)  # finding
```

Good:

```python
import keras
import numpy as np

(x, y), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=5000)
x = keras.utils.pad_sequences(x, maxlen=100)
x_test = keras.utils.pad_sequences(x_test, maxlen=100)
model = keras.Sequential(
    [
        keras.Input((100,)),
        keras.layers.Embedding(5000, 16),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=3, validation_split=0.1)
classes = (model.predict(x_test)[:, 0] > 0.5).astype(int)
```

When to ignore:

For logits, when a threshold above one half is wanted.

References:

- https://keras.io/api/models/model_training_apis/#predict-method
- https://keras.io/api/losses/probabilistic_losses/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Called,
    Data,
    Evidence,
    Facts,
    Finding,
    Label,
    Loss,
    Output,
    Severity,
    Training,
    rule,
)

_ARGMAX = frozenset({"numpy.argmax", "tensorflow.argmax", "tensorflow.math.argmax"})


@rule("KC117", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    if "rl" in facts.context:
        return
    for call in facts.written.calls:
        match call:
            case Called(name=name, positional=(Data(shape=(_, 1)) as given, *_)) if (
                name in _ARGMAX and given.predicted is not None
            ):
                axis = _axis(call)
                if axis in (1, -1):
                    yield _always_first(call)
    for training in facts.trainings:
        yield from _logits(training)


def _axis(call: Called) -> object:
    if "axis" in call.named:
        return call.named["axis"]
    return call.positional[1] if len(call.positional) > 1 else None


def _always_first(call: Called) -> Finding:
    return Finding(
        call.site.at,
        "`argmax` of one output is always 0: every sample is taken for class 0.",
        help="cut the probabilities: `(predictions[:, 0] > 0.5).astype(int)`",
        why="The model has one output, so the largest one stands at place 0.",
        mark="class 0 for every sample",
    )


def _logits(training: Training) -> Iterator[Finding]:
    """A threshold for probabilities on logits."""
    match training:
        case Training(
            standard=True,
            output=Output(activation="linear", units=1),
            loss=Loss(canonical=loss) as place,
        ) if loss in losses.BINARY and getattr(place, "from_logits", None) is True:
            for clue in training.clues:
                cut = clue.source == "predictions" and "cuts the predictions" in clue.text
                if cut and clue.site is not None and "0.5" in clue.text:
                    yield Finding(
                        clue.site.at,
                        "the predictions are logits, but they are cut at 0.5, which is a "
                        "probability of 0.62.",
                        labels=[Label(place.site.at, "`from_logits=True`: no sigmoid is applied")],
                        help="cut at 0, or apply `keras.ops.sigmoid` before",
                        mark="logits are cut at 0",
                        evidence=Evidence.CERTAIN,
                    )
