"""The images that a model is validated on are changed at random.

Why it hurts:

Validation says how the model does on images as they come. Turned, cut or mirrored ones are harder,
and other ones in every epoch: the score is too low and jumps, and callbacks that watch it, such as
`EarlyStopping`, follow the noise. With one `ImageDataGenerator` for both subsets it happens unseen.

What Keras says:

Nothing.

Bad:

```python
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator

reader = ImageDataGenerator(rescale=1 / 255, rotation_range=20, validation_split=0.2)
train = reader.flow_from_directory("pets", (64, 64), subset="training")
valid = reader.flow_from_directory("pets", (64, 64), subset="validation")  # finding
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
```

Good:

```python
import keras

train, valid = keras.utils.image_dataset_from_directory(
    "pets", image_size=(64, 64), validation_split=0.2, subset="both", seed=1
)
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.RandomRotation(0.05),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
```

When to ignore:

Where predictions of several changed copies are averaged. The rule itself leaves alone generators
that only rescale or preprocess, a part that no `validation_split` holds out, of which
`generator-subset` tells, augmentation layers inside the model, which rest when it is
validated, and what is named `tta`.

References:

- https://keras.io/api/layers/preprocessing_layers/image_augmentation/
- https://github.com/keras-team/keras/issues/10458
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api.pipelines import is_map
from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Flow,
    Kind,
    Label,
    Severity,
    Site,
    Step,
    rule,
)

_AUGMENTED = "random augmentation"
"""How the step of images that are changed at random begins."""
_ON_PURPOSE = re.compile(r"tta|test_time|augment", re.IGNORECASE)
"""Names of data that are to be measured changed."""
_READER = re.compile(r"\bflow\b|\bflow_from_")
"""The step of images that come from a generator."""


@rule("KC310", certain=Severity.WARNING, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        for given, site in _measured(fit, facts):
            step = _augmentation(given)
            if (
                step is None
                or _unread(given)
                or _ON_PURPOSE.search(site.text)
                or step.site.node in told
            ):
                continue
            training = fit.data if isinstance(fit.data, Data) else fit.x
            if given is not fit.validation and _nodes(given) == _nodes(training):
                # The training images are measured themselves, to compare with the others.
                continue
            told.add(step.site.node)
            yield _finding(site, _place(given, step, training), step, _augmentation(training))


def _measured(fit: Fit, facts: Facts) -> Iterator[tuple[object, Site]]:
    """What the model is validated and evaluated on."""
    if fit.validation is not None:
        yield fit.validation, fit.args.get("validation_data", fit.site)
    for use in facts.uses:
        if use.method.startswith("evaluate"):
            yield use.data, use.args.get("x", use.site)


def _augmentation(given: object) -> Step | None:
    """The step in which images are changed at random, if there is one."""
    match given:
        case Data(x=Data() as x):
            return _augmentation(x)
        case Data(steps=steps):
            return next((step for step in steps if step.text.startswith(_AUGMENTED)), None)
        case (x, *_):
            return _augmentation(x)
    return None


def _unread(given: object) -> bool:
    """Whether no image is in a part, as nothing is held out; told by `generator-subset`."""
    match given:
        case Data(flow=Flow(subset="validation", split=0)):
            return True
    return False


def _place(given: object, step: Step, training: object) -> Site | None:
    """What the measured images alone go through: their reader, their `map`, or the augmentation.

    None if that is not known: what the training images go through as well has to stay, but for a
    `map` in front of a split, which has to go behind it.
    """
    steps = given.steps if isinstance(given, Data) else ()
    read = [made for made in steps if _READER.search(made.text)]
    if not read or not isinstance(given, Data) or given.kind is not Kind.SEQUENCE:
        read = [made for made in steps if is_map(made.text)] or [step]
    if len(read) != 1 or (read[0].site.node in _nodes(training) and not is_map(read[0].text)):
        return None
    return read[0].site


def _nodes(given: object) -> set[object]:
    """The places that data have come through."""
    match given:
        case Data(x=x, steps=steps):
            return {step.site.node for step in steps} | _nodes(x)
        case (x, *_):
            return _nodes(x)
    return set()


def _finding(site: Site, place: Site | None, step: Step, training: Step | None) -> Finding:
    shared = training is not None and training.site.node is step.site.node
    what = step.text.removeprefix(_AUGMENTED).strip(" ()")
    where = "augments the training images as well" if shared else "changes them at random"
    return Finding(
        (place or site).at,
        f"the validation images go through random augmentation ({what}), which makes the score "
        "too low and noisy.",
        labels=[
            *([Label(step.site.at, where)] if place is not step.site else []),
            *([Label(site.at, "what the model is measured on")] if place is not None else []),
        ],
        why="What is measured are not the images that the model will be given.",
        help="read them with a second `ImageDataGenerator` that only rescales"
        if "ImageDataGenerator" in step.site.text
        else "augment the training images alone",
        mark="changed at random in every epoch",
        evidence=Evidence.CERTAIN,
    )
