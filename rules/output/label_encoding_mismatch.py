"""The loss expects labels that are written in another way.

`categorical_crossentropy` and `binary_crossentropy` compare a row of labels, as wide as the
output; `sparse_categorical_crossentropy` takes the number of the class.

Why it hurts:

Training stops with an error about shapes in the first step, after all the data have been loaded.

What Keras says:

`Arguments target and output must have the same rank (ndim)`, or for the sparse loss
`Argument output must have rank (ndim) target.ndim - 1`. Keras 2 speaks of incompatible shapes
`(None, 1)` and `(None, 10)`.

Bad:

```python
import keras

(x, y), _ = keras.datasets.fashion_mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=5, validation_split=0.1)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.fashion_mnist.load_data()
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
model.fit(x, y, epochs=5, validation_split=0.1)
```

Bad:

```python
import keras

(x, y), _ = keras.datasets.fashion_mnist.load_data()
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
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=5, validation_split=0.1)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.fashion_mnist.load_data()
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
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

Never, unless the labels are changed in a way that is not seen here.

Fix safety:

Safe between the categorical losses: the old code cannot run.

References:

- https://keras.io/api/losses/probabilistic_losses/
- https://keras.io/api/utils/python_utils/#to_categorical-function
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Applicability,
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Loss,
    Output,
    Severity,
    Training,
    Unknown,
    replace_string,
    rule,
)

_SPARSE = "sparse_categorical_crossentropy"
_ONE_HOT = "categorical_crossentropy"
_BUILT_IN = losses.CROSSENTROPY | losses.REGRESSION | losses.ONE_HOT

Advice = tuple[str, str, str]
"""What the loss expects, what to write, and the loss of it where it alone has to change."""


@rule("KC107", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                loss=Loss(canonical=name) as loss,
                labels=Data(encoding=Encoding() as encoding) as y,
            ):
                advice = _advice(training, name)
                if advice is None:
                    yield from _held_out(training, name)
                    continue
                expected, words, better = advice
                origin = y.origin
                seen = [Label(origin.site.at, origin.text)] if origin is not None else []
                yield Finding(
                    loss.site.at,
                    f"`{name}` expects {expected}, but the labels are {encoding.value}; "
                    "`fit` stops with an error.",
                    labels=seen,
                    help=words,
                    mark=f"expects {expected}",
                    evidence=_level(training, y),
                    fix=replace_string(loss.site, better, Applicability.SAFE) if better else None,
                )


def _advice(training: Training, name: str) -> Advice | None:
    return _strings(training, name) or _rows(training) or _numbers(training)


def _held_out(training: Training, name: str) -> Iterator[Finding]:
    """Labels of the validation that are written in another way than those of the training."""
    match training.fit:
        case Fit(
            validation=[_, Data(encoding=Encoding() as encoding) as y, *_]
            | Data(y=Data(encoding=Encoding() as encoding) as y),
            args={"validation_data": place},
        ) if len(training.compile.losses) == 1:
            advice = _advice(replace(training, labels=y), name)
            if advice is None:
                return
            seen = [(training.labels, "those of the training"), (y, "those of the validation")]
            yield Finding(
                place.at,
                f"`{name}` expects {advice[0]}, as the training labels are, but those of the "
                f"validation are {encoding.value}; `fit` stops with an error.",
                labels=[
                    Label(data.origin.site.at, f"{text}: {data.origin.text}")
                    for data, text in seen
                    if isinstance(data, Data) and data.origin is not None
                ],
                help="encode them in the same way as the labels of the training",
                mark=f"labels that are {encoding.value}",
                evidence=_level(training, y),
            )


def _strings(training: Training, name: str) -> Advice | None:
    """Labels that are text, which no loss takes."""
    match training.labels:
        case Data(encoding=Encoding.STRING) if name in _BUILT_IN:
            return (
                "numbers",
                "number the classes first: `y = LabelEncoder().fit_transform(y)`",
                "",
            )
    return None


def _rows(training: Training) -> Advice | None:
    """A loss that compares rows, and labels that are one number a sample."""
    y = training.labels
    if not (isinstance(y, Data) and _one_number(training, y)):
        return None
    match training:
        case Training(output=Output(activation="sigmoid"), loss=Loss(canonical=name)) if (
            name in losses.CATEGORICAL
        ):
            return None
        case Training(output=Output(units=int(units)), loss=Loss(canonical=name)) if (
            name in losses.CATEGORICAL and units > 1
        ):
            n = y.classes if isinstance(y.classes, int) else units
            words = (
                f"write {_written(training, _SPARSE)}, or make rows with `to_categorical(y, {n})`"
            )
            return f"one-hot rows of {units} values", words, _SPARSE if name == _ONE_HOT else ""
        case Training(
            output=Output(activation="softmax", units=Unknown()), loss=Loss(canonical=name)
        ) if name in losses.CATEGORICAL and y.rank == 1:
            words = f"write {_written(training, _SPARSE)}, or make rows with `to_categorical`"
            return "one-hot rows", words, _SPARSE if name == _ONE_HOT else ""
        case Training(output=Output(activation=activation, units=int(units)), loss=Loss() as loss):
            if loss.canonical not in losses.BINARY or units < 2:
                return None
            if activation == "softmax" and (units == 2 or y.encoding is Encoding.BINARY):
                words = f"write {_written(training, _SPARSE)}"
            elif activation != "softmax" and y.encoding is Encoding.INT:
                end = training.output.written("softmax", y.classes)
                words = f'write {end} with `loss="{_SPARSE}"`'
            else:
                return None
            return f"rows of {units} values", words, ""
    return None


def _written(training: Training, name: str) -> str:
    """Another loss, as a class where the present one is told that it gets logits."""
    if getattr(training.loss, "from_logits", None) is True:
        kind = losses.BY_STRING[name].__name__
        return f"`loss=keras.losses.{kind}(from_logits=True)`"
    return f'`loss="{name}"`'


def _one_number(training: Training, y: Data) -> bool:
    """Whether labels are one integer a sample, or one for each step or pixel of the output."""
    match y:
        case Data(encoding=Encoding.INT | Encoding.BINARY, shape=shape):
            rank, last = y.rank, shape[-1] if isinstance(shape, tuple) and shape else None
            single = rank is None or rank == 1 or (isinstance(last, int) and last == 1)
            return single or training.output.sequence or training.output.spatial
    return False


def _numbers(training: Training) -> Advice | None:
    """A loss that takes one number a sample, and labels that are rows."""
    match training:
        case Training(output=Output(activation="sigmoid"), loss=Loss(canonical=name)) if (
            name in losses.SPARSE
        ):
            return None
        case Training(
            output=Output(activation=activation, units=units),
            loss=Loss(canonical=name),
            labels=Data(encoding=Encoding.ONE_HOT | Encoding.MULTI_HOT as encoding),
        ) if name in losses.SPARSE:
            if isinstance(units, int) and units == 1 and activation == "softmax":
                return None
            if encoding is Encoding.ONE_HOT:
                words = f"write {_written(training, _ONE_HOT)}, or leave out the encoding"
                return "one integer a sample", words, _ONE_HOT
            if activation == "softmax":
                return None
            end = training.output.written("sigmoid")
            return "one integer a sample", f'write {end} with `loss="binary_crossentropy"`', ""
        case Training(
            output=Output(activation="sigmoid" | "linear", units=1),
            loss=Loss(canonical=name),
            labels=Data(encoding=Encoding.ONE_HOT, classes=2 | Unknown() as n) as y,
        ) if name in losses.BINARY and (n == 2 or not _of_folders(y)):
            words = "leave out the one-hot encoding, so that the labels are 0 and 1"
            return "one 0 or 1 a sample", words, ""
    return None


def _of_folders(y: Data) -> bool:
    """Whether a reader of folders makes the labels, of which another rule (KC309) speaks."""
    return any(step.text.startswith(("class_mode=", "label_mode=")) for step in y.steps)


def _level(training: Training, y: Data) -> Evidence:
    """Certain, but for labels of a whole image or sequence, whose axes may be rearranged."""
    wide = training.output.spatial or training.output.sequence
    return Evidence.LIKELY if wide and y.rank is None else Evidence.CERTAIN
