"""Digits and letters are mirrored or turned, although that makes other characters of them.

Why it hurts:

A mirrored 2 is no 2, and a 6 that is turned upside down is a 9. The network is shown images under
labels that are wrong, or that no test image will ever look like.

What Keras says:

Nothing.

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x[..., None] / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        keras.layers.RandomFlip("horizontal"),  # finding
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x[..., None] / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        keras.layers.RandomTranslation(0.1, 0.1),
        keras.layers.RandomRotation(0.03),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

Where characters in all directions are to be read. The rule itself speaks of data sets of digits and
letters that it knows by name; small turns, shifts, zooms and changes of light are well.

References:

- https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip/
"""

import re
from collections.abc import Iterable, Iterator

from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Layer,
    Model,
    Severity,
    Site,
    rule,
)

_CHARACTERS = re.compile(r"^(mnist|k?mnist|emnist\b.*|load_digits|svhn.*|omniglot.*)$")
_MIRRORED = re.compile(r"horizontal_flip|vertical_flip|flip_left_right|flip_up_down|RandomFlip")
_QUARTER = 0.25
"""Of a full turn, in which `RandomRotation` counts."""


@rule("KC306", likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        match fit:
            case Fit(x=Data(name=name) as x) if _CHARACTERS.search(name):
                for site, what in (*_on_data(x), *_in_model(fit.model)):
                    if site.node not in told:
                        told.add(site.node)
                        yield _finding(x, site, what)


def _on_data(x: Data) -> Iterator[tuple[Site, str]]:
    for step in x.steps:
        found = _MIRRORED.search(step.text)
        if step.text.startswith("random augmentation") and found:
            yield step.site, f"`{found[0]}` mirrors"


def _in_model(model: object) -> Iterator[tuple[Site, str]]:
    if not isinstance(model, Model) or model.kind == "application":
        return
    for layer in _layers(model.layers):
        if layer.kind == "RandomFlip":
            yield layer.site, "`RandomFlip` mirrors"
        elif layer.kind == "RandomRotation" and _widest(getattr(layer, "factor", None)) >= _QUARTER:
            yield layer.site, "`RandomRotation` turns by 90 degrees and more"


def _layers(parts: Iterable[Layer | Model]) -> Iterator[Layer]:
    for part in parts:
        if isinstance(part, Layer):
            yield part
        elif part.kind != "application":
            yield from _layers(part.layers)


def _widest(factor: object) -> float:
    """The widest turn of a `factor`: a number, or the two ends of a range."""
    match factor:
        case int() | float():
            return abs(float(factor))
        case [int() | float() as low, int() | float() as high]:
            return max(abs(low), abs(high))
    return 0.0


def _finding(x: Data, site: Site, what: str) -> Finding:
    return Finding(
        site.at,
        f"{what} the characters of `{x.name}`, which are other ones or none then.",
        labels=[Label(x.steps[0].site.at, "digits or letters")] if x.steps else [],
        why="The label stays, and is wrong for what the image shows.",
        help="leave it out; small rotations, shifts and zooms keep the meaning",
        mark="changes what is to be read",
        evidence=Evidence.LIKELY,
    )
