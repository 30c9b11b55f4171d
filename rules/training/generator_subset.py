"""The parts that an `ImageDataGenerator` splits images into are not those that are asked for.

`validation_split` of the generator says which share is held out, and `subset` of its `flow` methods
which part to read: the first images of each folder are the validation, the others the training. The
two belong together, and both parts must be cut at one place.

Why it hurts:

Without `subset` every method reads all the images, and nothing is held out. Without
`validation_split` the part for the validation is empty. A second generator that splits elsewhere,
or not at all, gives the training images that the model is validated on.

What Keras says:

`The PyDataset has length 0` for an empty part, `Training and validation subsets have different
number of classes after the split` for arrays, and nothing for parts that overlap or are not asked
for.

Bad:

```python
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator

augmented = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True, validation_split=0.2)
plain = ImageDataGenerator(rescale=1 / 255)
train = augmented.flow_from_directory(
    "photos", target_size=(64, 64), class_mode="sparse", subset="training"
)
val = plain.flow_from_directory(
    "photos", target_size=(64, 64), class_mode="sparse", subset="validation"  # finding
)
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=val)
```

Good:

```python
import keras

read = keras.utils.image_dataset_from_directory
train, val = read("photos", image_size=(64, 64), validation_split=0.2, subset="both", seed=1)
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=val)
```

When to ignore:

Where a part is left out on purpose. The rule itself compares only parts of one folder, table or
array, and is silent about a split that is not used if `subset` stands anywhere else in the file.

References:

- https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator
"""

import re
from collections.abc import Iterator

from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Flow,
    Label,
    Severity,
    rule,
)

_ROUNDING = 1e-9
"""Shares that differ by less are one share, such as 0.2 and 1 - 0.8."""
_SUBSET = re.compile(r"\bsubset\b")
_VALIDATION = re.compile(r"[\"']validation[\"']")
_EMPTY = "The PyDataset has length 0"
_CLASSES = "Training and validation subsets have different number of classes after the split."


@rule("KC221", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        for finding, node in _judged(fit, facts):
            if node not in told:
                told.add(node)
                yield finding


def _judged(fit: Fit, facts: Facts) -> Iterator[tuple[Finding, object]]:
    trained, held = _flow(fit.data), _flow(fit.validation)
    for flow in (trained, held):
        if flow is not None and flow.split == 0 and _empty(flow):
            yield _no_split(flow, trained), flow.site.node
            return
    if trained is None:
        return
    if fit.validation is None:
        unused = _unused(trained, facts)
        if unused is not None:
            yield unused, trained.made.node
    elif held is not None and held.source == trained.source:
        mixed = _mixed(fit, trained, held)
        if mixed is not None:
            yield mixed, fit.site.node


def _flow(value: object) -> Flow | None:
    match value:
        case Data(flow=Flow() as flow):
            return flow
    return None


def _empty(flow: Flow) -> bool:
    """Whether Keras refuses to read a part where nothing is held out; `training` is then all."""
    return flow.subset == "validation" or (flow.subset == "training" and flow.method == "flow")


def _no_split(flow: Flow, trained: Flow | None) -> Finding:
    """A part of images that are not split."""
    arrays = flow.method == "flow"
    consequence = "`flow` stops with an error" if arrays else "there are no images in this part"
    return Finding(
        flow.places["subset"].at,
        f'`subset="{flow.subset}"` needs the share that is held out, but the generator has no '
        f"`validation_split`: {consequence}.",
        labels=[Label(flow.made.at, "no `validation_split` here")],
        help=_split_or_whole(flow, trained),
        mark="a part of images that are not split",
        keras=_CLASSES if arrays else _EMPTY,
    )


def _split_or_whole(flow: Flow, trained: Flow | None) -> str:
    """What to write: images in a folder of their own are held out without a split."""
    split = "write `ImageDataGenerator(…, validation_split=0.2)`"
    if trained is None or trained.source == flow.source:
        return split
    if isinstance(trained.source, str) and isinstance(flow.source, str):
        return "drop `subset`: this folder is not the one that is trained on"
    return f"{split}, or drop `subset` if none of these images are trained on"


def _unused(flow: Flow, facts: Facts) -> Finding | None:
    """A share that is held out and never read, or is not held out because nothing asks for it."""
    share = _share(flow.split)
    if share is None or flow.places["validation_split"] is flow.made:
        return None
    if flow.subset is None and not facts.written.says(_SUBSET):
        message = (
            f"`validation_split={share:g}` holds nothing out: without `subset` "
            f"`{flow.method}` reads all the images."
        )
        mark = "no `subset` asks for it"
    elif flow.subset == "training" and not facts.written.says(_VALIDATION):
        message = f"{share:.0%} of the images are held out and never read: `fit` is not validated."
        mark = 'no `subset="validation"` asks for it'
    else:
        return None
    return Finding(
        flow.places["validation_split"].at,
        message,
        labels=[Label(flow.site.at, "what is trained on")],
        help='read the parts by `subset="training"` and `subset="validation"`, and pass the second '
        "as `validation_data=…`",
        mark=mark,
        evidence=Evidence.LIKELY,
    )


def _share(value: object) -> float | None:
    known = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1
    return float(value) if known and isinstance(value, (int, float)) else None


def _mixed(fit: Fit, trained: Flow, held: Flow) -> Finding | None:
    """Parts of the same images that overlap, or of which each is taken for the other."""
    one, other = _range(trained), _range(held)
    if one is None or other is None or one == other or _part(fit):
        return None  # KC211 tells of all the same images, and of a part of them.
    common = min(one[1], other[1]) - max(one[0], other[0])
    labels = [
        Label(trained.site.at, f"trains on {_words(trained)}"),
        Label(held.site.at, f"validates on {_words(held)}"),
    ]
    place = fit.args.get("validation_data", fit.site)
    if common > _ROUNDING:
        return Finding(
            place.at,
            f"{common:.0%} of the images are trained on and validated on, too.",
            labels=labels,
            help='read the parts by `subset="training"` and `subset="validation"`, with one '
            "`validation_split` for both generators",
            mark="overlaps with the training images",
        )
    if (trained.subset, held.subset) == ("validation", "training"):
        return Finding(
            place.at,
            "the parts are swapped: the network is trained on the images that are held out.",
            labels=labels,
            help='train on `subset="training"` and validate on `subset="validation"`',
            mark="the part for the training",
            evidence=Evidence.LIKELY,
        )
    return None


def _part(fit: Fit) -> bool:
    """Whether the validation is known to be a part of all that is trained on."""
    match fit.data, fit.validation:
        case Data(rows=rows), Data(parents=parents):
            return rows in parents
    return False


def _range(flow: Flow) -> tuple[float, float] | None:
    """Which share of the images is read: the first ones are the validation."""
    split = 0.0 if flow.split == 0 else _share(flow.split)
    if split is None:
        return None
    whole: dict[object, tuple[float, float]] = {
        None: (0.0, 1.0),
        "training": (split, 1.0),
        "validation": (0.0, split),
    }
    return whole.get(flow.subset) if isinstance(flow.subset, (str, type(None))) else None


def _words(flow: Flow) -> str:
    if flow.subset is None:
        return "all the images"
    return f"the {flow.subset} part of `validation_split={_share(flow.split) or 0:g}`"
