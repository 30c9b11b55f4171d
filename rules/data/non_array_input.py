"""A model is given Python lists of numbers.

Keras takes NumPy arrays, tensors, tables of pandas and datasets. To it, a list is a list of inputs,
as a model with several inputs is given them.

Why it hurts:

`fit` stops with an error. A list of images is not taken for a batch of them, but for as many inputs.

What Keras says:

`fit` stops: "Unrecognized data type: x=[[0, 1], [1, 0]] (of type <class 'list'>)", or "Data
cardinality is ambiguous".

Bad:

```python
import keras

x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
y = [0, 1, 1, 0]
model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(8, activation="tanh"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=500)  # finding
```

Good:

```python
import keras
import numpy as np

x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
y = np.array([0, 1, 1, 0])
model = keras.Sequential(
    [
        keras.Input((2,)),
        keras.layers.Dense(8, activation="tanh"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=500)
```

When to ignore:

With an old version of Keras that took lists of numbers. The rule itself leaves alone arrays in a
list for a model with several inputs or outputs, tables of pandas, and items that are not known.

Fix safety:

Unsafe: where the items of a list differ in length, `np.array` stops with an error instead.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Data,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Kind,
    Model,
    Severity,
    Site,
    Unknown,
    Use,
    rule,
)

_DEPTH = 4
_Given = tuple[str, object, Site | None]


@rule("KC307", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    if "wrapper" in facts.context:
        return
    for fit in facts.fits:
        if fit.method == "fit" and fit.y is not None and fit.data is None:
            yield from _first(fit, fit.model, _of_fit(fit))
    for use in facts.uses:
        if use.method in ("predict", "evaluate") and not use.direct:
            yield from _first(use, use.model, _of_use(use))


def _of_fit(fit: Fit) -> Iterator[_Given]:
    yield "x", fit.x, fit.args.get("x")
    yield "y", fit.y, fit.args.get("y")
    match fit.validation:
        case (x, y, *_):
            place = fit.args.get("validation_data")
            yield "x", x, place
            yield "y", y, place


def _of_use(use: Use) -> Iterator[_Given]:
    yield "x", use.data, use.args.get("x")
    yield "y", use.labels if "y" in use.args else None, use.args.get("y")


def _first(call: Fit | Use, model: Model | Unknown, given: Iterator[_Given]) -> Iterator[Finding]:
    """One finding a call: the error that it stops with."""
    if not isinstance(model, Model):
        return
    bad = [(name, value, place, _level(name, value, model)) for name, value, place in given]
    wrong = [(name, value, place, level) for name, value, place, level in bad if level]
    if not wrong:
        return
    name, _, place, level = wrong[0]
    site = place or call.site
    what = "a Python list" if level is Evidence.CERTAIN else "a list of arrays"
    text = "which Keras takes for nested inputs" if name == "x" else "which is no array"
    several = level is not Evidence.CERTAIN
    texts = name == "x" and isinstance(wrong[0][1], list) and _texts(wrong[0][1], _DEPTH)
    make = "tf.constant" if texts else "np.array"
    yield Finding(
        site.at,
        f"`{call.method}` gets {what} as `{name}`, {text}: it stops with an error.",
        help=f"make it one {'tensor' if texts else 'array'}: `{make}({_short(site)})`",
        mark="as many inputs as items" if several else "a list, not an array",
        evidence=level or Evidence.LIKELY,
        fix=None if texts else _fix([(value, place) for _, value, place, _ in wrong]),
        keras="Data cardinality is ambiguous" if several else "Unrecognized data type",
    )


def _level(name: str, value: object, model: Model) -> Evidence | None:
    """How sure it is that Keras refuses the value; None if it may be what it takes."""
    match value:
        case Data(kind=Kind.LIST) if name == "y" or _single(model):
            return Evidence.CERTAIN
        case [*items] if not isinstance(value, tuple) and _numbers(items, _DEPTH):
            return Evidence.CERTAIN
        case [Data(), _, *_] if name == "x" and model.complete and _stacked(model):
            same = all(isinstance(item, (Data, Unknown)) for item in value)
            return Evidence.LIKELY if isinstance(value, list) and same else None
    return None


def _single(model: Model) -> bool:
    """Whether the model has one input, so that a list cannot be one item for each of several."""
    return _stacked(model) or len(model.inputs) == 1


def _stacked(model: Model) -> bool:
    """Whether the layers stand on one input; those of Keras 1 may begin with the `Merge` of two."""
    return model.kind == "Sequential" and not any(part.kind == "Merge" for part in model.layers[:1])


def _numbers(items: list[object], depth: int) -> bool:
    """Whether a number or a text is among the items of lists in lists."""
    for item in items[:100]:
        if isinstance(item, (int, float, str)):
            return True
        if isinstance(item, (list, tuple)) and depth and _numbers(list(item), depth - 1):
            return True
    return False


def _texts(items: list[object], depth: int) -> bool:
    """Whether a text is among the items; Keras 3 does not know the type of an array of them."""
    for item in items[:100]:
        if isinstance(item, str):
            return True
        if isinstance(item, (list, tuple)) and depth and _texts(list(item), depth - 1):
            return True
    return False


def _short(site: Site) -> str:
    text = site.text
    return text if text.isidentifier() else "…"


def _fix(places: list[tuple[object, Site | None]]) -> Fix | None:
    """Put `np.array` around names of lists, each that stands alone as an argument."""
    edits = [
        Edit(place.at, f"np.array({place.text})")
        for _, place in places
        if place is not None and place.text.isidentifier()
    ]
    if len(edits) < len(places) or len({edit.at for edit in edits}) < len(edits):
        return None
    return Fix(tuple(edits), imports=("import numpy as np",))
