"""A categorical loss gets the output of a sigmoid.

Categorical losses compare one distribution over the classes with the true class. A sigmoid gives
independent probabilities that do not sum to 1.

Why it hurts:

With one unit, `categorical_crossentropy` is 0 whatever the network predicts, and
`sparse_categorical_crossentropy` knows a single class: nothing is learned. With several units the
TensorFlow backend trains a softmax behind your back while `predict` returns the sigmoids; JAX and
torch divide the sigmoids by their sum.

What Keras says:

A `SyntaxWarning` where the last axis has size 1, otherwise nothing.

Bad:

```python
import keras
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = load_breast_cancer(return_X_y=True)
x_train, x_val, y_train, y_val = train_test_split(x, y, stratify=y, random_state=1)
scaler = StandardScaler().fit(x_train)
x_train, x_val = scaler.transform(x_train), scaler.transform(x_val)
model = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])  # finding
model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
```

Good:

```python
import keras
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = load_breast_cancer(return_X_y=True)
x_train, x_val, y_train, y_val = train_test_split(x, y, stratify=y, random_state=1)
scaler = StandardScaler().fit(x_train)
x_train, x_val = scaler.transform(x_train), scaler.transform(x_val)
model = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
```

Bad:

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
        keras.layers.Dense(10, activation="sigmoid"),  # finding
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
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
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

Hardly ever: the combination that is meant has another name, `softmax` or `binary_crossentropy`.
It is only a note where the model is compiled to show how, and the script trains others or saves
it as it is, where several losses are tried in one place, and for the outputs of an autoencoder.

Fix safety:

Unsafe: another loss or activation is trained.

References:

- https://keras.io/api/losses/probabilistic_losses/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import losses
from kerascheck.keras_api.exercises import shown
from kerascheck.keras_api.losses import (
    CategoricalCrossentropy,
    CategoricalFocalCrossentropy,
    SparseCategoricalCrossentropy,
)
from kerascheck.rule import (
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Fix,
    Label,
    Loss,
    Output,
    Severity,
    Training,
    Unknown,
    replace_string,
    rule,
)


@rule("KC103", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(activation="sigmoid"),
                loss=CategoricalCrossentropy(from_logits=False)
                | CategoricalFocalCrossentropy(from_logits=False)
                | SparseCategoricalCrossentropy(from_logits=False) as loss,
            ) if training.amounts() is None:
                slight = shown(facts, training) or _tried(training, loss, facts)
                yield replace(_finding(training, loss), slight=slight)


def _tried(training: Training, loss: Loss, facts: Facts) -> bool:
    """Whether several outputs are to give back the inputs, or the loss is one of several tried.

    An autoencoder may learn from such a loss what matters, the order of its errors.
    """
    if training.output.units == 1:
        return False
    if training.task(without=("loss", "output")).kind == "autoencoder":
        return True
    place = training.compile.site.node
    return any(
        other.compile.site.node is place
        and isinstance(other.loss, Loss)
        and other.loss.canonical != loss.canonical
        for other in facts.trainings
    )


def _finding(training: Training, loss: Loss) -> Finding:
    output = training.output
    place = output.activation_site or output.site
    exclusive = _exclusive(training)
    if exclusive:
        at, other = place, Label(loss.site.at, f"`{loss.canonical}` expects them to sum to 1")
        mark = "independent probabilities"
    else:
        at, other = loss.site, Label(place.at, "independent probabilities")
        mark = "expects one distribution over the classes"
    words, fix = _advice(training, loss)
    labels = [other]
    match training.labels:
        case Data(origin=origin) if origin is not None:
            labels.append(Label(origin.site.at, origin.text))
    return Finding(
        at.at,
        _message(training, loss),
        labels=labels,
        help=words,
        why="The classes of a categorical loss exclude each other; the outputs of a sigmoid do "
        "not know of each other.",
        mark=mark,
        evidence=_level(training),
        fix=fix,
    )


def _exclusive(training: Training) -> int:
    """How many classes the labels have, of which a sample has one; 0 if not known or two."""
    match training:
        case Training(
            output=Output(units=1), labels=Data(encoding=Encoding.ONE_HOT | Encoding.INT, classes=n)
        ):
            return n if isinstance(n, int) and n > 2 else 0
        case Training(
            output=Output(units=int(units)),
            labels=Data(encoding=Encoding.ONE_HOT | Encoding.INT | Encoding.BINARY, classes=n),
        ) if units > 1:
            return n if isinstance(n, int) else units
    return 0


def _level(training: Training) -> Evidence:
    match training:
        case Training(output=Output(units=1)):
            return Evidence.CERTAIN
        case Training(
            output=Output(units=int()),
            labels=Data(
                encoding=Encoding.ONE_HOT | Encoding.INT | Encoding.BINARY | Encoding.MULTI_HOT
            ),
        ):
            return Evidence.CERTAIN
    return Evidence.LIKELY


def _message(training: Training, loss: Loss) -> str:
    sparse = isinstance(loss, SparseCategoricalCrossentropy)
    match training.output:
        case Output(units=1) if sparse:
            return (
                f"`{loss.canonical}` needs a unit for each class; with one `sigmoid` unit "
                "training stops or the loss stays at 0."
            )
        case Output(units=1):
            return (
                f"`{loss.canonical}` of one `sigmoid` unit is 0 whatever it predicts, "
                "so nothing is learned."
            )
        case Output(units=int(units)):
            return (
                f"{units} `sigmoid` outputs are independent, but `{loss.canonical}` compares one "
                "distribution over the classes; what `predict` returns is not what was trained."
            )
    return (
        f"`sigmoid` outputs are independent, but `{loss.canonical}` compares one distribution "
        "over the classes; what `predict` returns is not what was trained."
    )


def _advice(training: Training, loss: Loss) -> tuple[str, Fix | None]:
    """What to write, in words and as a fix."""
    output, n = training.output, _exclusive(training)
    match training:
        case Training(labels=Data(encoding=Encoding.MULTI_HOT)):
            words = 'write `loss="binary_crossentropy"`, for samples with several labels'
            return words, replace_string(loss.site, "binary_crossentropy")
        case Training(output=Output(units=1), labels=Data(encoding=Encoding.ONE_HOT, classes=2)):
            words = f"write {output.written('softmax', 2)}, a unit for each column of the labels"
            return words, None
        case Training(
            output=Output(units=1), labels=Data(encoding=Encoding.INT, classes=Unknown())
        ):
            one = 'write `loss="binary_crossentropy"` if there are two classes'
            return f"{one}, else give the output a unit for each, with `softmax`", None
        case Training(output=Output(units=1)) if not n:
            words = 'write `loss="binary_crossentropy"`'
            return words, replace_string(loss.site, "binary_crossentropy")
        case _ if not n:
            words = (
                f"write {output.written('softmax')} if a sample has one class, "
                'or `loss="binary_crossentropy"` if it may have several'
            )
            return words, None
        case Training(labels=Data(encoding=Encoding.ONE_HOT)):
            fitting = losses.CATEGORICAL
        case _:
            fitting = losses.SPARSE
    if loss.canonical not in fitting:
        other = "sparse_categorical" if fitting is losses.SPARSE else "categorical"
        return f'write {output.written("softmax", n)} with `loss="{other}_crossentropy"`', None
    fits = isinstance(output.units, int) and output.units == n
    fix = replace_string(output.activation_site, "softmax") if fits else None
    return f"write {output.written('softmax', n)}", fix
