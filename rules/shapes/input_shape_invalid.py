"""The shape of an input is no shape, or it counts the samples.

`shape` and `input_shape` say what one sample looks like: a tuple with a number, or `None`, for
each axis, without the batch axis. `(784)` is no tuple but a number, and `(SIZE, 3)` is not one of
numbers where `SIZE` is a tuple itself.

Why it hurts:

Keras refuses to make the layer. Where the number of samples is part of the shape, the model is
built, but does not take the data that it was meant for.

What Keras says:

"Cannot convert '784' to a shape", with "Found invalid dimension" or "Negative dimensions are not
allowed". With the samples in the shape, `fit` says "Invalid input shape" or "incompatible with
the layer".

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input(shape=(784)),  # finding
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input(shape=(784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Bad:

```python
import keras

SIZE = (200, 200)
model = keras.Sequential(
    [
        keras.layers.Conv2D(16, 3, activation="relu", input_shape=(SIZE, 3)),  # finding
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Good:

```python
import keras

SIZE = (200, 200)
model = keras.Sequential(
    [
        keras.Input((*SIZE, 3)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Never where Keras refuses the shape. Where it counts the samples: if one sample really is as long
as there are samples. `batch_shape`, which has the batch axis in it, is left alone.

Fix safety:

Safe for the missing comma: the old code cannot run.

References:

- https://keras.io/api/layers/core_layers/input/
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kerascheck.rule import (
    Applicability,
    Data,
    Edit,
    Evidence,
    Facts,
    Fault,
    Finding,
    Fit,
    Fix,
    Label,
    Layer,
    Model,
    Severity,
    Site,
    refused,
    rule,
    subject,
)

_NUMBER = re.compile(r"\(?\s*(\d+)\s*\)?")
_BATCH = re.compile(r"\(\s*(self\.)?(batch_?size|bs|n_samples|num_samples)\s*,", re.IGNORECASE)
_ALL = re.compile(
    r"(?P<name>\w+)\.shape|\(\s*(len\((?P<of>\w+)\)|(?P<first>\w+)\.shape\[0\])\s*,.+"
)
_DIVIDE = "or divide with `//`"


@rule("KC502", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fault, finding in refused(facts, "input-shape"):
        place = _place(fault)
        yield replace(finding, at=place.at, fix=_comma(place), help=_instead(fault, place))
    for layer, argument in _inputs(facts):
        yield from _with_samples(facts, layer, argument)


def _place(fault: Fault) -> Site:
    """The shape where it is written, else what Keras refuses."""
    return fault.layer.args.get(fault.argument, fault.site)


def _comma(place: Site) -> Fix | None:
    """A tuple of the one number that stands there."""
    number = _NUMBER.fullmatch(place.text)
    if number is None:
        return None
    written = f"{number[1]}," if place.parenthesized else f"({number[1]},)"
    return Fix((Edit(place.at, written),), Applicability.SAFE)


def _instead(fault: Fault, place: Site) -> str:
    """How the numbers of an inner tuple become part of the outer one, or are made whole."""
    text = place.text
    parts = [part.strip() for part in text[1:-1].split(",")]
    names = [part for part in parts if part.isidentifier()]
    nested = re.search(r" has \(.*\) in it", fault.problem)
    if nested and text.startswith("(") and len(names) == 1 and all(parts):
        spread = ", ".join(f"*{part}" if part == names[0] else part for part in parts)
        return f"write `({spread})`: `{names[0]}` is a tuple itself"
    given = fault.layer.extra if isinstance(fault.layer, Layer) else {}
    if fault.problem == "has no `shape`" and (name := _capital(given)):
        return f"write `{name.lower()}` in lower case, not `{name}`"
    if text.isidentifier() and fault.help.endswith(_DIVIDE):
        return f"divide with `//` where `{text}` gets its value"
    return fault.help


def _capital(given: Mapping[str, object]) -> str:
    """The keyword that is `shape` but for its capitals."""
    return next((name for name in given if name.lower() == "shape"), "")


def _inputs(facts: Facts) -> Iterator[tuple[Layer, Site]]:
    """The layers that say the shape of a sample, and where."""
    for layer in facts.layers:
        name = "shape" if layer.kind == "InputLayer" else "input_shape"
        if name in layer.args and (name == "shape" or name in layer.extra):
            yield layer, layer.args[name]


def _with_samples(facts: Facts, layer: Layer, place: Site) -> Iterator[Finding]:
    """A shape whose first axis is that of the samples."""
    text = place.text
    whole = _ALL.fullmatch(text)
    fits = [fit for fit in facts.fits if isinstance(fit.model, Model) and _has(fit.model, layer)]
    if whole is not None:
        name = whole["name"] or whole["of"] or whole["first"]
        trained = [fit for fit in fits if "x" in fit.args and fit.args["x"].text == name]
        if trained and not _one_sample(trained[0]):
            yield _samples(layer, place, name, Evidence.CERTAIN, trained[0])
    elif (same := [fit for fit in fits if _shape_of_all(fit, layer)]) and "x" in same[0].args:
        yield _samples(layer, place, same[0].args["x"].text, Evidence.CERTAIN, same[0])
    elif _BATCH.match(text) and fits and text.count(",") > 1:
        yield _samples(layer, place, "", Evidence.LIKELY, fits[0])


def _one_sample(fit: Fit) -> bool:
    """Whether what is trained on may be a single row of numbers."""
    return isinstance(fit.x, Data) and fit.x.rank == 1


def _shape_of_all(fit: Fit, layer: Layer) -> bool:
    """Whether the shape is, number by number, that of the whole array that is trained on."""
    declared = layer.extra.get("input_shape", getattr(layer, "shape", None))
    match fit.x, declared:
        case Data(shape=(int(), int(), *_) as shape), tuple():
            return all(isinstance(n, int) for n in (*shape, *declared)) and shape == declared
    return False


def _has(model: Model, layer: Layer) -> bool:
    inputs = [tensor.layer for tensor in model.inputs]
    return any(part is layer for part in (*model.layers, *inputs))


def _samples(layer: Layer, place: Site, name: str, level: Evidence, fit: Fit) -> Finding:
    return Finding(
        place.at,
        f"the shape of {subject(layer)} counts the samples, but it is that of one sample.",
        labels=[Label(fit.site.at, "takes the samples one batch at a time")],
        why="Keras puts the batch axis before it, so the model wants data with one axis more.",
        help=f"write `{name}.shape[1:]`"
        if name
        else "leave the batch axis out, or pass `batch_size`",
        mark="the first axis is that of the samples",
        evidence=level,
    )
