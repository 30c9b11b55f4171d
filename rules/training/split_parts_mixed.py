"""Inputs and targets come from different parts of one split, so they do not belong together.

`train_test_split(X, y)` returns the two parts of `X` first and then the two parts of `y`. Where the
names stand in another order, or one of them is mistyped, a model gets inputs of the one part and
targets of the other.

Why it hurts:

Each sample gets the label of another one. Parts of different sizes stop `fit`; parts of one size
train in silence, and the accuracy stays at that of guessing.

What Keras says:

`Data cardinality is ambiguous`, if the sizes differ. Else nothing.

Bad:

```python
import numpy as np
import keras
from sklearn.model_selection import train_test_split

X, y = np.load("x.npy"), np.load("y.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5)
model = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(X_train, y_train, epochs=20, validation_data=(X_test, y_train))  # finding
```

Good:

```python
import numpy as np
import keras
from sklearn.model_selection import train_test_split

X, y = np.load("x.npy"), np.load("y.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5)
model = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(X_train, y_train, epochs=20, validation_data=(X_test, y_test))
```

When to ignore:

Never known to be right.

References:

- https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Data,
    Facts,
    Finding,
    Fit,
    Label,
    Severity,
    Site,
    Step,
    Use,
    mixed_parts,
    rule,
)

_Pair = tuple[object, object, Site]
"""Inputs, targets, and where the targets are given."""


@rule("KC220", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    calls: list[Fit | Use] = [*facts.fits, *facts.uses]
    for call in calls:
        for x, y, place in _pairs(call):
            finding = next(
                (_finding(one, other, place) for one in _leaves(x) for other in _leaves(y)
                 if mixed_parts(one, other)),
                None,
            )  # fmt: skip
            if finding is not None:
                yield finding
                break


def _pairs(call: Fit | Use) -> Iterator[_Pair]:
    if isinstance(call, Use):
        if call.method == "evaluate" and "y" in call.args:
            yield call.data, call.labels, call.args["y"]
        return
    if call.data is None and "y" in call.args:
        yield call.x, call.y, call.args["y"]
    match call.validation:
        case (x, y, *_) if "validation_data" in call.args:
            yield x, y, call.args["validation_data"]


def _leaves(value: object) -> list[Data]:
    """The arrays of a model with one input, or with several in a list or dict."""
    items: list[object] = [value]
    if isinstance(value, dict):
        items = [*value.values()]
    elif isinstance(value, (list, tuple)):
        items = [*value]
    return [item for item in items if isinstance(item, Data)]


def _finding(x: Data, y: Data, place: Site) -> Finding:
    split = _split(x, y)
    if split is not None and _of_one_array(x, y):
        name = split.text.partition(" (")[0]
        return Finding(
            split.site.at,
            f"what `{name}` returns is taken in another order: the targets are a part of the inputs.",
            labels=[Label(place.at, f"the {_words(y.part)} part of the inputs")],
            help=f"write `x_train, x_test, y_train, y_test = {name}(x, y, …)`",
            mark="gives both parts of the inputs first",
        )
    return Finding(
        place.at,
        f"the inputs are of the {_words(x.part)} part, and the targets of the {_words(y.part)} "
        "part: each sample gets the target of another one.",
        labels=[] if split is None else [Label(split.site.at, "makes the parts")],
        help="pass inputs and targets of the same part",
        mark=f"targets of the {_words(y.part)} part",
        keras="Data cardinality is ambiguous",
    )


def _words(part: str) -> str:
    return {"train": "training"}.get(part, part)


def _split(x: Data, y: Data) -> Step | None:
    """The last step that both have in common, which is the split."""
    nodes = {id(step.site.node) for step in y.steps}
    return next((step for step in reversed(x.steps) if id(step.site.node) in nodes), None)


def _of_one_array(x: Data, y: Data) -> bool:
    """Whether both were made in the same steps, so that the targets are inputs in truth."""
    one, other = ([id(step.site.node) for step in data.steps] for data in (x, y))
    return len(one) > 1 and one == other
