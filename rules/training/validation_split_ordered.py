"""The last rows are held out, by `validation_split` or a slice, and the rows are sorted by class.

`fit` cuts the last rows off before it shuffles: `shuffle=True` only mixes what is trained on. So
does a slice such as `x[:split]`, whose rest `x[split:]` is measured.

Why it hurts:

Rows that come class by class end with the last class. The model is validated on that class alone
and sees few or no samples of it in training, so that `val_accuracy` may be close to 0 for a good
model and close to 1 for a useless one.

What Keras says:

Nothing.

Bad:

```python
import keras
from sklearn.datasets import load_iris

x, y = load_iris(return_X_y=True)
model = keras.Sequential(
    [
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=100, validation_split=0.2)  # finding
```

Good:

```python
import keras
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

x, y = load_iris(return_X_y=True)
x, x_val, y, y_val = train_test_split(x, y, test_size=0.2, stratify=y, random_state=1)
model = keras.Sequential(
    [
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=100, validation_data=(x_val, y_val))
```

When to ignore:

Where the last class is held out on purpose, as one that the model must not know. The rule itself is
silent unless the order is known: data sets that are sorted by class, labels that the script puts
together of a part for each class or appends folder by folder, and none of these after a shuffle, a
split or a selection.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
- https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_iris.html
"""

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice

from kerascheck.rule import (
    Blocks,
    Data,
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


@rule("KC215", certain=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits:
        match fit:
            case Fit(method="fit", model=Model() as model, data=None, y=Data(blocks=Blocks() as y)):
                split, place = fit.config.get("validation_split"), fit.args.get("validation_split")
                given = fit.config.get("validation_data")
                whole = given is None and y.cut is None
                if isinstance(split, float) and 0 < split < 1 and place and whole:
                    held = _held_out(math.floor(sum(y.sizes) * (1 - split)), y)
                    yield _finding(place, f"`validation_split={split:g}` holds out {held}", y)
                elif y.cut is not None:
                    start = y.cut[1] if isinstance(y.cut[1], int) else 0
                    tails = (at for at, other in _measured(fit, model, facts) if _rest(y, other))
                    for at in islice(tails, 1):
                        yield _finding(at, f"this holds out {_held_out(start, y)}", y)


def _measured(fit: Fit, model: Model, facts: Facts) -> Iterator[tuple[Site, Blocks | None]]:
    """The labels that the model is measured with, while it is trained or afterwards."""
    match fit.config.get("validation_data"), fit.args.get("validation_data"):
        case [_, Data(blocks=blocks), *_], Site() as at:
            yield at, blocks
    for use in facts.uses:
        match use:
            case Use(method="evaluate", model=Model() as measured, labels=Data(blocks=blocks)):
                if same_model(measured, model):
                    yield use.site, blocks


def _rest(trained: Blocks, held: Blocks | None) -> bool:
    """Whether rows are those behind the ones that are trained on."""
    if held is None or held.cut is None or trained.cut is None or trained.site is not held.site:
        return False
    (first, end), (start, last) = trained.cut, held.cut
    return first in (None, 0) and last is None and (end is start or end == start)


def _finding(place: Site, what: str, blocks: Blocks) -> Finding:
    cut = blocks.cut is not None
    return Finding(
        place.at,
        what,
        labels=[Label(blocks.site.at, f"{blocks.text}: the rows come class by class")],
        why=""
        if cut
        else "`fit` cuts the last rows off as they are; only the others are shuffled.",
        help="split with `train_test_split(x, y, test_size=…, stratify=y)`"
        f"{'' if cut else ' and pass `validation_data=…`'}, or shuffle `x` and `y` together before "
        f"{'the split' if cut else '`fit`'}",
        mark="the last classes alone",
    )


def _held_out(start: int, blocks: Blocks) -> str:
    """Which rows are held out from a place on, and what is wrong with them."""
    total = sum(blocks.sizes)
    if not 0 < start < total:
        return "the last rows, but these are sorted by class: whole classes are missing from them."
    held = list(_classes(blocks, start, total))
    if len(held) == len(blocks.sizes):
        return "the last rows, but these are sorted by class: only one class is left to train on."
    trained = list(_classes(blocks, 0, start))
    words = f"the last {total - start} of {total} rows, which are all of {_named(held)}"
    only = [label for label in held if label not in trained]
    return f"{words}{', which is never trained on' if only == held else ''}."


def _classes(blocks: Blocks, start: int, stop: int) -> Iterator[float | str]:
    """The classes of the rows from `start` to `stop`."""
    ends = list(accumulate(blocks.sizes))
    for label, size, end in zip(blocks.labels, blocks.sizes, ends, strict=True):
        if end > start and end - size < stop:
            yield label


def _named(labels: Sequence[float | str]) -> str:
    names = [f"{label:g}" if isinstance(label, (int, float)) else str(label) for label in labels]
    return f"class {names[0]}" if len(names) == 1 else f"the classes {', '.join(names)}"
