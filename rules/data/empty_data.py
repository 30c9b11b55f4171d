"""The model is trained or validated with no sample: with a list that nothing fills, or no rows.

Why it hurts:

An empty list becomes an array without rows. There is nothing to learn from: `fit` stops because the
array has too few axes, or, where the shape of a row is right, returns without one step. A slice that
begins behind the last row, or ends before it begins, is such an array, too: as validation data it
leaves nothing to validate with, and the history has no `val_loss`.

What Keras says:

`Invalid input shape for input Tensor` for an array of one axis, and nothing for an array of no rows:
`history.history` is an empty dict then.

Bad:

```python
import keras
import numpy as np

images = []
labels = np.load("labels.npy")
x = np.array(images)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, labels, epochs=5, validation_split=0.2)  # finding
```

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")],
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:60000], y[:60000], epochs=5, validation_data=(x[60000:], y[60000:]))  # finding
```

Good:

```python
import keras
import numpy as np

images = []
labels = np.load("labels.npy")
for number in range(len(labels)):
    images.append(np.load(f"image{number}.npy"))
x = np.array(images)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, labels, epochs=5, validation_split=0.2)
```

When to ignore:

Where another file or cell fills the list. The rule itself is silent if the file does anything with
the list but make it an array, print it or measure its length.

References:

- https://numpy.org/doc/stable/reference/generated/numpy.array.html
- https://keras.io/api/models/model_training_apis/#fit-method
"""

from collections.abc import Iterator

from kerascheck.rule import (
    EMPTY,
    NO_ROWS,
    Called,
    Data,
    Facts,
    Finding,
    Fit,
    Label,
    Model,
    Severity,
    Site,
    Step,
    Unknown,
    rule,
)


@rule("KC322", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    made = list(_empty(facts))
    told = set()
    for fit in facts.fits:
        if not isinstance(fit.model, Model) or not fit.called:
            continue
        for used, step, validated in _sliced(fit):
            if fit.site.node not in told:
                told.add(fit.site.node)
                yield _nothing(used, step, validated=validated)
        for name in ("x", "y"):
            place, call = fit.args.get(name), _source(fit, name, made)
            if not made or place is None or call is None or place.node in told:
                continue
            told.add(place.node)
            listed = call.arguments[0].value.text
            yield Finding(
                place.at,
                f"`{place.text}` has no rows: nothing is ever put into the list `{listed}`.",
                labels=[Label(call.site.at, f"an array of the empty list `{listed}`")],
                help=f"fill it before it is made an array: `{listed}.append(…)` for each sample",
                mark="no samples",
            )


def _sliced(fit: Fit) -> Iterator[tuple[Site, Step, bool]]:
    """The arguments of a training that have no rows, each with the slice that leaves none.

    The last is true of what the training is only validated with.
    """
    held = fit.validation if isinstance(fit.validation, (list, tuple)) else ()
    parts = [("x", fit.x, False), ("y", fit.y, False)]
    parts += [("validation_data", part, True) for part in held]
    for name, given, validated in parts:
        match given:
            case Data(shape=(0, *_), steps=steps) | Data(shape=Unknown(), steps=(*_, _) as steps):
                # What is done to an array of a shape that is not known may add rows.
                last = steps if isinstance(given.shape, tuple) else steps[-1:]
                slices = [step for step in last if step.text == NO_ROWS]
                if slices and name in fit.args:
                    yield fit.args[name], slices[-1], validated


def _nothing(place: Site, step: Step, *, validated: bool) -> Finding:
    taken = step.site.text
    consequence = "nothing is validated" if validated else "there is nothing to train on"
    apart = place.text != taken
    return Finding(
        step.site.at,
        f"`{taken}` has no rows: {consequence}.",
        labels=[Label(place.at, "used here")] if apart else [],
        help="check the bounds: a slice takes the rows from its start up to, but not with, its end",
        mark="no row is left",
    )


def _empty(facts: Facts) -> Iterator[Called]:
    """The calls that make an array of a list which is empty, whatever the file does."""
    for call in facts.written.calls:
        match call:
            case Called(name="numpy.array" | "numpy.asarray", result=Data(shape=shape)) if _hollow(
                shape
            ):
                given = call.arguments[0].value.text if call.arguments else ""
                if given.isidentifier() and facts.written.only_empty(given):
                    yield call


def _source(fit: Fit, name: str, made: list[Called]) -> Called | None:
    """The call that has made the samples or targets of a training."""
    data = fit.x if name == "x" else fit.y
    for call in made:
        match data, call.result:
            case Data(shape=shape) as given, Data() as empty if (
                _hollow(shape) and given.rows == empty.rows
            ):
                return call
    return None


def _hollow(shape: object) -> bool:
    """Whether data have no rows, as far as is followed what fills their list."""
    match shape:
        case (0, *_):
            return True
        case Unknown(why=why):
            return why == EMPTY
    return False
