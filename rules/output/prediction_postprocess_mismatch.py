"""Predictions are turned into classes in a way that does not fit the output of the model.

The largest of a single output is always at place 0. Logits, which go from minus to plus infinity,
are cut at 0, and probabilities at 0.5. Of several classes the most likely one is taken along the
last axis. And predictions of one output stand in a column, where labels often have no columns.

Why it hurts:

`argmax` of a column is class 0 for every sample. Logits that are cut at 0.5 miss the samples with
a probability between 0.5 and 0.62. Labels minus a column give a table of every label with every
prediction. The model may be good; what is made of it is not.

What Keras says:

Nothing. Only scikit-learn refuses to compare one-hot rows with numbers of classes: "Classification
metrics can't handle a mix of multilabel-indicator and multiclass targets".

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

For logits, when a threshold above one half is wanted. The rule itself leaves alone: predictions
that are flattened or of one sample, labels in a table of pandas, and shapes that are not known.

References:

- https://keras.io/api/models/model_training_apis/#predict-method
- https://keras.io/api/losses/probabilistic_losses/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Called,
    Compile,
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Kind,
    Label,
    Loss,
    Output,
    Severity,
    Training,
    Use,
    rule,
)

_ARGMAX = frozenset({"numpy.argmax", "tensorflow.argmax", "tensorflow.math.argmax"})
_COMPARING = frozenset(
    {
        "sklearn.metrics.accuracy_score",
        "sklearn.metrics.balanced_accuracy_score",
        "sklearn.metrics.classification_report",
        "sklearn.metrics.confusion_matrix",
        "sklearn.metrics.f1_score",
        "sklearn.metrics.precision_score",
        "sklearn.metrics.recall_score",
    }
)


@rule("KC117", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    if "rl" in facts.context:
        return
    for call in facts.written.calls:
        match call:
            case Called(name=name, positional=(Data(shape=(_, 1)) as given, *_)) if (
                name in _ARGMAX and given.predicted is not None
            ):
                if _axis(call, 1) in (1, -1):
                    yield _always_first(call)
            case Called(name="argmax", receiver=Data(shape=(_, 1))) if _axis(call, 0) in (1, -1):
                yield _always_first(call)
    yield from _flattened(facts)
    yield from _compared(facts)
    for training in facts.trainings:
        yield from _logits(training)
        yield from _cut(training)
        yield from _only_one(training)


def _axis(call: Called, position: int) -> object:
    if "axis" in call.named:
        return call.named["axis"]
    return call.positional[position] if len(call.positional) > position else None


def _always_first(call: Called) -> Finding:
    return Finding(
        call.site.at,
        "`argmax` of one output is always 0: every sample is taken for class 0.",
        help="cut the probabilities: `(predictions[:, 0] > 0.5).astype(int)`",
        why="The model has one output, so the largest one stands at place 0.",
        mark="class 0 for every sample",
    )


def _flattened(facts: Facts) -> Iterator[Finding]:
    """`argmax` of many predictions without an axis: one place among all numbers."""
    many = {
        id(use.data.rows)
        for use in facts.uses
        if use.method.startswith("predict") and isinstance(use.data, Data) and _several(use.data)
    }
    for call in facts.written.calls:
        match call:
            case (
                Called(name="numpy.argmax", positional=(Data(shape=(_, int(n))) as given,))
                | Called(name="argmax", positional=(), receiver=Data(shape=(_, int(n))) as given)
            ) if n > 1 and given.predicted is not None and id(given.rows) in many:
                if not call.named and call.complete:
                    yield Finding(
                        call.site.at,
                        "`argmax` without an axis gives one number for all the predictions: the "
                        "place of the largest of them.",
                        help="write `axis=-1`, for the class of each sample",
                        mark="one number for all samples",
                        evidence=Evidence.CERTAIN,
                    )


def _several(data: Data) -> bool:
    match data.shape:
        case (int(n), *_):
            return n > 1
    return False


def _compared(facts: Facts) -> Iterator[Finding]:
    """Labels and predictions in shapes that do not go together."""
    calls = {call.site.node: call for call in facts.written.calls}
    seen = set()
    for use in facts.uses:
        if use.method != "score" or use.site.node in seen:
            continue
        seen.add(use.site.node)
        call = calls.get(use.site.node)
        match use.labels, use.data:
            case Data(shape=(1,)), _:
                pass
            case Data(shape=(count,), kind=Kind.ARRAY), Data(shape=(_, 1)) if use.operator:
                yield _crossed(use, count)
            case Data(shape=(_, int(n)), encoding=Encoding.ONE_HOT), Data(
                shape=(_,), encoding=Encoding.INT
            ) if n > 1 and call is not None and call.name in _COMPARING:
                yield _mixed(use, n)


def _crossed(use: Use, rows: object) -> Finding:
    count = rows if isinstance(rows, int) else "N"
    return Finding(
        use.site.at,
        f"labels of shape ({count},) and predictions of shape ({count}, 1) give a table of shape "
        f"({count}, {count}): each label with each prediction.",
        help="take the column: `model.predict(x)[:, 0]` or `.ravel()`",
        mark="labels and predictions do not pair up",
        evidence=Evidence.CERTAIN,
    )


def _mixed(use: Use, classes: int) -> Finding:
    return Finding(
        use.site.at,
        f"the labels are one-hot rows of {classes}, but the predictions are numbers of classes: "
        "scikit-learn refuses to compare them.",
        help="compare with the numbers: `np.argmax(y, axis=1)`",
        mark="rows and numbers",
        evidence=Evidence.CERTAIN,
    )


def _cut(training: Training) -> Iterator[Finding]:
    """A threshold on the probabilities of classes that exclude each other."""
    match training:
        case Training(
            standard=True,
            output=Output(activation="softmax", units=int(n), spatial=False, sequence=False),
            loss=Loss(canonical=loss),
            labels=Data(shape=(_,), encoding=Encoding.INT),
            compile=Compile(losses=(_,)),
        ) if n > 1 and loss in losses.SPARSE:
            for clue in training.clues:
                # Several numbers a sample: the largest one alone says how sure the model is.
                cut = clue.task == "multilabel" and "cuts the predictions" in clue.text
                if cut and clue.site is not None:
                    yield Finding(
                        clue.site.at,
                        f"the predictions are probabilities of {n} classes, and a threshold makes "
                        f"{n} numbers of each sample, but not a class.",
                        labels=[Label(training.output.site.at, "one of these classes is right")],
                        help="take the most likely one: `np.argmax(predictions, axis=-1)`",
                        mark="not a class",
                        evidence=Evidence.LIKELY,
                    )


def _only_one(training: Training) -> Iterator[Finding]:
    """The most probable class alone where a sample may have several."""
    match training:
        case Training(
            standard=True,
            output=Output(activation="sigmoid", units=int(n), spatial=False, sequence=False),
            loss=Loss(canonical=loss),
            labels=Data(encoding=Encoding.MULTI_HOT) as labels,
            compile=Compile(losses=(_,)),
        ) if n > 1 and loss in losses.BINARY:
            if any("cuts the predictions" in clue.text for clue in training.clues):
                return  # The script takes all of them, and shows the first one besides.
            for clue in training.clues:
                taken = clue.source == "predictions" and "takes the most probable" in clue.text
                if taken and clue.site is not None:
                    origin = labels.origin
                    yield Finding(
                        clue.site.at,
                        f"a sample may have several of the {n} labels, but `argmax` gives one of "
                        "them, and one to a sample that has none.",
                        labels=[Label(origin.site.at, origin.text)] if origin is not None else [],
                        help="cut each probability: `(predictions > 0.5).astype(int)`",
                        mark="one label a sample",
                        evidence=Evidence.LIKELY,
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
                half = "0.5" in clue.text or "round(" in clue.text or "rint(" in clue.text
                if cut and clue.site is not None and half:
                    yield Finding(
                        clue.site.at,
                        "the predictions are logits, but they are cut at 0.5, which is a "
                        "probability of 0.62.",
                        labels=[Label(place.site.at, "`from_logits=True`: no sigmoid is applied")],
                        help="cut at 0, or apply `keras.ops.sigmoid` before",
                        mark="logits are cut at 0",
                        evidence=Evidence.CERTAIN,
                    )
