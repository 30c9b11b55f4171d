"""The activation of the output cannot reach the values of the target.

A sigmoid gives values between 0 and 1, `tanh` between -1 and 1, a softmax shares out 1, and a
`relu` is never below 0. A continuous target needs an output without activation, unless it has been
scaled to that range. A `StandardScaler` scales to no range: many of its values are below 0, as are
those of which the mean is subtracted. So it is with an autoencoder of inputs that are scaled by one.

Why it hurts:

Every target above the bound gets the bound: the output saturates, its gradient vanishes, and the
loss comes to rest at a high value. With prices from 5 to 50 a sigmoid predicts 1 for every house.

What Keras says:

Nothing.

Bad:

```python
import keras

(x, y), _ = keras.datasets.boston_housing.load_data()
normalize = keras.layers.Normalization()
normalize.adapt(x)
model = keras.Sequential(
    [
        keras.Input((13,)),
        normalize,
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),  # finding
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.boston_housing.load_data()
normalize = keras.layers.Normalization()
normalize.adapt(x)
model = keras.Sequential(
    [
        keras.Input((13,)),
        normalize,
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

Bad:

```python
import keras
import numpy as np
from sklearn.preprocessing import StandardScaler

x = StandardScaler().fit_transform(np.load("x.npy"))
autoencoder = keras.Sequential(
    [
        keras.Input((29,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(29, activation="sigmoid"),  # finding
    ]
)
autoencoder.compile("adam", loss="mse")
autoencoder.fit(x, x, epochs=20, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np
from sklearn.preprocessing import StandardScaler

x = StandardScaler().fit_transform(np.load("x.npy"))
autoencoder = keras.Sequential(
    [
        keras.Input((29,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(29),
    ]
)
autoencoder.compile("adam", loss="mse")
autoencoder.fit(x, x, epochs=20, validation_split=0.2)
```

When to ignore:

The finding of medium confidence, when the column is stored scaled to the range already. The rule
itself leaves alone what is scaled once more behind a `StandardScaler`, or made absolute, and
scripts that set `with_mean` or `with_centering`.

Fix safety:

Unsafe: another function is trained.

References:

- https://keras.io/api/layers/activations/
- https://keras.io/api/losses/regression_losses/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.keras_api.activations import RANGES
from kerascheck.rule import (
    CLASSIFICATION,
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Label,
    Loss,
    Output,
    Severity,
    Step,
    Training,
    replace_string,
    rule,
)

_BOUNDED = frozenset({"sigmoid", "hard_sigmoid", "tanh", "hard_tanh", "softsign", "softmax"})
_MARKS = frozenset({"rl", "gan", "autoencoder", "metric-learning", "distillation"})
_KEEP = ("read_csv", "[", "train_test_split", "values", "to_numpy", "array", "reshape", "astype")
"""Steps that leave the values of a column as they are stored, or the first letters of these."""
_MAKE = ("make_regression", "make_friedman1", "make_friedman2")
"""Makers of targets far outside of -1 to 1: those of scikit-learn, with their usual settings."""
_CENTRED = re.compile(r"^(?:Standard|Robust)Scaler\.(?:fit_)?transform$")
"""Steps behind which the mean or the median of each column is 0."""
_MEAN = re.compile(r"-=?\s*[\w.\[\]'\"]*?(?:mean(?:_\w+)?|mu)\b")
"""A mean that is subtracted."""
_NOT_CENTRED = re.compile(r"\bwith_(?:mean|centering)\b")


@rule("KC109", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    if _MARKS.isdisjoint(facts.context.marks):
        yield from _out_of_reach(facts)
    if (_MARKS - {"autoencoder"}).isdisjoint(facts.context.marks):
        yield from _below_zero(facts)


def _below_zero(facts: Facts) -> Iterator[Finding]:
    """Outputs that are never negative, for targets of which about half are."""
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(activation=str(activation)),
                loss=Loss(canonical=loss),
                labels=Data(soft=False) as labels,
            ) if loss in losses.REGRESSION and RANGES.get(activation, (None,))[0] == 0:
                found = _centred(labels) if activation != "softmax" else None
                if found is not None and not facts.written.says(_NOT_CENTRED):
                    yield _negative(training.output, activation, *found)


def _centred(labels: Data) -> tuple[Step, str] | None:
    """The step that has moved the middle of the values to 0, if what follows keeps it there."""
    for step in reversed(labels.steps):
        if _CENTRED.match(step.text):
            return step, f"it is scaled by `{step.text.partition('.')[0]}`"
        if step.text.startswith("-") and _MEAN.search(step.site.text):
            return step, "its mean is subtracted"
        # A deviation is no negative number.
        if not _kept(step.text) and not step.text.startswith("/"):
            return None
    return None


def _negative(output: Output, activation: str, step: Step, how: str) -> Finding:
    return Finding(
        (output.activation_site or output.site).at,
        f"`{activation}` gives no values below 0, but the target has such values: {how}.",
        labels=[Label(step.site.at, "has its middle at 0 from here on")],
        help=f"drop the activation: {output.written('')}",
        why="Targets out of reach drive the output to its bound, where the gradient vanishes.",
        mark="never below 0",
        evidence=Evidence.LIKELY,
        fix=replace_string(output.activation_site, "linear"),
    )


def _out_of_reach(facts: Facts) -> Iterator[Finding]:
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                output=Output(activation=str(activation), units=int(n)),
                loss=Loss(canonical=loss),
                labels=Data(soft=False) as labels,
            ) if loss in (*losses.REGRESSION, "poisson") and not (
                activation == "softmax" and n == 1
            ):
                # One softmax unit is a mistake of its own, which has its own rule.
                level = _level(training, activation, labels)
                if level is not None:
                    yield _finding(training, activation, labels, level)


def _level(training: Training, activation: str, labels: Data) -> Evidence | None:
    """How sure it is that targets lie outside of what the activation can give."""
    low, high = RANGES.get(activation, (None, None))
    above = high is not None and labels.high is not None and labels.high > high
    below = low is not None and labels.low is not None and labels.low < low
    if labels.encoding not in (Encoding.FLOAT, Encoding.INT) and isinstance(
        labels.encoding, Encoding
    ):
        return None
    if above or below:
        task = training.task(without=("output",))
        classes = any(c.task in CLASSIFICATION and c.source != "output" for c in training.clues)
        meant = task.kind in ("regression", "autoencoder") and task.level is not None
        if not meant or (task.level is Evidence.HINT and classes):
            return Evidence.LIKELY if _number_by_number(training, labels) else None
        # Bounds of pixels and the like are not reached by every sample.
        sure = labels.encoding is Encoding.FLOAT and task.level is Evidence.CERTAIN
        return Evidence.CERTAIN if sure else Evidence.LIKELY
    task = training.task(without=("output", "metrics"))
    if task.kind != "regression" or task.level is None or task.level < Evidence.LIKELY:
        return None
    bounds_known = labels.low is not None or labels.high is not None
    named = any(clue.source in ("labels", "names") for clue in task.clues)
    stored = bool(labels.steps) and all(_kept(step.text) for step in labels.steps)
    if named and stored and not bounds_known:
        return Evidence.LIKELY if activation in _BOUNDED or _signed(labels, low) else None
    return None


def _number_by_number(training: Training, labels: Data) -> bool:
    """Whether each output is compared with a number of its own, and so none stands for a class."""
    match labels.shape, training.output.units:
        case (_, int(width)), int(units):
            return width == units > 1
    return False


def _signed(labels: Data, low: float | None) -> bool:
    """Whether the targets are on both sides of 0, and the activation gives none below."""
    return low == 0 and any(step.text.startswith("make_regression") for step in labels.steps)


def _kept(text: str) -> bool:
    return text.lstrip(".").startswith((*_KEEP, *_MAKE))


def _finding(training: Training, activation: str, labels: Data, level: Evidence) -> Finding:
    output, origin = training.output, labels.origin
    low, high = RANGES[activation]
    reach = f"from {low:g} up" if high is None else f"from {low:g} to {high:g}"
    if labels.low is not None and labels.high is not None:
        target = f"the target goes from {labels.low:g} to {labels.high:g}"
    else:
        target = f"the target is continuous{_because(training)}"
    counts = isinstance(training.loss, losses.Poisson)
    wanted = "softplus" if counts else ""
    return Finding(
        (output.activation_site or output.site).at,
        f"`{activation}` gives values {reach}, but {target}.",
        labels=[Label(origin.site.at, origin.text)] if origin is not None else [],
        help=f"take one without an upper bound: {output.written(wanted)}"
        if counts
        else f"drop the activation: {output.written(wanted)}",
        why="Targets out of reach drive the output to its bound, where the gradient vanishes.",
        mark=f"values {reach}",
        evidence=level,
        fix=replace_string(output.activation_site, wanted or "linear"),
    )


def _because(training: Training) -> str:
    for clue in training.task(without=("output", "metrics")).clues:
        if clue.source in ("labels", "names"):
            return f": {clue.text}"
    return ""
