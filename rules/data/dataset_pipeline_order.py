"""The steps of a `tf.data` pipeline undo each other by their order, or one is missing or lost.

Why it hurts:

`cache` behind `shuffle` or behind random changes of images keeps the first order and the first
changes for all epochs. `shuffle` behind `batch` moves whole batches, and with a buffer of 1 nothing.
Without `shuffle`, arrays that are sorted by class give batches of one class each, and each of them
undoes what the one before has taught. What a reader gives is in batches already; a second `batch`
makes batches of batches. Without any, the samples come one by one, and their features are taken for
the samples of a batch. Each step gives a new dataset: `train.map(flip)` on a line of its own changes
nothing.

What Keras says:

Nothing where the order is frozen. Without `batch`: "expected min_ndim=2, found ndim=1".

Bad:

```python
import keras

train = keras.utils.image_dataset_from_directory("train", image_size=(64, 64))
valid = keras.utils.image_dataset_from_directory("valid", image_size=(64, 64))
flip = keras.layers.RandomFlip("horizontal")
train = train.map(lambda x, y: (flip(x), y)).cache().prefetch(2)
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
model.fit(train, epochs=10, validation_data=valid)  # finding
```

Good:

```python
import keras

train = keras.utils.image_dataset_from_directory("train", image_size=(64, 64))
valid = keras.utils.image_dataset_from_directory("valid", image_size=(64, 64))
flip = keras.layers.RandomFlip("horizontal")
train = train.cache().map(lambda x, y: (flip(x), y)).prefetch(2)
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
```

Bad:

```python
import keras

train = keras.utils.image_dataset_from_directory("train", image_size=(64, 64))
valid = keras.utils.image_dataset_from_directory("valid", image_size=(64, 64))
flip = keras.layers.RandomFlip("horizontal")
train.map(lambda x, y: (flip(x), y))  # finding
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
```

Good:

```python
import keras

train = keras.utils.image_dataset_from_directory("train", image_size=(64, 64))
valid = keras.utils.image_dataset_from_directory("valid", image_size=(64, 64))
flip = keras.layers.RandomFlip("horizontal")
train = train.map(lambda x, y: (flip(x), y))
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
```

When to ignore:

Where one order for all epochs is wanted, or batches are to stay together. The rule itself leaves
alone what shuffles once more behind `cache`, sources whose elements are not known, single epochs,
arrays that are not known to be sorted by class, and lost steps of data that are not trained on.

References:

- https://www.tensorflow.org/guide/data_performance
"""

import re
from collections.abc import Iterator, Sequence

from kerascheck.keras_api.pipelines import CHANGING, SLICES, is_map
from kerascheck.rule import (
    Blocks,
    Data,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Fit,
    Kind,
    Label,
    Severity,
    Site,
    Step,
    rule,
)

_NO_BUFFER = re.compile(r"\.shuffle\(\s*(buffer_size\s*=\s*)?1\s*[,)][^(]*$")
_CACHED = ("cache", "snapshot")
_ONE_BY_ONE = re.compile(r"^(shuffle|cache|prefetch|repeat|map|take|skip)\b")
_KNOWN = re.compile(r"^(map|batch|prefetch|cache|repeat|take|skip|with_options)\b")
"""Steps that leave the samples in their order."""
_UNBATCHED = "the dataset has no batches: its samples reach the model one by one"
_ORDER = "`cache`, `shuffle`, random changes, `batch`, `prefetch`"


