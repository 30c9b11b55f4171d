"""`validation_split` cannot hold out what it is told to.

It is a share between 0 and 1 of arrays, whose last rows are held out. It is no percentage, cannot
split a dataset or a generator, and is passed over when there is `validation_data`.

The readers of folders, such as `image_dataset_from_directory`, give one part a call: `subset` says
which. The two calls must mix the files alike, with one `seed`, and cut them at one place.

Why it hurts:

With `validation_split=20` the TensorFlow backend trains on no sample at all: the counts of the
split are cut off without a word, and every weight stays as it was. With a dataset `fit` stops.

Two parts of a folder that are mixed by different seeds overlap: the model is measured on files that
it has learnt.

What Keras says:

`Argument validation_split is only supported for tensors or NumPy arrays` for datasets and
generators, `Training data contains 100 samples, which is not sufficient to split it` for a share
of 1, and nothing for a share of 20. `If subset is set, validation_split must be set, and
inversely` and `If using validation_split and shuffling the data, you must provide a seed argument`
for readers, and nothing for parts that overlap.

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

```python
import keras

folder = "photos"
train = keras.utils.image_dataset_from_directory(
    folder, validation_split=0.2, subset="training", seed=1
)
val = keras.utils.image_dataset_from_directory(
    folder, validation_split=0.2, subset="validation", seed=2  # finding
)
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

```python
import keras

folder = "photos"
train = keras.utils.image_dataset_from_directory(
    folder, validation_split=0.2, subset="training", seed=1
)
val = keras.utils.image_dataset_from_directory(
    folder, validation_split=0.2, subset="validation", seed=1
)
```

When to ignore:

Never for an error. The warning, that `validation_data` wins, when the split is left in on purpose.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
- https://keras.io/guides/training_with_built_in_methods/
- https://keras.io/api/data_loading/image/
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kerascheck.rule import (
    Called,
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Kind,
    Label,
    Severity,
    Site,
    Unknown,
    keras_runs,
    rule,
)

_STREAMS = {
    Kind.DATASET: "a `tf.data.Dataset`",
    Kind.SEQUENCE: "a Keras dataset",
    Kind.GENERATOR: "a generator",
}
_READERS = {
    f"keras.utils.{name}_dataset_from_directory": dict(
        zip(("shuffle", "seed", "validation_split", "subset"), places, strict=True)
    )
    for name, places in (
        ("image", (7, 8, 9, 10)),
        ("text", (6, 7, 8, 9)),
        ("audio", (8, 9, 10, 11)),
    )
}
"""Where the readers of folders take what a split needs, by position."""
_DEFAULTS = {"shuffle": True, "seed": None, "validation_split": None, "subset": None}
_ROUNDING = 1e-9
"""Shares that differ by less are one share, such as 0.2 and 1 - 0.8."""
_PAIRED = "If `subset` is set, `validation_split` must be set, and inversely."
_SEEDED = "If using `validation_split` and shuffling the data, you must provide a `seed` argument"


@rule("KC212", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits:
        split = fit.config.get("validation_split")
        if fit.method != "fit" or isinstance(split, bool) or not keras_runs(fit.model, "fit"):
            continue
        if isinstance(split, (int, float)) and "validation_split" in fit.args and split != 0:
            finding = _judged(fit, float(split))
            if finding is not None:
                yield finding
    yield from _folders(facts)


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


@dataclass(frozen=True)
class _Part:
    """One call of a reader of folders whose arguments are known."""

    call: Called
    folder: object
    shuffle: bool
    seed: int | None
    split: float
    subset: str | None

    @property
    def order(self) -> int | None:
        """What the files are mixed by; None if they are not mixed."""
        return self.seed if self.shuffle else None

    def place(self, name: str) -> Site:
        """The argument where it is written, else the name of what is called."""
        given = self.call.argument(name, _READERS[self.call.name].get(name, 0))
        return given.value if given is not None else self.call.word


def _folders(facts: Facts) -> Iterator[Finding]:
    parts = [part for call in facts.written.calls if (part := _part(call)) is not None]
    judged: set[object] = set()
    sound = []
    for part in parts:
        finding = _refused(part)
        if finding is None:
            sound.append(part)
        elif part.call.site.node not in judged:
            judged.add(part.call.site.node)
            yield finding
    yield from _overlaps(sound)


def _part(call: Called) -> _Part | None:
    places = _READERS.get(call.name)
    if places is None or not call.complete:
        return None

    def given(name: str, place: int, default: object = None) -> object:
        if name in call.named:
            return call.named[name]
        return call.positional[place] if place < len(call.positional) else default

    shuffle, seed, split, subset = (
        given(name, place, _DEFAULTS[name]) for name, place in places.items()
    )
    if not isinstance(shuffle, bool) or not (seed is None or isinstance(seed, int)):
        return None
    if isinstance(split, bool) or not (split is None or isinstance(split, (int, float))):
        return None
    if not (subset is None or isinstance(subset, str)):
        return None
    return _Part(call, given("directory", 0), shuffle, seed, float(split or 0), subset)


def _refused(part: _Part) -> Finding | None:
    """What Keras says no to, of one call."""
    name = part.call.method
    if part.split and not part.subset:
        return Finding(
            part.place("validation_split").at,
            f"`{name}` with `validation_split={part.split:g}` needs to know which part to read.",
            help='write `subset="training"` and read the rest by a second call with '
            '`subset="validation"`, or take both with `subset="both"`',
            mark="no `subset` beside it",
            keras=_PAIRED,
        )
    if part.subset and not part.split:
        return Finding(
            part.place("subset").at,
            f'`{name}` with `subset="{part.subset}"` needs the share to hold out.',
            help="write `validation_split=0.2`, or drop `subset`",
            mark="no `validation_split` beside it",
            keras=_PAIRED,
        )
    if part.split and not 0 < part.split < 1:
        return Finding(
            part.place("validation_split").at,
            f"`validation_split={part.split:g}` is no share between 0 and 1.",
            help="write a share such as `0.2`",
            mark="not between 0 and 1",
            keras=f"`validation_split` must be between 0 and 1, received: {part.split:g}",
        )
    if part.split and part.shuffle and part.seed is None:
        return Finding(
            part.place("validation_split").at,
            f"`{name}` mixes the files before it splits them, and has no `seed` to mix them alike "
            "for both parts.",
            help="pass the same `seed=…` to the calls of both parts",
            mark="a split without a `seed`",
            keras=_SEEDED,
        )
    return None


def _overlaps(parts: list[_Part]) -> Iterator[Finding]:
    """Training and validation parts of one folder that have files in common.

    Only of parts that have no counterpart: a script may split one folder in several ways.
    """
    training = [part for part in parts if part.subset == "training"]
    validation = [part for part in parts if part.subset == "validation"]
    lone = [one for one in training if not any(_agree(one, other) for other in validation)]
    seen: set[object] = set()
    for held in validation:
        near = [one for one in training if _same_folder(one, held)]
        if held.call.site.node in seen or len(near) != 1 or near[0] not in lone:
            continue
        if not _agree(near[0], held):
            seen.add(held.call.site.node)
            yield _overlap(near[0], held)


def _agree(one: _Part, other: _Part) -> bool:
    """Whether two parts are of one folder and have no file in common."""
    return (
        _same_folder(one, other)
        and one.order == other.order
        and other.split - one.split < _ROUNDING
    )


def _same_folder(one: _Part, other: _Part) -> bool:
    if isinstance(one.folder, str) and isinstance(other.folder, str):
        return one.folder == other.folder
    # One unknown may stand for several paths, unless it is read by one plain name.
    text = one.place("directory").text
    return (
        one.folder is other.folder and text.isidentifier() and text == other.place("directory").text
    )


def _overlap(trained: _Part, held: _Part) -> Finding:
    if trained.order != held.order:
        name = "seed" if trained.shuffle == held.shuffle else "shuffle"
        was, here = (f"{name}={getattr(part, name)}" for part in (trained, held))
        words = f"are mixed in different ways (`{was}` and `{here}`)"
        help_ = "pass the same `seed` and `shuffle` to both calls"
    else:
        name, was = "validation_split", f"validation_split={trained.split:g}"
        words = f"are cut at different places (`{was}` and `{name}={held.split:g}`)"
        help_ = "pass the same `validation_split` to both calls"
    return Finding(
        held.place(name).at,
        f"the training and the validation files of one folder {words}, so that files are in both.",
        labels=[Label(trained.place(name).at, f"the training part has `{was}`")],
        help=help_,
        mark="overlaps the training part",
    )
