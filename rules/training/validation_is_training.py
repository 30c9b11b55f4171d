"""The validation data are the training data, or a part of them.

`val_loss` is then the training loss once more, measured at the end of the epoch.

Why it hurts:

Both curves fall together, however much the model learns by heart, and callbacks that watch
`val_loss` stop nothing: overfitting cannot be seen.

What Keras says:

Nothing.

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
model.fit(x, y, epochs=20, validation_data=(x, y))  # finding
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
model.fit(x[5000:], y[5000:], epochs=20, validation_data=(x[:5000], y[:5000]))
```

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
x_val, y_val = x[50000:], y[50000:]
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss=loss, metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_data=(x_val, y_val))  # finding
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
x_train, y_train = x[:50000], y[:50000]
x_val, y_val = x[50000:], y[50000:]
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss=loss, metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, validation_data=(x_val, y_val))
```

When to ignore:

When the model shall learn a few samples by heart, to see whether it can. It is only noted where
the line that holds samples out stands beside as a comment.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
- https://keras.io/guides/training_with_built_in_methods/
"""

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Kind,
    Label,
    Severity,
    Site,
    Taken,
    Unknown,
    mixed_parts,
    rule,
    same_rows,
)

_MARKS = frozenset({"rl", "gan", "tests"})
"""A unit test needs any data to validate on."""
_PROBE = 256
"""Up to so many samples a model may be meant to learn by heart."""
_CONTEXT = 0.2
"""Up to this share of a series its last steps may be there for the first windows of the rest."""
_STREAMS = (Kind.DATASET, Kind.SEQUENCE, Kind.GENERATOR)
_PLACE = re.compile(r"[A-Za-z_][\w.]*")


