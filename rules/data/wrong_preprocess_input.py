"""A pretrained network gets pixels that were prepared for another one, or not at all.

Each module of `keras.applications` has a `preprocess_input` of its own. What it does to the pixels of
the training has to be done to those of the validation and of every prediction.

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

Bad:

```python
import keras
import numpy as np
from keras.applications.resnet import ResNet50, preprocess_input

flowers = keras.utils.image_dataset_from_directory("flowers/train", image_size=(224, 224))
others = keras.utils.image_dataset_from_directory("flowers/others", image_size=(224, 224))
flowers, others = (ds.map(lambda x, y: (preprocess_input(x), y)) for ds in (flowers, others))
network = ResNet50(include_top=False, input_shape=(224, 224, 3), pooling="avg")
network.trainable = False
model = keras.Sequential([network, keras.layers.Dense(5, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(flowers, epochs=5, validation_data=others)
picture = keras.utils.img_to_array(keras.utils.load_img("rose.jpg", target_size=(224, 224)))
print(model.predict(np.expand_dims(picture, 0)))  # finding
```

Good:

```python
import keras
import numpy as np
from keras.applications.resnet import ResNet50, preprocess_input

flowers = keras.utils.image_dataset_from_directory("flowers/train", image_size=(224, 224))
others = keras.utils.image_dataset_from_directory("flowers/others", image_size=(224, 224))
flowers, others = (ds.map(lambda x, y: (preprocess_input(x), y)) for ds in (flowers, others))
network = ResNet50(include_top=False, input_shape=(224, 224, 3), pooling="avg")
network.trainable = False
model = keras.Sequential([network, keras.layers.Dense(5, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(flowers, epochs=5, validation_data=others)
picture = keras.utils.img_to_array(keras.utils.load_img("rose.jpg", target_size=(224, 224)))
print(model.predict(preprocess_input(np.expand_dims(picture, 0))))
```

When to ignore:

Where all the layers of the network are trained anew for long. The rule itself leaves alone networks
without the weights of ImageNet, modules that prepare pixels in the same way, other ways of scaling (but
pixels from 0 to 1 for a frozen ResNet, whose normalization layers know some hundred times as much),
and what is not known.

References:

- https://keras.io/api/applications/
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api import pictures
from kerascheck.keras_api.entrance import (
    SCALING,
    Entrance,
    Network,
    backbones,
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
    same_model,
)

_PREPROCESSED = re.compile(r"^(\w+)\.preprocess_input$")
_WANTED = {
    "caffe": "pixels less their means, with blue first",
    "tf": "values from -1 to 1",
    "torch": "values from 0 to 1, standardized a channel",
    "built in": "pixels from 0 to 255",
    "scaled": "pixels from 0 to 1",
}
_SCALES = ("/", "*", "-", "rescale", "Rescaling")
"""How the steps begin that scale pixels."""
_UNPREPARED = "not prepared"
_RAW = 200.0
"""From this size on values are pixels that nothing has been done to."""


@rule("KC314", certain=Severity.WARNING, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        match fit:
            case Fit(model=Model() as model, x=Data() as x):
                met = entrance(model)
                if met is None or met.network is None or met.network.weights != "imagenet":
                    continue
                finding = _judged(fit, x, met, met.network)
                if finding is not None and not met.before:
                    finding = _at_scaling(finding, fit, x, facts)
                if finding is not None and met.network.site.node not in told:
                    told.add(met.network.site.node)
                    yield finding
    yield from _predicted(facts, told)
    yield from _later(facts)


def _later(facts: Facts) -> Iterator[Finding]:
    """Pixels that a model is measured or used on, prepared otherwise than those of its training."""
    told: set[object] = set()
    for fit in facts.fits:
        trained = _called(fit.x, Entrance()) if isinstance(fit.x, Data) else None
        if (
            trained is None
            or SCALING[trained[0]] == "built in"
            or not _alike(facts, fit, trained[0])
        ):
            continue
        for given, place in _others(facts, fit):
            if place.node not in told:
                told.add(place.node)
                finding = _otherwise(fit, trained, given, place)
                if finding is not None:
                    yield finding


def _alike(facts: Facts, fit: Fit, module: str) -> bool:
    """Whether all trainings of the model get their pixels from one function, and it has none."""
    met = entrance(fit.model) if isinstance(fit.model, Model) else None
    mine = [one for one in facts.fits if same_model(one.model, fit.model)]
    ways = [_called(one.x, Entrance()) if isinstance(one.x, Data) else None for one in mine]
    inside = met is None or any(preprocessing(layer) for layer in met.before)
    return not inside and all(way is not None and way[0] == module for way in ways)


def _others(facts: Facts, fit: Fit) -> Iterator[tuple[Data, Site]]:
    """The pixels that the model is measured or used on, with the steps that read them."""
    given = [(fit.validation, fit.args.get("validation_data"))]
    given += [
        (use.data, use.args.get("x"))
        for use in facts.uses
        if same_model(use.model, fit.model) and use.order > fit.order
    ]
    for value, place in given:
        match value:
            case Data(x=Data() as x, steps=steps) if place is not None:
                yield x.but(steps=(*steps, *x.steps)), place
            case (Data() as x) | (Data() as x, *_) if place is not None:
                yield x, place


def _otherwise(fit: Fit, trained: tuple[str, Site], x: Data, place: Site) -> Finding | None:
    if not isinstance(fit.x, Data) or not pictures.read_by(x.steps):
        return None
    module, site = trained
    wanted, called = SCALING[module], _called(x, Entrance())
    labels = [Label(site.at, f"the training: {_WANTED[wanted]}")]
    if called is not None:
        if SCALING[called[0]] == wanted:
            return None
        got = f"`{called[0]}.preprocess_input` makes these {_WANTED[SCALING[called[0]]]}"
        labels.append(Label(called[1].at, "another function"))
    elif x.low is not None and x.high is not None and x.low >= 0:
        if pictures.of_other_scale(fit.x, x):
            return None  # `inconsistent-scaling` tells of ranges that are far apart.
        got = f"these go up to {x.high:.4g}, without it"
    else:
        return None
    return Finding(
        place.at,
        f"the model was trained on what `{module}.preprocess_input` makes of pixels, but {got}.",
        labels=labels,
        why="What is done to the pixels of the training must be done to all others.",
        help=f"use `{module}.preprocess_input` on these pixels, from 0 to 255, as well",
        mark="prepared in another way",
        evidence=Evidence.CERTAIN,
    )


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
    if ends is not None and _starved(fit, network, ends) and _pixels(x):
        return _finding(fit, network, "they arrive as", "scaled", None)
    return None


def _at_scaling(finding: Finding, fit: Fit, x: Data, facts: Facts) -> Finding:
    """The finding at what makes pixels so small, where it does so for this model alone."""
    scaled = [step.site for step in x.steps if step.text.startswith(_SCALES)]
    if finding.mark != _UNPREPARED or len(scaled) != 1:
        return finding
    shared = any(
        isinstance(other.x, Data)
        and any(step.site.node is scaled[0].node for step in other.x.steps)
        and not same_model(other.model, fit.model)
        for other in facts.fits
    )
    if shared:
        return replace(finding, labels=[*finding.labels, Label(scaled[0].at, "scales them")])
    return replace(finding, at=scaled[0].at, mark="makes them so small")


def _starved(fit: Fit | Use, network: Network, ends: tuple[float, float]) -> bool:
    """Whether pixels from 0 to 1 come to a frozen network that knows some hundred times as large.

    Its normalization layers have averages of the others, so that it gives nearly the same for all
    images. A network without such layers, as VGG16, still tells them apart.
    """
    application = network.application
    known = application.scaling == "caffe" and application.module == "resnet"
    small = ends[0] >= 0 and 0.5 < ends[1] <= 1
    states = [state for _, state in backbones(fit.model)] if isinstance(fit, Fit) else []
    return known and small and states == [False]


def _called(x: Data, met: Entrance) -> tuple[str, Site] | None:
    """The only `preprocess_input` on the way of the pixels, by its module."""
    found = [(m[1], s.site) for s in x.steps if (m := _PREPROCESSED.search(s.text))]
    found += [(name, layer.site) for layer in met.before if (name := preprocessing(layer))]
    return found[0] if len(found) == 1 and found[0][0] in SCALING else None


def _untouched(x: Data, met: Entrance, module: str) -> bool:
    """Whether nothing but that function scales the pixels."""
    scaled = any(s.text.startswith(_SCALES) for s in x.steps)
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
        mark="prepared for another network" if site is not None else _UNPREPARED,
        evidence=Evidence.LIKELY if got == "scaled" else Evidence.CERTAIN,
    )
