"""`fit` is given a dataset, and besides it an argument that is for arrays.

Why it hurts:

A dataset brings its targets, its weights and its batches along. `y` and `sample_weight` beside it
are an error. `batch_size` and `shuffle=True` do nothing: the batches stay as large, and as little
mixed, as the dataset makes them.

What Keras says:

"When providing `x` as a tf.data.Dataset, `y` should not be passed." Of `batch_size` nothing.

Bad:

```python
import keras
import numpy as np
import tensorflow as tf

x, y = np.load("x.npy"), np.load("y.npy")
train = tf.data.Dataset.from_tensor_slices((x[:800], y[:800])).shuffle(800).batch(32)
valid = tf.data.Dataset.from_tensor_slices((x[800:], y[800:])).batch(32)
model = keras.Sequential(
    [
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(train, y[:800], epochs=3, validation_data=valid)  # finding
```

Good:

```python
import keras
import numpy as np
import tensorflow as tf

x, y = np.load("x.npy"), np.load("y.npy")
train = tf.data.Dataset.from_tensor_slices((x[:800], y[:800])).shuffle(800).batch(32)
valid = tf.data.Dataset.from_tensor_slices((x[800:], y[800:])).batch(32)
model = keras.Sequential(
    [
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(train, epochs=3, validation_data=valid)
```

When to ignore:

Where one function trains on arrays and on datasets alike, the ignored arguments do no harm. The rule
itself is silent where it is not known whether `x` is a dataset, or whether the argument is `None`.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
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
    Severity,
    Unknown,
    Use,
    rule,
)

_NAMES = {
    Kind.DATASET: "a dataset",
    Kind.SEQUENCE: "an iterator of batches",
    Kind.GENERATOR: "a generator",
}
_REFUSED = {
    "y": "give the targets in it: elements of the form `(x, y)`",
    "sample_weight": "give the weights in it: elements of the form `(x, y, weight)`",
}
_IGNORED = {
    "batch_size": "make batches of that size in it, with `.batch(…)` or its own argument",
    "shuffle": "shuffle in it, with `.shuffle(…)` before `.batch(…)`",
}


@rule("KC316", certain=Severity.ERROR, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits:
        if fit.method == "fit":
            config = {**fit.config, "y": fit.y if fit.data is None else None}
            given = fit.data if isinstance(fit.data, Data) else fit.x
            yield from _judged(fit, given, config)
    for use in facts.uses:
        if use.method == "evaluate" and "y" in use.args:
            yield from _judged(use, use.data, {"y": use.labels})


def _judged(call: Fit | Use, given: object, config: dict[str, object]) -> Iterator[Finding]:
    if not isinstance(given, Data) or given.kind not in _NAMES:
        return
    refused = [name for name in _REFUSED if _written(config.get(name)) and name in call.args]
    if refused:
        yield _refused(call, given, refused[0])
        return
    for name in _IGNORED:
        value = config.get(name)
        mixes = name == "shuffle" and (value is not True or given.kind is not Kind.DATASET)
        if _written(value) and name in call.args and not mixes:
            yield _ignored(call, given, name)


def _written(value: object) -> bool:
    return value is not None and not isinstance(value, Unknown)


def _refused(call: Fit | Use, given: Data, name: str) -> Finding:
    what = _NAMES[given.kind]
    return Finding(
        call.args[name].at,
        f"`{call.method}` gets {what} and `{name}` besides: it stops with an error.",
        labels=[Label(given.steps[-1].site.at, what)] if given.steps else [],
        help=f"leave `{name}` out; {_REFUSED[name]}",
        mark=f"not beside {what}",
        keras=f"When providing `x` as a tf.data.Dataset, `{name}` should not be passed",
        evidence=Evidence.CERTAIN,
    )


def _ignored(call: Fit | Use, given: Data, name: str) -> Finding:
    what = _NAMES[given.kind]
    return Finding(
        call.args[name].at,
        f"`{name}` does nothing here: `{call.method}` takes the batches as {what} makes them.",
        help=f"leave it out, or {_IGNORED[name]}",
        mark="ignored",
        evidence=Evidence.HINT,
    )