@rule("KC211", certain=Severity.ERROR, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    for fit in facts.fits:
        place = fit.args.get("validation_data")
        if fit.method not in ("fit", "fit_generator") or place is None or _few(fit.x):
            continue
        if isinstance(fit.y, Data) and _few(fit.y):
            continue
        if mixed_parts(fit.x, fit.y):
            continue  # The parts of a split were taken in another order, as KC220 says.
        if _same_data(fit) or _same_words(fit, place.text):
            message = (
                "the validation data are the training data, so `val_loss` only repeats the "
                "training loss."
            )
            finding = _finding(fit, message, "the same samples")
            switched = next(filter(None, (_switched_off(facts, n) for n in _names(place))), "")
            if switched:
                message += f" Another `{switched}` is commented out."
                finding = replace(finding, message=message, slight=True)
            yield finding
        elif (part := _shared(fit)) is not None:
            yield _finding(
                fit,
                f"{part} is trained on as well, so `val_loss` is in part the training loss.",
                "trained on, too",
            )


def _names(place: Site) -> list[str]:
    return [name for name in _PLACE.findall(place.text) if "." not in name]


def _switched_off(facts: Facts, name: str) -> str:
    """The name itself, if next to where it is assigned another value of it is made a comment."""
    own, other = rf"[ \t]*{name}[ \t]*=(?!=)", rf"[ \t]*#+[ \t]*{name}[ \t]*=(?!=)"
    pattern = rf"^(?:{own}.*\n{other}|{other}.*\n{own})"
    return name if facts.written.says(re.compile(pattern, re.MULTILINE)) else ""


def _finding(fit: Fit, message: str, mark: str) -> Finding:
    return Finding(
        fit.args["validation_data"].at,
        message,
        labels=[Label(fit.args["x"].at, "trained on this")] if "x" in fit.args else [],
        help="hold samples out: "
        + (
            "`validation_data=ds.take(n)` with `ds.skip(n)` to train on"
            if isinstance(fit.data, Data) and fit.data.kind is Kind.DATASET
            else 'with `subset="training"` for the data to train on'
            if isinstance(fit.data, Data)
            else "`validation_split=0.2`, or `train_test_split(x, y)`"
        ),
        mark=mark,
        evidence=Evidence.CERTAIN,
    )


def _shared(fit: Fit) -> str | None:
    """What of the validation data is known to be trained on, in words; None if nothing is."""
    match fit.validation:
        case Data(kind=kind) as given if kind in _STREAMS and isinstance(fit.data, Data):
            mine: object = fit.data
        case Data(kind=kind, x=Data() as given) if kind in _STREAMS:
            mine = fit.x
        case [Data() as given, *_]:
            mine = fit.x
        case _:
            return None
    if not isinstance(mine, Data) or isinstance(mine.rows, Unknown):
        return None
    if mine.flow is not None and given.flow is not None:
        return None  # Told by `generator-subset`, which knows the share.
    if mine.rows in given.parents:
        return "the validation part of the training data"
    share = _overlap(mine.rows, given.rows)
    if share <= _CONTEXT and (_in_windows(mine) or _in_windows(given)):
        return None  # The first window of what comes later begins with what came before.
    return "a part of the validation data" if share else None


def _in_windows(data: Data) -> bool:
    """Whether samples are windows of a series, in which the steps before a target stand as well."""
    windows = data.times is not None and data.times.windows
    return windows or any("window" in step.text or "timeseries" in step.text for step in data.steps)


def _overlap(one: object, other: object) -> float:
    """The share of a slice that another one of the same array has as well; 0 if it is not known."""
    match one, other:
        case (Taken(parent=a, key=tuple() as key), Taken(parent=b, key=tuple() as at)) if a == b:
            mine, given = _ends(key), _ends(at)
            if mine is not None and given is not None:
                common = min(mine[1], given[1]) - max(mine[0], given[0])
                whole = mine[1] - mine[0]
                return max(common, 0) / whole if math.isfinite(whole) and whole else common > 0
    return 0


def _ends(key: tuple[object, ...]) -> tuple[float, float] | None:
    """The first row of a slice and the one behind its last; None if they are not known."""
    match key:
        case (None | int() as start, None | int() as stop, None):
            first, end = start or 0, math.inf if stop is None else stop
            return (first, end) if first >= 0 and end >= 0 else None
    return None


def _few(x: object) -> bool:
    match x:
        case Data():
            return x.at_most(_PROBE)
        case [Data() as first, *_]:
            return _few(first)
        case list():
            return True
    return False


def _same_data(fit: Fit) -> bool:
    """Whether both are known to be the same samples, inputs and labels alike."""
    match fit.validation:
        case Data(kind=kind) as given if kind in _STREAMS:
            if isinstance(fit.data, Data):
                return same_rows(given, fit.data) and _whole(given)
            return _same_arrays(fit, given.x, given.y)
        case [x, y, *_]:
            return _same_arrays(fit, x, y)
    return False


def _same_arrays(fit: Fit, x: object, y: object) -> bool:
    """Whether inputs and labels are those that are trained on, be they in a dataset or not."""
    parts, others = _parts(fit.x), _parts(x)
    return (
        len(parts) == len(others) > 0
        and all(map(same_rows, parts, others))
        and _whole(*parts, *others)
        and (same_rows(y, fit.y) or (isinstance(y, Unknown) and fit.data is None))
    )


def _parts(x: object) -> list[object]:
    return [*x] if isinstance(x, (list, tuple)) else [x]


def _whole(*parts: object) -> bool:
    """Whether no part has been cut in a way that is not followed."""
    return all(isinstance(part, Data) and part.steps for part in parts)


def _same_words(fit: Fit, text: str) -> bool:
    """Whether the very names of the training data stand in `validation_data`."""
    x, y = fit.args.get("x"), fit.args.get("y")
    if x is None or not _PLACE.fullmatch(x.text) or isinstance(fit.data, Data):
        return False
    words = re.sub(r"\s", "", text).strip("()[]").rstrip(",")
    if y is None:
        return words == x.text and not isinstance(fit.config.get("y"), Data)
    return bool(_PLACE.fullmatch(y.text)) and words == f"{x.text},{y.text}"
