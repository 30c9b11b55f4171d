"""A name is bound to what a method returns that returns nothing.

`compile`, `add`, `summary` and their like change or print the model and return `None`; `fit` returns
the history of the training, which is no model either.

Why it hurts:

After `model = model.compile(...)` the name stands for `None`, and the next line that uses it stops
with an error about `NoneType`. The model itself is lost, and after `model = model.fit(...)` with it
all that it has learnt.

What Keras says:

Nothing; Python says `'NoneType' object has no attribute 'fit'`, or `'History' object has no attribute
'predict'`.

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
model = model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=20, validation_split=0.2)
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
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

The finding of low confidence, where another name is bound and never used. The rule itself leaves alone
a name that gets the result of `fit` and of which only the `history` is read from there on.

Fix safety:

Safe: the name keeps what it stood for, and the method does what it did. For `fit` there is none.

References:

- https://keras.io/api/models/model_training_apis/
- https://keras.io/guides/sequential_model/
"""

import re
from collections.abc import Iterator

from kerascheck.rule import (
    Applicability,
    Called,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Model,
    Severity,
    rule,
)

_NOTHING = frozenset({"compile", "add", "summary", "build", "save_weights"})
"""Methods of a model that return `None` in every version."""


_OF_HISTORY = re.compile(r"\.(?:history|epoch)\b(?!\s*\.\s*history\b)")
"""What is read of the history of a training; the one that a model has is an object again."""


@rule("KC219", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for call in facts.written.calls:
        match call:
            case Called(receiver=Model() as model, name=method) if method in _NOTHING:
                name, owner = call.bound, call.owner
                if name and owner is not None and not _own(model, method):
                    yield _finding(call, name, same=owner.text == name)
            case Called(receiver=Model() as model, name="fit"):
                name, owner = call.bound, call.owner
                if name and owner is not None and owner.text == name and not _own(model, "fit"):
                    if _history(call, name, facts):
                        continue  # Its author knows that it is one.
                    yield _replaced(call, name)


def _own(model: Model, method: str) -> bool:
    """Whether the script brings the method, which may return something."""
    return model.kind == "subclass" or method in model.overridden


def _history(call: Called, name: str, facts: Facts) -> bool:
    """Whether all that is read of a name below a training is what a history has."""
    if call.loops:
        return False  # The training comes again, and is then one of a history.
    here = call.binding or call.site
    end = (here.at.block, here.at.end_line)
    later = [
        use.chain.text[len(name) :]
        for use in facts.written.uses(name)
        if (use.name.at.block, use.name.at.line) > end
    ]
    return bool(later) and all(_OF_HISTORY.match(text) for text in later)


def _replaced(call: Called, name: str) -> Finding:
    place = call.binding or call.site
    return Finding(
        place.at,
        f"`fit` returns the history of the training, so that `{name}` is no model from here on, and "
        "what it has learnt is lost.",
        help=f"write `history = {name}.fit(…)`",
        mark="the history, and no model",
        evidence=Evidence.LIKELY,
        keras="'History' object has no attribute 'predict'",
    )


def _finding(call: Called, name: str, *, same: bool) -> Finding:
    place = call.binding
    lost = ", and the model is lost" if same else ""
    return Finding(
        (place or call.site).at,
        f"`{call.name}` returns nothing, so that `{name}` is `None` from here on{lost}.",
        help=f"drop `{name} =`",
        mark="always `None`",
        evidence=Evidence.CERTAIN if same else Evidence.HINT,
        keras="'NoneType' object has no attribute 'fit'" if same else "",
        fix=Fix((Edit(place.at, call.site.text),), Applicability.SAFE) if place else None,
    )
