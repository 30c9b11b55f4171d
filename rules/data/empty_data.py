"""A list that nothing is ever put into is made an array, and the model is trained with it.

Why it hurts:

An empty list becomes an array without rows. There is nothing to learn from: `fit` stops because the
array has too few axes, or, where the shape of a row is right, returns without one step.

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
    Called,
    Data,
    Facts,
    Finding,
    Fit,
    Label,
    Model,
    Severity,
    rule,
)


@rule("KC322", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    made = list(_empty(facts))
    told = set()
    for fit in facts.fits:
        if not made or not isinstance(fit.model, Model) or not fit.called:
            continue
        for name in ("x", "y"):
            place, call = fit.args.get(name), _source(fit, name, made)
            if place is None or call is None or place.node in told:
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


def _empty(facts: Facts) -> Iterator[Called]:
    """The calls that make an array of a list which is empty, whatever the file does."""
    for call in facts.written.calls:
        match call:
            case Called(name="numpy.array" | "numpy.asarray", result=Data(shape=(0,))):
                given = call.arguments[0].value.text if call.arguments else ""
                if given.isidentifier() and facts.written.only_empty(given):
                    yield call


def _source(fit: Fit, name: str, made: list[Called]) -> Called | None:
    """The call that has made the samples or targets of a training."""
    data = fit.x if name == "x" else fit.y
    for call in made:
        match data, call.result:
            case Data(shape=(0, *_)) as given, Data() as empty if given.rows == empty.rows:
                return call
    return None
