"""Images are read in another size than the model takes, or in a size with three numbers.

Why it hurts:

`target_size` and `image_size` are height and width; how many channels there are, `color_mode` says.
`flow_from_directory` fails on a third number, and `load_img` drops it. Images in another size than
that of the input, or in color for an input of one channel, stop `fit` with its first batch.

What Keras says:

"could not broadcast input array", "Invalid `image_size` value", "Invalid input shape for input".

Bad:

```python
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator

reader = ImageDataGenerator(rescale=1 / 255)
train = reader.flow_from_directory("signs/train", (64, 64))  # finding
valid = reader.flow_from_directory("signs/valid", (64, 64))
model = keras.Sequential(
    [
        keras.Input((64, 64, 1)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(24, activation="softmax"),
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
```

Good:

```python
import keras

read = keras.utils.image_dataset_from_directory
train = read("signs/train", image_size=(64, 64), color_mode="grayscale")
valid = read("signs/valid", image_size=(64, 64), color_mode="grayscale")
model = keras.Sequential(
    [
        keras.Input((64, 64, 1)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(24, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
```

When to ignore:

Never, if it is found for certain. The rule itself leaves alone inputs whose sides are open, sizes
that are not known, and arrays, of which `input-shape-vs-data` speaks.

Fix safety:

Safe where reading fails, for the third number is taken out. Unsafe for `load_img`, which ignores it.

References:

- https://keras.io/api/data_loading/image/
"""

import re
from collections.abc import Iterator, Sequence

from kerascheck.rule import (
    Applicability,
    Data,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Kind,
    Label,
    Model,
    Severity,
    Site,
    Spec,
    Step,
    Use,
    rule,
)

_LONG = "a size of three numbers"
"""The step of images that are read in a size with an axis too many."""
_READER = re.compile(r"flow_from_directory|flow_from_dataframe|image_dataset_from_directory")
_Dims = Sequence[object]
_LAST = re.compile(r",\s*\w+\s*,?\s*\)$")


