"""What a model is measured or used on is scaled in another way than what it is trained on.

Why it hurts:

A network that has learnt from values up to 1 is given values up to 255, or the other way round. Its
predictions are nonsense then, without an error; the validation looks like hopeless overfitting.

What Keras says:

Nothing.

Bad:

```python
import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, validation_split=0.1)
model.evaluate(x_test, y_test)  # finding
```

Good:

```python
import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, validation_split=0.1)
model.evaluate(x_test, y_test)
```

Bad:

```python
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator

(x, y), (x_val, y_val) = keras.datasets.cifar10.load_data()
x, x_val = x / 255.0, x_val / 255.0
standard = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True)
standard.fit(x)
model = keras.Sequential(
    [keras.Input((32, 32, 3)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    standard.flow(x, y),
    epochs=20,
    validation_data=(x_val, y_val),  # finding
)
```

Good:

```python
from tensorflow import keras

(x, y), (x_val, y_val) = keras.datasets.cifar10.load_data()
mean, deviation = x.mean(axis=0), x.std(axis=0)
x, x_val = (x - mean) / deviation, (x_val - mean) / deviation
model = keras.Sequential(
    [keras.Input((32, 32, 3)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_data=(x_val, y_val))
```

When to ignore:

Where it is measured how a network takes values that it does not know. The rule itself speaks of two
parts of one data set, or of images that are read from files, whose ranges are known on both sides,
and of what a generator standardizes beside what is left as it was. It is only a note where a comment
beside it gives the call another form of the same array, so that the choice is known.

References:

- https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import pictures
from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Severity,
    Site,
    Step,
    rule,
    same_model,
    told,
)

_MOVED = re.compile(r"(ImageDataGenerator\.)?flow|random augmentation")
"""Steps that leave the values of an image as they are, or nearly so."""
_PART = re.compile(r" \((train|test) part\)$")


@rule("KC313", certain=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits:
        trained = _inputs(fit.data if isinstance(fit.data, Data) else fit.x)
        alike = [one for one in facts.fits if same_model(one.model, fit.model)]
        if trained is None or any(one is not fit and _differs(one, trained) for one in alike):
            continue  # trained on several scales, of which each may be measured
        for other, place in _measured(fit, facts):
            given = _inputs(other)
            if given is None:
                continue
            raw = _as_before(trained[0], given[0])
            if raw is not None or _apart(trained, given):
                found = _unlike(raw, place) if raw else _finding(fit, trained, given, place)
                yield replace(found, slight=_chosen(place, facts))
                break


def _chosen(place: Site, facts: Facts) -> bool:
    """Whether a remark has the call with another form of the array, as `x_scaled` is one of `x`."""
    name = place.text
    if not name.isidentifier():
        return False
    other = re.compile(rf"\w\(\s*(?:\w+_{name}|{name}_\w+)\s*[,)]")
    return told(facts, other, place)


def _as_before(trained: Data, given: Data) -> Step | None:
    """The step of a generator that standardizes the training, if the others are as it found them."""
    steps = [step for step in trained.steps if not _MOVED.match(step.text)]
    place = next((i for i, s in enumerate(steps) if s.text.startswith(pictures.STANDARDIZED)), None)
    if place is None or place < len(steps) - 1:
        return None
    before = [_PART.sub("", step.text) for step in steps[:place]]
    others = [_PART.sub("", s.text) for s in given.steps if not _MOVED.match(s.text)]
    known = trained.name == given.name != "" or pictures.read_by(given.steps)
    return steps[place] if before == others and (known or _split(trained, given)) else None


def _split(one: Data, two: Data) -> bool:
    """Whether both are parts of the same array."""
    return any(rows in two.parents for rows in one.parents)


def _unlike(step: Step, place: Site) -> Finding:
    how = step.text.removeprefix(pictures.STANDARDIZED).strip(" ()")
    return Finding(
        place.at,
        f"the generator standardizes what is trained on (`{how}`), but not these: the network does "
        "not know such values.",
        labels=[Label(step.site.at, "for what goes through this generator alone")],
        why="What is done to the inputs of the training must be done to all others.",
        help="give these through a generator with the same settings, which is fitted on the same "
        "training data",
        mark="not standardized",
        evidence=Evidence.CERTAIN,
    )


def _inputs(value: object) -> tuple[Data, tuple[Step, ...]] | None:
    """The inputs in what a model is given, and the steps that read them."""
    match value:
        case Data(x=Data() as x, steps=steps):
            return x, (*steps, *x.steps)
        case Data() as x:
            return x, x.steps
        case (Data() as x, *_):
            return x, x.steps
    return None


def _differs(fit: Fit, trained: tuple[Data, tuple[Step, ...]]) -> bool:
    other = _inputs(fit.data if isinstance(fit.data, Data) else fit.x)
    return other is None or other[0].largest != trained[0].largest


def _measured(fit: Fit, facts: Facts) -> Iterator[tuple[object, Site]]:
    """What the model is validated, evaluated and used on, after this training."""
    if fit.validation is not None:
        yield fit.validation, fit.args.get("validation_data", fit.site)
    for use in facts.uses:
        named = use.method.startswith(("evaluate", "predict"))
        if named and same_model(use.model, fit.model) and use.order > fit.order:
            yield use.data, use.args.get("x", use.site)


def _apart(one: tuple[Data, tuple[Step, ...]], two: tuple[Data, tuple[Step, ...]]) -> bool:
    """Whether two inputs of one origin have ranges of another scale."""
    if not pictures.of_other_scale(one[0], two[0]):
        return False
    known = one[0].name != "" and one[0].name == two[0].name
    read = all(
        pictures.read_by(steps) or data.name in pictures.DATASETS for data, steps in (one, two)
    )
    return known or read


def _finding(
    fit: Fit,
    trained: tuple[Data, tuple[Step, ...]],
    given: tuple[Data, tuple[Step, ...]],
    place: Site,
) -> Finding:
    mine, other = trained[0].largest or 0.0, given[0].largest or 0.0
    steps = trained[0].steps
    shown = [Label(steps[-1].site.at, f"the training: {steps[-1].text}")] if steps else []
    return Finding(
        place.at,
        f"these inputs go up to {other:.4g}, those of the training up to {mine:.4g}: the network "
        "does not know such values.",
        labels=shown or [Label(fit.site.at, "trained here")],
        why="What is done to the inputs of the training must be done to all others.",
        help="scale them as the training, or make the scaling a layer of the model: "
        "`layers.Rescaling(1 / 255)`",
        mark=f"up to {other:.4g}",
        evidence=Evidence.CERTAIN,
    )
