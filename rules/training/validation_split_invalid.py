"""`validation_split` cannot hold out what it is told to.

It is a share between 0 and 1 of arrays, whose last rows are held out. It is no percentage, cannot
split a dataset or a generator, and is passed over when there is `validation_data`.

Why it hurts:

With `validation_split=20` the TensorFlow backend trains on no sample at all: the counts of the
split are cut off without a word, and every weight stays as it was. With a dataset `fit` stops.

What Keras says:

`Argument validation_split is only supported for tensors or NumPy arrays` for datasets and
generators, `Training data contains 100 samples, which is not sufficient to split it` for a share
of 1, and nothing for a share of 20.

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=20)  # finding
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

Never for an error. The warning, that `validation_data` wins, when the split is left in on purpose.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
- https://keras.io/guides/training_with_built_in_methods/
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Kind,
    Label,
    Model,
    Severity,
    Unknown,
    rule,
)

_STREAMS = {
    Kind.DATASET: "a `tf.data.Dataset`",
    Kind.SEQUENCE: "a Keras dataset",
    Kind.GENERATOR: "a generator",
}


@rule("KC212", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits:
        split = fit.config.get("validation_split")
        if fit.method != "fit" or isinstance(split, bool) or not _plain(fit.model):
            continue
        if isinstance(split, (int, float)) and "validation_split" in fit.args and split != 0:
            finding = _judged(fit, float(split))
            if finding is not None:
                yield finding


def _plain(model: object) -> bool:
    """Whether `fit` is Keras's own and not that of a class of the script."""
    match model:
        case Model(config={"own_training": [*methods]}):
            return "fit" not in methods
    return isinstance(model, Model)


def _judged(fit: Fit, split: float) -> Finding | None:
    place = fit.args["validation_split"]
    given = fit.config.get("validation_data")
    if isinstance(given, Unknown):
        return None
    if given is not None:
        return Finding(
            place.at,
            f"`validation_split={split:g}` is ignored: `validation_data` is given, too, and wins.",
            labels=_beside(fit),
            help="drop `validation_split`",
            mark="ignored",
            evidence=Evidence.LIKELY,
        )
    match fit.data:
        case Data(kind=kind) if kind in _STREAMS:
            return Finding(
                place.at,
                f"`validation_split` splits arrays only, but `fit` gets {_STREAMS[kind]}.",
                labels=[Label(fit.args["x"].at, "the data")] if "x" in fit.args else [],
                help="split it before `fit` and pass the smaller part: `validation_data=…`",
                mark="nothing can be held out",
                keras="Argument `validation_split` is only supported for tensors or NumPy arrays",
            )
    return None if 0 < split < 1 else _out_of_range(fit, split)


def _beside(fit: Fit) -> list[Label]:
    place = fit.args.get("validation_data")
    return [Label(place.at, "the validation data that are used")] if place is not None else []


def _out_of_range(fit: Fit, split: float) -> Finding:
    if split > 1:
        words = "with the TensorFlow backend not one sample is left to train on"
    elif split == 1:
        words = "all samples would be held out, and `fit` stops"
    else:
        words = "no sample is held out"
    percent = 1 < split < 100
    share = f"`validation_split={split / 100:g}`" if percent else "a share such as `0.2`"
    return Finding(
        fit.args["validation_split"].at,
        f"`validation_split={split:g}` is no share between 0 and 1: {words}.",
        help=f"write {share}",
        mark="a share of the samples, not a percentage" if percent else "not between 0 and 1",
    )