@rule("KC315", certain=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits:
        match fit.data:
            case Data(kind=Kind.DATASET, steps=steps) as data if steps:
                finding = next(_mistakes(fit, data, steps), None)
                if finding is not None:
                    yield finding
        match fit.validation, fit.args.get("validation_data"):
            case Data(kind=Kind.DATASET, steps=[*_, last] as steps) as held, Site() as place:
                whole = not isinstance(fit.data, Data) or fit.data.batched
                if whole and _one_by_one(held, [step.text for step in steps]):
                    yield Finding(
                        place.at,
                        f"{_UNBATCHED}.",
                        labels=[Label(last.site.at, f"`{last.text}` is here")],
                        help="add `.batch(32)`",
                        mark="without batches",
                    )
    for lost in facts.lost:
        if any(_of(lost, fit.data) for fit in facts.fits):
            yield _lost(lost.steps[-1])


def _of(lost: Data, data: object) -> bool:
    return isinstance(data, Data) and (data.rows is lost.rows or lost.rows in data.parents)


def _lost(step: Step) -> Finding:
    name = step.text.split()[0]
    given = step.site.text.partition(f".{name}(")[0].strip()
    return Finding(
        step.site.at,
        f"`{name}` gives a new dataset, and nothing keeps it: the old one is as it was.",
        help=f"write `{given} = {given}.{name}(…)`" if given.isidentifier() else "keep the result",
        mark="lost",
    )


def _mistakes(fit: Fit, data: Data, steps: Sequence[Step]) -> Iterator[Finding]:
    """What is wrong with a pipeline, the worst first."""
    texts = [step.text for step in steps]
    twice = next((step for step in steps if step.text.endswith(" of batches")), None)
    if twice is not None and not any(map(is_map, texts[: steps.index(twice)])):
        text = "the dataset is in batches already: a second `batch` makes batches of batches"
        yield _finding(fit, twice, text, "leave one of the two out")
    if _one_by_one(data, texts):
        yield _finding(fit, steps[-1], _UNBATCHED, "add `.batch(32)` behind `shuffle`")
    if not _single(fit):
        yield from _frozen(fit, data, steps)
        yield from _never_shuffled(fit, steps)
    for place, step in enumerate(steps):
        before = texts[:place]
        if step.text == "shuffle" and _NO_BUFFER.search(step.site.text):
            text = "`shuffle` with a buffer of 1 leaves the order as it is"
            yield _finding(fit, step, text, "give it as many elements as there are, or 1000")
        elif step.text == "shuffle" and "batch" in before and "unbatch" not in before:
            mixed = any(text.startswith("shuffle") for text in before)
            text = "`shuffle` behind `batch` moves whole batches: the same samples stay together"
            if not mixed:
                yield _finding(fit, step, text, "shuffle before `batch`", Evidence.HINT)


def _never_shuffled(fit: Fit, steps: Sequence[Step]) -> Iterator[Finding]:
    """Arrays that are sorted by class, in batches as they come."""
    known = all(_KNOWN.search(step.text) for step in steps[1:])
    parted = any(step.text.startswith(("take", "skip")) for step in steps)
    mixed = "mix the arrays once: `x, y = sklearn.utils.shuffle(x, y)`, and " if parted else ""
    match fit.y:
        case Data(blocks=Blocks(text=text, site=site)) if steps[0].text == SLICES and known:
            yield Finding(
                fit.args.get("x", fit.site).at,
                "the samples come class by class, and the dataset never shuffles them.",
                labels=[
                    Label(site.at, text if "sorted" in text else f"class by class, by {text}"),
                    Label(steps[0].site.at, "no `shuffle` behind it"),
                ],
                help=f"{mixed}add `.shuffle(n)` before `batch`, with the number of samples",
                why="Each batch is of one class, and undoes what the one before has taught.",
                mark="never shuffled",
            )


def _frozen(fit: Fit, data: Data, steps: Sequence[Step]) -> Iterator[Finding]:
    """A cache that keeps an order or random changes for all epochs."""
    texts = [step.text for step in steps]
    places = [place for place, text in enumerate(texts) if text in _CACHED]
    if not places:
        return
    last = places[-1]
    before, after = texts[:last], texts[last + 1 :]
    if any(map(is_map, before)) and not any(map(is_map, after)) and _random(data, before):
        text = "`cache` keeps the random changes of the first epoch: all others see the same images"
        yield _finding(fit, steps[last], text, f"the usual order is {_ORDER}")
    elif "shuffle" in before and not any(text.startswith("shuffle") for text in after):
        text = "`cache` behind `shuffle` keeps the order of the first epoch for all others"
        yield _finding(fit, steps[last], text, f"the usual order is {_ORDER}")


def _random(data: Data, before: Sequence[str]) -> bool:
    if CHANGING in before:
        return True
    x = data.x
    return isinstance(x, Data) and any(s.text.startswith("random augmentation") for s in x.steps)


def _single(fit: Fit) -> bool:
    return fit.config.get("epochs", 1) == 1 and not fit.loop


def _one_by_one(data: Data, texts: Sequence[str]) -> bool:
    """Whether a dataset of single samples, each with one label, is never put into batches."""
    plain = all(_ONE_BY_ONE.search(text) for text in texts[1:])
    match data:
        case (
            Data(batched=False, y=Data(shape=(_,)), x=Data(shape=(_, *_)))
            | Data(
                batched=False,
                y=Data(shape=(_, _), encoding=Encoding.ONE_HOT),
                x=Data(shape=(_, *_)),
            )
        ):
            return texts[0] == SLICES and plain
    return False


def _finding(
    fit: Fit, step: Step, message: str, help: str, level: Evidence = Evidence.CERTAIN
) -> Finding:
    place = fit.args.get("x", fit.site)
    return Finding(
        place.at,
        f"{message}.",
        labels=[Label(step.site.at, f"`{step.text}` is here")],
        help=help,
        mark="made in another order than it ought to be",
        evidence=level,
    )
