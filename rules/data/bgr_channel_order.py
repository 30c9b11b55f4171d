"""Images that OpenCV has read, blue first, meet a network or images with red first.

Why it hurts:

`cv2.imread` gives blue, green and red; all other readers, and the weights of pretrained networks,
have red first. A network that has learnt faces in one order sees blue faces in the other.

What Keras says:

Nothing.

Bad:

```python
import os

import cv2
import keras
import numpy as np

images, y = [], np.load("labels.npy")
for name in sorted(os.listdir("images")):
    images.append(cv2.resize(cv2.imread(name), (96, 96)))
x = keras.applications.mobilenet_v2.preprocess_input(np.array(images))
network = keras.applications.MobileNetV2(include_top=False, input_shape=(96, 96, 3))
network.trainable = False
model = keras.Sequential(
    [
        network,
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.2)  # finding
```

Good:

```python
import os

import cv2
import keras
import numpy as np

images, y = [], np.load("labels.npy")
for name in sorted(os.listdir("images")):
    image = cv2.cvtColor(cv2.imread(name), cv2.COLOR_BGR2RGB)
    images.append(cv2.resize(image, (96, 96)))
x = keras.applications.mobilenet_v2.preprocess_input(np.array(images))
network = keras.applications.MobileNetV2(include_top=False, input_shape=(96, 96, 3))
network.trainable = False
model = keras.Sequential(
    [
        network,
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.2)
```

When to ignore:

Where colors mean nothing. The rule itself leaves alone gray images and scripts that speak of them,
of X-rays or the like, whose three channels are equal; networks without the weights of ImageNet; VGG
and ResNet on raw images (they have blue first; their `preprocess_input` turns the order around, and
so expects red first); and whatever is done to images between that it does not know.

References:

- https://keras.io/api/applications/
- https://docs.opencv.org/4.x/d8/d01/group__imgproc__color__conversions.html
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api.entrance import Entrance, entrance, preprocessing
from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Model,
    Severity,
    Step,
    rule,
    same_model,
)

_BLUE_FIRST = "cv2.imread"
_RED_FIRST = ("load_img", "img_to_array", "Image.open", "skimage.io.imread", "imageio.imread")
_KEPT = re.compile(
    r"^(cv2\.(imread|resize)|astype|[/*+-] |rescale|Rescaling|\w+\.preprocess_input|flow|load_img"
    r"|img_to_array|Image\.open|(skimage\.io|imageio)\.imread|skimage resize|resize$|random augmentation|train_test_split)"
)
"""Steps that leave the order of channels as it is."""
_PREPROCESSED = re.compile(r"\.preprocess_input$")


_GRAY = re.compile(
    r"gr[ae]y|x[-_ ]?ray|mammo|pneumonia|covid|\bct[-_ ]|\bmri\b|ultrasound|tumou?r|thermal|infrared",
    re.IGNORECASE,
)
"""Words of scripts whose images are mostly gray: their three channels are equal."""


@rule("KC321", certain=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        match fit:
            case Fit(model=Model() as model, x=Data() as x):
                found = _order(x)
                if found is None or facts.written.says(_GRAY):
                    continue
                finding = None
                if found.text == _BLUE_FIRST:
                    finding = _for_network(fit, x, found, entrance(model))
                if finding is None:
                    finding = _mixed(fit, found, facts)
                if finding is not None and finding.labels[0].at not in told:
                    told.add(finding.labels[0].at)
                    yield finding


def _order(x: Data) -> Step | None:
    """The step that read images with three channels, if nothing has moved these since."""
    first = x.steps[0] if x.steps else None
    colored = isinstance(x.shape, tuple) and len(x.shape) == 4 and x.shape[-1] == 3
    if first is None or not colored or first.text not in (_BLUE_FIRST, *_RED_FIRST):
        return None
    return first if all(_KEPT.search(step.text) for step in x.steps) else None


def _for_network(fit: Fit, x: Data, read: Step, met: Entrance | None) -> Finding | None:
    """Blue first, for a network that was trained with red first, or that is turned around."""
    network = met.network if met is not None else None
    if met is None or network is None or network.weights != "imagenet":
        return None
    inside = any(preprocessing(layer) for layer in met.before)
    turned = inside or any(_PREPROCESSED.search(step.text) for step in x.steps)
    if network.application.scaling == "caffe" and not turned:
        return None
    name = network.application.name
    return Finding(
        fit.args.get("x", fit.site).at,
        f"the images have blue first, as `cv2.imread` gives them, and `{name}` expects red first.",
        labels=[
            Label(read.site.at, "blue, green, red"),
            Label(network.site.at, "weights for red, green, blue"),
        ],
        why="Pretrained features know colors; with red and blue exchanged they are worse.",
        help="turn them around: `cv2.cvtColor(image, cv2.COLOR_BGR2RGB)`",
        mark="blue first",
        evidence=Evidence.CERTAIN,
    )


def _mixed(fit: Fit, read: Step, facts: Facts) -> Finding | None:
    """Training and use with images that were read in the two orders."""
    for use in facts.uses:
        if not isinstance(use.data, Data) or not same_model(use.model, fit.model):
            continue
        other = _order(use.data)
        blue = [step.text == _BLUE_FIRST for step in (read, other) if step is not None]
        if other is not None and blue[0] != blue[1]:
            return Finding(
                use.args.get("x", use.site).at,
                "these images have another order of channels than those of the training.",
                labels=[
                    Label(read.site.at, _said(read)),
                    Label(other.site.at, _said(other)),
                ],
                why="`cv2.imread` gives blue first, all other readers red first.",
                help="turn those of OpenCV around: `cv2.cvtColor(image, cv2.COLOR_BGR2RGB)`",
                mark="red and blue exchanged",
                evidence=Evidence.CERTAIN,
            )
    return None


def _said(step: Step) -> str:
    return "blue, green, red" if step.text == _BLUE_FIRST else "red, green, blue"