@rule("KC305", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    calls: list[Fit | Use] = [*facts.fits, *facts.uses]
    for call in calls:
        for data, place in _given(call):
            step = _long(data)
            if step is not None:
                if step.site.at not in told:
                    told.add(step.site.at)
                    yield _of_three(step, data)
            elif isinstance(call.model, Model) and told.isdisjoint(_causes(call.model, data)):
                finding = _compared(call.model, data, place, _shared(call, data))
                if finding is not None:
                    told.update(_causes(call.model, data))
                    yield finding


def _causes(model: Model, data: Data) -> set[object]:
    """What may be changed: the model, and the reader of the data."""
    return {model.site.node, *(step.site.node for step in data.steps[:1])}


def _shared(call: Fit | Use, data: Data) -> bool:
    """Whether the reader has read other data of the same training, maybe in another size."""
    made = [given.steps[0].site.node for given, _ in _given(call) if given.steps]
    return bool(data.steps) and made.count(data.steps[0].site.node) > 1


def _given(call: Fit | Use) -> Iterator[tuple[Data, Site]]:
    """The data of a training or a measurement, and where each is written."""
    whole = call.data if isinstance(call, Use) or isinstance(call.data, Data) else call.x
    if isinstance(whole, Data):
        yield whole, call.args.get("x", call.args.get("generator", call.site))
    if isinstance(call, Fit) and isinstance(call.validation, Data):
        yield call.validation, call.args.get("validation_data", call.site)


def _long(data: Data) -> Step | None:
    steps = [*data.steps, *(data.x.steps if isinstance(data.x, Data) else ())]
    return next((step for step in steps if step.text == _LONG), None)


def _of_three(step: Step, data: Data) -> Finding:
    stream = data.kind in (Kind.DATASET, Kind.SEQUENCE)
    size = step.site.text
    if stream:
        message = "the size of images is height and width; with a third number reading fails."
    else:
        message = "the size of an image is height and width; `load_img` ignores the third number."
    short = _LAST.sub(")", size) if size.startswith("(") else ""
    return Finding(
        step.site.at,
        message,
        why="How many channels there are, `color_mode` says.",
        help=f"write `{short}`" if short else "give height and width alone",
        mark="three numbers",
        evidence=Evidence.CERTAIN if stream else Evidence.HINT,
        fix=Fix((Edit(step.site.at, short),), Applicability.SAFE) if short else None,
        keras="could not broadcast input array" if stream else "",
    )


def _compared(model: Model, data: Data, place: Site, shared: bool) -> Finding | None:
    """Images from a reader against the input that the model declares.

    The reader is to be changed; if it is shared, what it is called with is, which is not known,
    and the finding is where the data are used.
    """
    entry = _entry(model)
    if not data.steps or not _READER.search(data.steps[0].text) or entry is None:
        return None
    match data.x, entry[0].shape:
        case Data(shape=(_, *got)), (_, *wanted) if len(got) == len(wanted) == 3:
            channels_first = not _differ(got, [*wanted[1:], wanted[0]])
            if not _differ(got, wanted) or (channels_first and _reads_channels_first(model)):
                return None
            # What is read is as readers give it, and the input is what is to be changed.
            shared = shared or channels_first
            reader = data.steps[0]
            text = f"reads {_text(got)}"
            turned = _reads_channels_first(model)
            read, taken = (([*d[1:], d[0]] if turned else list(d)) for d in (got, wanted))
            to_change = place if shared else _argument(read, taken, reader)
            return Finding(
                to_change.at,
                f"the images are read as {_text(got)}, but the model takes {_text(wanted)}: it "
                "stops at the first batch.",
                labels=[
                    Label(entry[1].at, f"takes {_text(wanted)}"),
                    Label(reader.site.at, text) if shared else Label(place.at, "stops here"),
                ],
                help=f"write the input as {_text(got)}: the channels come last in what is read"
                if channels_first
                else _help(read, taken, reader.text),
                mark="images of another size" if shared else text,
                keras="Invalid input shape for input",
            )
    return None


def _reads_channels_first(model: Model) -> bool:
    """Whether the script has turned the order of axes around, for its layers and the readers."""
    return any(getattr(part, "data_format", None) == "channels_first" for part in model.layers)


def _entry(model: Model) -> tuple[Spec, Site] | None:
    """What the model itself says about its only input, and where."""
    if model.kind != "subclass" and len(model.inputs) == 1:
        return model.inputs[0].spec, model.inputs[0].site
    first = model.layers[0].site if model.kind == "Sequential" and model.layers else None
    if first is not None and isinstance(model.entry, Spec) and model.entry_site is first:
        return model.entry, first
    return None


def _differ(got: _Dims, wanted: _Dims) -> bool:
    pairs = zip(got, wanted, strict=True)
    return any(isinstance(a, int) and isinstance(b, int) and a != b for a, b in pairs)


def _argument(got: _Dims, wanted: _Dims, reader: Step) -> Site:
    """The argument of the reader that is to be another one; the whole call if it is left out."""
    sides = _size_name(reader.text) if _differ(got[:2], wanted[:2]) else "color_mode"
    return (reader.args or {}).get(sides, reader.site)


def _size_name(reader: str) -> str:
    return "image_size" if "dataset" in reader else "target_size"


def _text(dims: _Dims) -> str:
    return str(Spec(tuple(dims))).replace("'", "")  # type: ignore[arg-type]


def _help(got: _Dims, wanted: _Dims, reader: str) -> str:
    if _differ(got[:2], wanted[:2]):
        return f"read them with `{_size_name(reader)}={_text(wanted[:2])}`, or change the input of the model"
    mode = {1: "grayscale", 3: "rgb", 4: "rgba"}.get(wanted[2] if isinstance(wanted[2], int) else 0)
    if mode is None:
        return "give the input of the model as many channels as the images have"
    return f'read them with `color_mode="{mode}"`, or change the input of the model'
