"""A pretrained network gets pixels that were prepared for another one, or not at all.

Each module of `keras.applications` has a `preprocess_input` of its own.

Why it hurts:

ResNet and VGG were trained on pixels less their means, with blue first; MobileNet and Inception on
values from -1 to 1; EfficientNet and ConvNeXt take pixels from 0 to 255 and scale them inside. The
weights are good for those values alone: with others, the features are worse, and sometimes noise.

What Keras says:

Nothing.

Bad:

```python
import keras
from keras.applications import ResNet50
from keras.applications.mobilenet_v2 import preprocess_input

(x, y), _ = keras.datasets.cifar10.load_data()
x = preprocess_input(x)
network = ResNet50(include_top=False, input_shape=(32, 32, 3))
network.trainable = False
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
import keras
from keras.applications import ResNet50
from keras.applications.resnet import preprocess_input

(x, y), _ = keras.datasets.cifar10.load_data()
x = preprocess_input(x)
network = ResNet50(include_top=False, input_shape=(32, 32, 3))
network.trainable = False
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

Where all the layers of the network are trained anew for long. The rule itself leaves alone networks
without the weights of ImageNet, modules that prepare pixels in the same way, other ways of scaling,
and what is not known.

References:

- https://keras.io/api/applications/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api.entrance import (
    SCALING,
    Entrance,
    Network,
    entrance,
    preprocessing,
    range_behind,
)
from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Model,
    Severity,
    Site,
    Use,
    rule,
)

_PREPROCESSED = re.compile(r"^(\w+)\.preprocess_input$")
_WANTED = {
    "caffe": "pixels less their means, with blue first",
    "tf": "values from -1 to 1",
    "torch": "values from 0 to 1, standardized a channel",
    "built in": "pixels from 0 to 255",
}
_RAW = 200.0
"""From this size on values are pixels that nothing has been done to."""


@rule("KC314", certain=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        match fit:
            case Fit(model=Model() as model, x=Data() as x):
                met = entrance(model)
                if met is None or met.network is None or met.network.weights != "imagenet":
                    continue
                finding = _judged(fit, x, met, met.network)
                if finding is not None and met.network.site.node not in told:
                    told.add(met.network.site.node)
                    yield finding
    yield from _predicted(facts, told)


def _predicted(facts: Facts, told: set[object]) -> Iterator[Finding]:
    """A network that is only used, for pixels that its own module has not prepared."""
    for use in facts.uses:
        match use:
            case Use(model=Model(kind="application") as model, data=Data() as x, direct=False):
                met = entrance(model)
                if met is None or met.network is None or met.network.weights != "imagenet":
                    continue
                finding = _judged(use, x, met, met.network) if _called(x, met) else None
                if finding is not None and met.network.site.node not in told:
                    told.add(met.network.site.node)
                    yield finding


def _judged(fit: Fit | Use, x: Data, met: Entrance, network: Network) -> Finding | None:
    called = _called(x, met)
    wanted = network.application.scaling
    if called is not None:
        module, site = called
        # After a scaling of another kind, another rule speaks.
        if SCALING[module] == wanted:
            return None
        if "built in" in (SCALING[module], wanted) and not _untouched(x, met, module):
            return None
        return _finding(fit, network, f"`{module}.preprocess_input` makes them", SCALING[module],
                        site)  # fmt: skip
    ends = range_behind(met.before, x.low, x.high)
    raw = ends is not None and ends[0] >= 0 and _RAW <= ends[1] <= 255
    if raw and not met.before and wanted != "built in" and _pixels(x):
        return _finding(fit, network, "they arrive as", "built in", None)
    return None


def _called(x: Data, met: Entrance) -> tuple[str, Site] | None:
    """The only `preprocess_input` on the way of the pixels, by its module."""
    found = [(m[1], s.site) for s in x.steps if (m := _PREPROCESSED.search(s.text))]
    found += [(name, layer.site) for layer in met.before if (name := preprocessing(layer))]
    return found[0] if len(found) == 1 and found[0][0] in SCALING else None


def _untouched(x: Data, met: Entrance, module: str) -> bool:
    """Whether nothing but that function scales the pixels."""
    scaled = any(s.text.startswith(("/", "*", "-", "rescale", "Rescaling")) for s in x.steps)
    inside = [layer for layer in met.before if preprocessing(layer) != module]
    return not scaled and not inside


def _pixels(x: Data) -> bool:
    """Whether the values come from a data set or from files, and are not made up."""
    return bool(x.name) or not x.steps or not re.search(r"rand", x.steps[0].text)


def _finding(fit: Fit | Use, network: Network, said: str, got: str, site: Site | None) -> Finding:
    place = fit.args.get("x", fit.args.get("generator", fit.site))
    application = network.application
    wanted, module = _WANTED[application.scaling], application.module
    labels = [Label(network.site.at, f"wants {wanted}")]
    if site is not None:
        labels.append(Label(site.at, f"gives {_WANTED[got]}"))
    return Finding(
        place.at,
        f"`{application.name}` was trained on {wanted}, but {said} {_WANTED[got]}.",
        labels=labels,
        why="Pretrained weights give good features for such values alone.",
        help="give it the pixels from 0 to 255 as they are"
        if application.scaling == "built in"
        else f"use `keras.applications.{module}.preprocess_input` on pixels from 0 to 255",
        mark="prepared for another network" if site is not None else "not prepared",
        evidence=Evidence.CERTAIN,
    )
