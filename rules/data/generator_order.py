"""A reader shuffles where the order of the files is needed, or keeps it where it must not.

Why it hurts:

`classes` and `labels` of a reader are in the order of the files. Predictions of a reader that
shuffles are in another order: a report of both compares each image with the class of another one,
and shows chance. In training it is the other way round: files are in the order of their folders, so
that without shuffling a batch holds one class alone.

What Keras says:

Nothing.

Bad:

```python
from sklearn.metrics import confusion_matrix
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator

reader = ImageDataGenerator(rescale=1 / 255)
train = reader.flow_from_directory("train", (64, 64))
valid = reader.flow_from_directory("valid", (64, 64))
test = reader.flow_from_directory("test", (64, 64))
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
predictions = model.predict(test)  # finding
print(confusion_matrix(test.classes, predictions.argmax(axis=1)))
```

Good:

```python
import keras
import numpy as np
from sklearn.metrics import confusion_matrix

read = keras.utils.image_dataset_from_directory
train = read("train", image_size=(64, 64))
valid = read("valid", image_size=(64, 64))
test = read("test", image_size=(64, 64), shuffle=False)
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
labels = np.concatenate([y for _, y in test])
print(confusion_matrix(labels, model.predict(test).argmax(axis=1)))
```

When to ignore:

Where the order of the files means something. The rule itself leaves alone readers whose `shuffle` is
not known, trainings without labels, datasets that are shuffled behind the reader, and models that
are only evaluated.

References:

- https://github.com/keras-team/keras/issues/11427
- https://github.com/keras-team/keras/issues/5558
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api.pictures import IN_ORDER
from kerascheck.rule import (
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Severity,
    Use,
    rule,
    same_model,
)

_READER = re.compile(r"^(flow_from_directory|image_dataset_from_directory)(\(shuffle=False\))?$")
_FLOW = re.compile(r"^(flow_from_directory|flow_from_dataframe)$")
_SHUFFLED = re.compile(r"\bshuffle\s*=\s*True\b")
_BY_PLACE = re.compile(r"\bflow\((?:[^,=]+,){3}\s*(?!\w+\s*=)\S")
"""A call of `flow` whose fourth argument, `shuffle`, has no name."""
_FRAMES = re.compile(r"shuffle|interleave|sample_from")


@rule("KC311", certain=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits:
        yield from _unshuffled(fit, facts)
    learnt = (finding for fit in facts.fits for finding in _learnt(fit, facts))
    compared = (finding for score in facts.uses for finding in _compared(score, facts))
    arrays = (finding for score in facts.uses for finding in _arrays(score, facts))
    told: set[object] = set()
    for finding in (*learnt, *compared, *arrays):
        if (finding.at, finding.message) not in told:
            told.add((finding.at, finding.message))
            yield finding


def _unshuffled(fit: Fit, facts: Facts) -> Iterator[Finding]:
    """Training on images class by class."""
    match fit.data:
        case Data(steps=(first, *more), y=Data(encoding=Encoding(), steps=(_,))):
            found = _READER.search(first.text)
            mixed = any(_FRAMES.search(step.text) for step in more)
            if found is None or not found[2] or mixed or "temporal" in facts.context:
                return
            place = fit.args.get("x", fit.args.get("generator", fit.site))
            yield Finding(
                place.at,
                "the images are trained on folder by folder: a batch holds one class alone.",
                labels=[Label(first.site.at, "keeps the order of the files, `shuffle=False`")],
                why="Each step pulls the model towards the class of its batch; `fit` does not mix "
                "the images of a reader.",
                help="read the training images with `shuffle=True`, which is the default",
                mark="one class after the other",
                evidence=Evidence.CERTAIN,
            )


def _compared(score: Use, facts: Facts) -> Iterator[Finding]:
    """Predictions in a new order that are compared with labels in the order of the files."""
    match score:
        case Use(method="score", labels=Data(steps=steps) as labels) if any(
            step.text == IN_ORDER for step in steps
        ):
            for use, data in _predicted(facts, labels.rows, score):
                if same_model(use.model, score.model) and _shuffled(data):
                    yield _finding(
                        use,
                        data,
                        "predictions of a reader that shuffles are compared with labels in the "
                        "order of the files: the score is one of chance.",
                        Label(score.site.at, "compared here"),
                    )


def _predicted(facts: Facts, rows: object, later: Fit | Use) -> list[tuple[Use, Data]]:
    """The predictions for these rows before something else, and what they were made for."""
    return [
        (use, use.data)
        for use in facts.uses
        if use.method in ("predict", "predict_generator")
        and use.order < later.order
        and isinstance(use.data, Data)
        and use.data.rows == rows
    ]


def _arrays(score: Use, facts: Facts) -> Iterator[Finding]:
    """Predictions for the images of an array in a new order, and its labels in their own."""
    match score:
        case Use(method="score", data=Data(rows=rows), labels=Data() as labels) if (
            labels.rows == rows
        ):
            made = [
                (use, data)
                for use, data in _predicted(facts, rows, score)
                if same_model(use.model, score.model)
            ]
            # Where the same images are predicted in several ways, it is not known which is meant.
            if all(_mixed(data) for _, data in made):
                for use, data in made:
                    yield _finding(
                        use,
                        data,
                        "predictions of a `flow` that shuffles are compared with labels in the order "
                        "of the array: the score is one of chance.",
                        Label(score.site.at, "compared here"),
                    )


def _mixed(data: Data) -> bool:
    """Whether a `flow` over an array is known to give its images in a new order."""
    flows = bool(data.steps) and data.steps[0].text == "ImageDataGenerator.flow"
    return flows and not _unknown_order(data) and not _BY_PLACE.search(data.steps[0].site.text)


def _learnt(fit: Fit, facts: Facts) -> Iterator[Finding]:
    """Predictions in a new order that are trained on, with labels in the order of the files."""
    match fit:
        case Fit(x=Data(rows=rows) as x, y=Data(steps=steps) as y) if (
            x.predicted is not None
            and y.rows == rows
            and any(step.text == IN_ORDER for step in steps)
        ):
            made = _predicted(facts, rows, fit)
            # Where several readers read the same, it is not known whose features these are.
            if all(_shuffled(data) for _, data in made):
                for use, data in made:
                    yield _finding(
                        use,
                        data,
                        "features of a reader that shuffles are trained on with labels in the "
                        "order of the files: most images get the class of another one.",
                        Label(fit.site.at, "trained on with labels in the order of the files"),
                    )


def _shuffled(data: Data) -> bool:
    """Whether a reader is known to give its images in a new order."""
    read = bool(data.steps) and _FLOW.search(data.steps[0].text) is not None
    return read and not _unknown_order(data)


def _unknown_order(data: Data) -> bool:
    """Whether the `shuffle` of the reader is written and not known to be true."""
    text = _SHUFFLED.sub("", data.steps[0].site.text)
    return "shuffle" in text or "**" in text or len(data.steps) > 1


def _finding(use: Use, data: Data, said: str, shown: Label) -> Finding:
    reader = data.steps[0]
    how = "shuffles" if "shuffle" in reader.site.text else "shuffles, which is its default"
    return Finding(
        use.args.get("x", use.site).at,
        f"the {said}",
        labels=[Label(reader.site.at, how), shown],
        why=""
        if _mixed(data)
        else "`classes` and `labels` of a reader do not follow the order in which it gives images.",
        help="read these images with `shuffle=False`",
        mark="in a new order",
        evidence=Evidence.CERTAIN,
    )
