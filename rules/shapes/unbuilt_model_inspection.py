"""The script asks a model for its shapes or weights before anything has told it its input.

A `Sequential` without an `Input`, and a model class, make their weights when they are first
called, fitted or built.

Why it hurts:

`summary` prints a table without shapes and counts of parameters, `get_weights` gives an empty
list; the others stop the script. A warning for what stops it, also for `summary` of a Keras 2, which
does; a note for the rest.

What Keras says:

`summary` says "unbuilt"; `count_params` "You tried to call `count_params` on layer … but the
layer isn't built", `plot_model` "This model has not yet been built", `output_shape` "has no
defined output shape yet".

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
keras.utils.plot_model(model, "model.png")  # finding
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
keras.utils.plot_model(model, "model.png")
```

When to ignore:

Where only the names of the layers are wanted, or the summary is printed again when the model is
built. Models that are handed to code which is not followed are taken as built. An `Embedding` at
the beginning tells a model of Keras 2 its input: there is nothing to say where the script is for
Keras 2 or looks like it, and a note where that is open, or the text beside it says that it fails.

References:

- https://keras.io/guides/sequential_model/#specifying-the-input-shape-in-advance
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import ages
from kerascheck.keras_api.layers import Embedding
from kerascheck.rule import (
    ON_PURPOSE,
    Evidence,
    Facts,
    Finding,
    Label,
    Look,
    Severity,
    rule,
    told,
)

_GIVES = {
    "summary": "prints neither shapes nor parameters",
    "get_weights": "gives an empty list",
}
_SHOWN = re.compile(
    rf"{ON_PURPOSE.pattern}|doesn't work|does not work|won't work|\berrors?\b|\bfails?\b|not (?:yet )?built",
    re.IGNORECASE,
)
_ADAPTED = frozenset({"TextVectorization", "StringLookup", "IntegerLookup", "Normalization"})
_SAYS = {
    "count_params": "You tried to call `count_params` on layer …, but the layer isn't built",
    "plot_model": "This model has not yet been built",
    "output_shape": "has no defined output shape yet",
    "input_shape": "has no defined input shape yet",
}


@rule("KC511", certain=Severity.WARNING, likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for look in facts.looks:
        if look.built or (_self_built(look) and not _may_be_keras_3(facts)):
            continue
        if facts.written.guarded(look.site):
            continue  # The script expects that it may fail.
        yield _finding(look, _fails(look, facts), _level(look, facts))


def _self_built(look: Look) -> bool:
    """Whether Keras 2 knows the input by the first layer, which takes integers of any number."""
    model = look.model
    return model.kind == "Sequential" and isinstance(model.layers[0], Embedding)


def _may_be_keras_3(facts: Facts) -> bool:
    written = facts.written
    return written.keras_3() and ages.may_be_new(written)


def _fails(look: Look, facts: Facts) -> bool:
    """Whether the script stops: in Keras 2 at `summary`, too."""
    return look.what not in _GIVES or (look.what == "summary" and not facts.written.keras_3())


def _level(look: Look, facts: Facts) -> Evidence:
    written, first = facts.written, next(iter(look.model.layers), None)
    # What else tells a model its input in Keras 2, and is no layer of numbers, is adapted before.
    open_ = _self_built(look) or getattr(first, "kind", "") in _ADAPTED
    new = written.keras_3() and (written.pinned or written.says(ages.FROM_3))
    # A lesson that shows how it fails goes on to build the model.
    shown = told(facts, _SHOWN, look.site)
    sure = _fails(look, facts) and (new or not open_) and not shown
    return Evidence.CERTAIN if sure else Evidence.LIKELY


def _finding(look: Look, fails: bool, level: Evidence) -> Finding:
    model = look.model
    name = f"`{model.name}`" if model.name else "the model"
    what = f"`{look.what}`" if look.what.endswith("shape") else f"`{look.what}()`"
    sequential = model.kind == "Sequential"
    first = "start the model with `keras.Input(…)`" if sequential else "call the model on data"
    return Finding(
        look.site.at,
        f"{name} has no weights yet, so {what} {'fails' if fails else _GIVES[look.what]}.",
        labels=[Label(model.site.at, "nothing says what shape its input has")],
        help=f"{first}, or call `{model.name or 'model'}.build((None, …))` before",
        mark="not built yet",
        evidence=level,
        keras=_SAYS.get(look.what, ""),
    )
