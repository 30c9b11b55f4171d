"""Pixels are scaled twice, or in the wrong direction.

Why it hurts:

Divided by 255 twice, pixels go from 0 to 0.004: all images look alike to the network. Networks such
as EfficientNet divide by themselves, and `preprocess_input` subtracts means of pixels from 0 to 255,
beside which values from 0 to 1 vanish. `rescale=255` makes them larger instead of smaller.

What Keras says:

Nothing.

Bad:

```python
import keras

(x, y), _ = keras.datasets.cifar10.load_data()
x = x / 255.0  # finding
network = keras.applications.EfficientNetB0(include_top=False, input_shape=(32, 32, 3))
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

Good:

```python
import keras

(x, y), _ = keras.datasets.cifar10.load_data()
network = keras.applications.EfficientNetB0(include_top=False, input_shape=(32, 32, 3))
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

Where images are dark on purpose. The rule itself leaves alone a division that is followed by a
standardization, `Rescaling(2, offset=-1)` behind `/ 255`, networks with
`include_preprocessing=False`, and data whose range is not known.

References:

- https://keras.io/api/applications/
- https://github.com/tensorflow/tensorflow/issues/42506
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import pictures
from kerascheck.keras_api.entrance import (
    SCALING,
    Entrance,
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
    Layer,
    Model,
    Severity,
    Site,
    rule,
)

_SCALED = re.compile(
    r"^(/ (?!0)|rescale by|Rescaling by|convert_image_dtype|MinMaxScaler|skimage resize to)"
)
"""Steps that bring pixels from 0 to 1, or near it."""
_PREPROCESSED = re.compile(r"^(\w+)\.preprocess_input$")
_SHORT = 50
"""Longer code is not repeated in a message."""
_DARK, _HUGE = 0.02, 2000.0
"""Up to this size pixels have been divided twice, from this size on multiplied."""
_Place = tuple[Site, str]


@rule("KC308", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for fit in facts.fits:
        match fit:
            case Fit(model=Model() as model, x=Data() as x):
                finding = _judged(fit, x, entrance(model))
                if finding is not None and told.isdisjoint(_causes(finding)):
                    told |= _causes(finding)
                    yield finding


def _causes(finding: Finding) -> set[object]:
    """The two steps of which one is to go: the one that is underlined, and the one shown first."""
    return {finding.at, finding.labels[0].at}


def _judged(fit: Fit, x: Data, met: Entrance | None) -> Finding | None:
    outside = [(step.site, step.text) for step in x.steps if _SCALED.search(step.text)]
    twice = _preprocessed_late(x, met)
    if twice is not None:
        late = twice[0].endswith("one more division")
        return _finding(fit, twice[0], list(twice[1:]), twice[2], twice[2] if late else twice[1])
    before = met.before if met is not None else ()
    inside = [(layer.site, "inside the model") for layer in before]
    scaling = [*outside, *(at for at, layer in zip(inside, before, strict=True) if _scales(layer))]
    places = [*outside, *inside]
    ends = range_behind(before, x.low, x.high)
    if ends is None or not places or not _pictures(fit, x):
        return None
    size = max(map(abs, ends))
    only = scaling[0] if len(scaling) == 1 else None
    if size >= _HUGE:
        return _finding(fit, f"pixels are made larger, up to {size:.0f}", places, only)
    if 0 < size <= _DARK:
        cut = [(step.site, "cuts off larger values") for step in x.steps if step.text == "clip"]
        if only is not None and cut:
            text = f"pixels are cut off first, then divided, and end at {size:.2g}"
            return _finding(fit, text, [*places, *cut], only)
        text = f"pixels are divided twice and end at {size:.2g}"
        last = scaling[-1] if scaling else None
        # A model that scales by itself also gets right what it is asked about later.
        surplus = outside[-1] if outside and last in inside else last
        return _finding(fit, text, places, last, surplus if len(scaling) > 1 else None)
    network = met.network if met is not None else None
    if network is not None and network.scales and size <= 1:
        text = f"pixels up to {size:.2g} reach `{network.application.name}`, which scales them"
        where = (network.site, "wants pixels from 0 to 255")
        return _finding(fit, f"{text} again", [*places, where], only, only)
    return None


def _scales(layer: Layer) -> bool:
    """Whether values are wider or narrower behind a layer, not only moved."""
    ends = range_behind((layer,), 0.0, 1.0)
    return ends is not None and ends[1] - ends[0] != 1


def _preprocessed_late(x: Data, met: Entrance | None) -> tuple[str, _Place, _Place] | None:
    """A `preprocess_input` for pixels from 0 to 255 behind a division, or one behind it."""
    first: _Place | None = None
    for step in x.steps:
        called = _PREPROCESSED.search(step.text)
        works = called is not None and SCALING.get(called[1]) in ("caffe", "tf", "torch")
        here = (step.site, step.text)
        if works and first is not None:
            return f"`{step.text}` gets pixels that are scaled already", first, here
        if _SCALED.search(step.text):
            if first is not None and first[1].endswith("preprocess_input"):
                return f"`{first[1]}` is followed by one more division", first, here
            first = here
        elif works:
            first = here
    for layer in met.before if met is not None else ():
        module = preprocessing(layer)
        if module is None or SCALING[module] == "built in":
            return None
        if first is not None:
            text = f"`{module}.preprocess_input` gets pixels that are scaled already"
            return text, first, (layer.site, "for pixels from 0 to 255")
    return None


def _pictures(fit: Fit, x: Data) -> bool:
    """Whether the values are known to have been pixels from 0 to 255."""
    steps = [*x.steps, *(fit.data.steps if isinstance(fit.data, Data) else ())]
    return x.name in pictures.DATASETS or pictures.read_by(steps)


def _finding(
    fit: Fit,
    problem: str,
    places: list[_Place],
    to_change: _Place | None = None,
    surplus: _Place | None = None,
) -> Finding:
    """The finding at the step that is one too many, or where the data are used.

    `surplus` is the step to leave out, where it is known which of them that is.

    A step that values go through twice, such as that of a function, is not the one to leave out.
    """
    used = fit.args.get("x", fit.args.get("generator", fit.site))
    if to_change is not None and [s.node for s, _ in places].count(to_change[0].node) > 1:
        to_change = None
    shown = [place for place in places if place is not to_change]
    if to_change is not None:
        shown.append((used, "what the model is trained on"))
    helps, mark = "scale once: leave one of the two out", "scaled twice"
    if surplus is not None and to_change is not None:
        helps = f"scale once: leave out {_named(surplus, to_change)}"
    if "larger" in problem:
        helps, mark = "`rescale=1 / 255` makes pixels small", "scaled by too much"
    elif "cut off" in problem:
        helps, mark = "divide before the values are cut off", "divides what is small already"
    return Finding(
        (used if to_change is None else to_change[0]).at,
        f"{problem}.",
        labels=[Label(place.at, text) for place, text in shown],
        why="The network is given values of another size than it can make use of.",
        help=helps,
        mark=mark,
        evidence=Evidence.CERTAIN,
    )


def _named(step: _Place, underlined: _Place) -> str:
    """How a step is called: by what is written there, or as the place that is underlined."""
    written = step[0].text
    if len(written) <= _SHORT and "\n" not in written:
        return f"`{written}`"
    return "this step" if step is underlined else f"the step before, {step[1]}"
