"""The labels of a reader of folders do not go with the output or the loss, or `fit` gets none.

`flow_from_directory` gives one-hot rows by default, `image_dataset_from_directory` integers. And
where `fit` gets an array, the labels are its second argument.

Why it hurts:

One-hot rows have a number for each folder, and one output unit has one. Without labels there is
nothing to compare with. And `class_mode="binary"` of three folders gives 0, 1 and 2, of which a
sigmoid can only ever reach the first two.

What Keras says:

`fit` stops with an error: "Arguments `target` and `output` must have the same shape", "None values
not supported" (with JAX "None is not a valid value for jnp.array"; Keras 2 says "Target data is
missing"). Of three folders in a binary mode, `flow_from_directory` says nothing.

Bad:

```python
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator

reader = ImageDataGenerator(rescale=1 / 255)
train = reader.flow_from_directory("train", (64, 64))  # finding
valid = reader.flow_from_directory("valid", (64, 64))
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
```

Good:

```python
import keras

read = keras.utils.image_dataset_from_directory
train = read("train", image_size=(64, 64), label_mode="binary")
valid = read("valid", image_size=(64, 64), label_mode="binary")
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
```

When to ignore:

Never, if it is found for certain. The rule itself leaves alone modes that are not known, data that
a function of the script changes behind the reader, and losses of the script's own; where integers
meet a loss for one-hot rows, `label-encoding-mismatch` says so. Of `fit` without labels it speaks
only where `x` is known to be an array, a loss is known, and the training is that of Keras.

Fix safety:

Unsafe: the labels change, and with them what is trained.

References:

- https://keras.io/api/data_loading/image/
- https://keras.io/api/models/model_training_apis/#fit-method
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api.pipelines import SLICES
from kerascheck.rule import (
    CustomLoss,
    Data,
    Encoding,
    Facts,
    Finding,
    Fit,
    Kind,
    Label,
    Loss,
    Severity,
    Site,
    Step,
    Training,
    Unknown,
    replace_string,
    rule,
)

_READER = re.compile(r"flow_from_directory|flow_from_dataframe|image_dataset_from_directory")
_MODE = re.compile(r"^(class_mode|label_mode)=(.+)$")
_SAME = re.compile(r"^(batch|prefetch|cache|shuffle|repeat|take|skip)\b")
"""Steps behind a reader that change no label."""
_ARRAYS = (Kind.ARRAY, Kind.FRAME, Kind.SERIES)
"""What never brings labels along, as datasets and generators may."""
_METHODS = ("fit", "train_on_batch")


@rule("KC309", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    told: set[object] = set()
    for training in facts.trainings:
        found = [*_found(training), *(_validated(training) if facts.written.keras_3() else ())]
        for finding in found:
            if finding.at not in told:
                told.add(finding.at)
                yield finding


def _found(training: Training) -> Iterator[Finding]:
    match training:
        case Training(fit=Fit(data=Data() as data) as fit, loss=Loss() as loss) if (
            training.standard and not isinstance(loss, CustomLoss)
        ):
            reader = _reader(data)
            if reader is None and data.y is None and not fit.partial and _slices(data):
                yield from _unlabelled(training, fit)
            if reader is None or training.model.config.get("add_loss"):
                return
            if data.y is None:
                yield _without_labels(fit, reader)
            elif isinstance(data.y, Data) and (mode := _mode(data.y)) is not None:
                yield from _one_hot(training, data.y, *mode)
                yield from _several(data.y, *mode)
                yield from _validation(fit, data.y, *mode)
        case Training(fit=Fit(data=None, y=None, partial=False) as fit) if _arrays(fit.x):
            yield from _unlabelled(training, fit)


def _reader(data: Data) -> Step | None:
    """The reader that the data come from, if nothing has changed them since."""
    if not data.steps or not _READER.search(data.steps[0].text):
        return None
    plain = all(_SAME.search(step.text) for step in data.steps[1:])
    return data.steps[0] if plain else None


def _mode(labels: Data) -> tuple[re.Match[str], Site] | None:
    """The argument of the reader that chooses the labels, and where it is written."""
    if len(labels.steps) != 1:
        return None
    found = _MODE.search(labels.steps[0].text)
    return (found, labels.steps[0].site) if found else None


def _without_labels(fit: Fit, reader: Step) -> Finding:
    argument = "label_mode" if "dataset" in reader.text else "class_mode"
    return Finding(
        fit.args.get("x", fit.site).at,
        f"`{reader.text}` gives no labels with `{argument}=None`: `fit` stops with an error.",
        labels=[Label(reader.site.at, "reads images alone")],
        help=f"choose the labels: `{argument}=…`; `None` is for `predict`",
        mark="no labels to compare with",
        keras="None values not supported",
    )


def _arrays(x: object) -> bool:
    """Whether `x` is an array, or a list of arrays for several inputs."""
    match x:
        case Data(kind=kind, x=None, y=None):
            return kind in _ARRAYS
        case list():
            return bool(x) and all(isinstance(part, Data) and _arrays(part) for part in x)
    return False


def _slices(data: Data) -> bool:
    """Whether a dataset gives the rows of one array, and nothing beside them."""
    match data:
        case Data(kind=Kind.DATASET, x=Data(kind=kind, x=None, y=None) as x, y=None, steps=steps):
            # What is not known may be a tuple of arrays and labels.
            known = isinstance(x.shape, tuple) or (bool(x.steps) and x.steps[0].text == "load")
            sliced = bool(steps) and steps[0].text == SLICES
            rest = all(_SAME.search(step.text) or step.text == "map" for step in steps[1:])
            return known and kind in _ARRAYS and sliced and rest
    return False


def _unlabelled(training: Training, fit: Fit) -> Iterator[Finding]:
    """A training with a loss and without labels, if the training is that of Keras."""
    loss = training.loss
    if not isinstance(loss, Loss) or isinstance(loss, CustomLoss):
        return
    # What `add_loss` adds is no way out: the loss of `compile` is computed all the same.
    if not training.model.overridden and fit.method in _METHODS:
        yield _alone(training, fit, loss)


def _validated(training: Training) -> Iterator[Finding]:
    """An array alone to validate on, of which Keras 2 computes no loss and says nothing."""
    match training:
        case Training(
            fit=Fit(method="fit", validation=Data(x=None, y=None) as given, partial=False) as fit,
            loss=Loss() as loss,
        ) if given.kind in _ARRAYS and "validation_data" in fit.args:
            place = fit.args["validation_data"]
            if not isinstance(loss, CustomLoss) and not training.model.overridden:
                yield Finding(
                    place.at,
                    f"`{place.text}` is validated on without labels, but the loss "
                    f"`{loss.canonical}` compares outputs with labels: `fit` stops with an error.",
                    help=f"give both: `validation_data=({place.text}, y)`; what the model is to give "
                    f"back unchanged is its own label: `({place.text}, {place.text})`",
                    mark="no labels to compare with",
                    keras="None values not supported",
                )


def _alone(training: Training, fit: Fit, loss: Loss) -> Finding:
    site = fit.args.get("x", fit.site)
    told = f"`{fit.method}` stops with an error"
    none = "and no" if fit.data is None else "without"
    return Finding(
        site.at,
        f"`{fit.method}` gets `{site.text}` {none} labels, but the loss `{loss.canonical}` compares "
        f"outputs with labels: {told}.",
        labels=[Label(training.compile.args.get("loss", training.compile.site).at, "the loss")],
        help=f"give the labels, too: `{fit.method}({site.text}, y)`; what the model is to give back "
        f"unchanged is its own label: `{fit.method}({site.text}, {site.text})`"
        if fit.data is None
        else "make a dataset of pairs: `from_tensor_slices((x, y))`; what the model is to give back "
        "unchanged is its own label: `.map(lambda x: (x, x))`",
        mark="no labels to compare with",
        keras="None values not supported",
    )


def _one_hot(
    training: Training, labels: Data, mode: re.Match[str], site: Site
) -> Iterator[Finding]:
    """One-hot rows for a single output unit; the number of the folders is not known."""
    match training.output.spec.shape, labels:
        case (_, 1), Data(encoding=Encoding.ONE_HOT, classes=Unknown()):
            argument = mode[1]
            yield Finding(
                site.at,
                f"`{mode[0]}` gives a one-hot row with a number for each folder, but the model "
                "has one output unit.",
                labels=[Label(training.output.site.at, "one unit")],
                why=f"It is the default of `{argument}`." if "mode" not in site.text else "",
                help=f'`{argument}="binary"` for two folders; for more of them a softmax over '
                "as many units",
                mark="one-hot rows",
                fix=replace_string(site, "binary"),
                keras="Arguments `target` and `output` must have the same shape",
            )


def _several(labels: Data, mode: re.Match[str], site: Site) -> Iterator[Finding]:
    """A binary mode for more than two classes that are written in the script."""
    if "binary" in mode[2] and labels.columns is not None and len(labels.columns) > 2:
        names = ", ".join(labels.columns[:4])
        wanted = "int" if mode[1] == "label_mode" else "sparse"
        yield Finding(
            site.at,
            f"`{mode[0]}` is for two classes, and there are {len(labels.columns)}: {names}.",
            help=f'`{mode[1]}="categorical"` or `"{wanted}"`, and a softmax over '
            f"{len(labels.columns)} units",
            mark="labels 0, 1, 2, …",
            keras='When passing `label_mode="binary"`, there must be exactly 2 class_names',
        )


def _validation(fit: Fit, labels: Data, mode: re.Match[str], site: Site) -> Iterator[Finding]:
    """Other labels for the validation than for the training."""
    match fit.validation:
        case Data(y=Data() as other) as given if _reader(given) is not None:
            theirs = _mode(other)
            if theirs is None or _kind(other) == _kind(labels):
                return
            yield Finding(
                theirs[1].at,
                f"the validation is read with `{theirs[0][0]}`, the training with `{mode[0]}`: "
                "the labels are of two kinds.",
                labels=[Label(site.at, "how the training is read")],
                help=f"read both with `{mode[0]}`",
                mark="other labels than those of the training",
                keras="Arguments `target` and `output` must have the same rank (ndim)",
            )


def _kind(labels: Data) -> object:
    """What tells kinds of labels apart: one-hot rows, or one number a sample."""
    return labels.encoding is Encoding.ONE_HOT
