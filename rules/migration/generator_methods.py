"""A model is trained or measured by a method for generators, which Keras 3 does not have.

`fit`, `evaluate` and `predict` have taken generators themselves since TensorFlow 2.1. The arguments
about worker processes went with the old methods: in Keras 3 they belong to a `PyDataset`.

Why it hurts:

The method is not there, or it raises for an argument that it does not know.

What Keras says:

"'Sequential' object has no attribute 'fit_generator'", or "fit() got an unexpected keyword argument
'workers'".

Bad:

```python
import keras
import numpy as np


def batches():
    while True:
        x = np.random.rand(32, 20)
        yield x, x.sum(axis=1)


model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit_generator(batches(), 100, epochs=5, workers=4)  # finding
```

Good:

```python
import keras
import numpy as np


def batches():
    while True:
        x = np.random.rand(32, 20)
        yield x, x.sum(axis=1)


model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit(batches(), steps_per_epoch=100, epochs=5)
```

When to ignore:

In scripts for older versions. The rule looks at models of Keras only; a class of the script may
have methods of these names.

Fix safety:

Safe: it is the same training. Workers are left out, which changes how fast batches are made and
nothing else. There is no fix where the arguments of Keras 1, which counted samples, are given by
position.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
- https://keras.io/api/utils/python_utils/#pydataset-class
"""

from collections.abc import Iterator

from kerascheck.edits import drop, rename
from kerascheck.rule import (
    Applicability,
    Argument,
    Called,
    Edit,
    Facts,
    Finding,
    Fix,
    Model,
    Severity,
    rule,
)

_FIT = (
    "x steps_per_epoch epochs verbose callbacks validation_data validation_steps validation_freq "
    "class_weight max_queue_size workers use_multiprocessing shuffle initial_epoch"
)
_MEASURE = "x steps callbacks max_queue_size workers use_multiprocessing verbose"
_METHODS = {
    "fit_generator": ("fit", _FIT.split()),
    "evaluate_generator": ("evaluate", _MEASURE.split()),
    "predict_generator": ("predict", _MEASURE.split()),
}
"""The method that does it now, and the old positions by name."""
_WORKERS = frozenset(
    {"workers", "use_multiprocessing", "max_queue_size", "max_q_size", "nb_worker", "pickle_safe"}
)
_KERAS_1 = frozenset(
    {"nb_epoch", "samples_per_epoch", "nb_val_samples", "val_samples", "max_q_size", "pickle_safe"}
)


@rule("KC713", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for call in facts.written.calls:
        model = call.receiver
        if not isinstance(model, Model) or not facts.written.keras_3():
            continue
        workers = call.named_by(_WORKERS)
        if call.name in _METHODS and model.kind != "unknown":
            new = _METHODS[call.name][0]
            yield Finding(
                call.word.at,
                f"models have no `{call.name}` in Keras 3: `{new}` takes generators itself.",
                help=f"write `{new}`"
                + (", and pass workers to the constructor of a `PyDataset`" if workers else ""),
                mark=f"`{new}` now",
                keras=f"'Sequential' object has no attribute '{call.name}'",
                fix=_fix(call, workers),
            )
        elif call.name in ("fit", "evaluate", "predict"):
            yield from (_worker(call, argument) for argument in workers)


def _fix(call: Called, workers: list[Argument]) -> Fix | None:
    new, names = _METHODS[call.name]
    plain = [argument for argument in call.arguments if not argument.name]
    starred = any(argument.star for argument in call.arguments)
    old = any(argument.name in _KERAS_1 for argument in call.arguments)
    if starred or len(plain) > len(names) or (old and len(plain) > 1):
        return None
    edits = [Edit(call.word.at, new)]
    doomed = list(workers)
    for name, argument in zip(names[1:], plain[1:], strict=False):
        if name in _WORKERS:
            doomed.append(argument)
        else:
            edits.append(rename(argument, name))
    edits += [rename(a, "x") for a in call.arguments if a.name == "generator"]
    return Fix((*edits, *drop(call, doomed)), Applicability.SAFE)


def _worker(call: Called, argument: Argument) -> Finding:
    keyword = argument.keyword or argument.site
    return Finding(
        keyword.at,
        f"`{call.name}` has no argument `{argument.name}` in Keras 3.",
        help=f"drop it, or make the data a `keras.utils.PyDataset` with `{argument.name}`",
        mark="belongs to a `PyDataset`",
        keras=f"{call.name}() got an unexpected keyword argument '{argument.name}'",
        fix=Fix(drop(call, [argument]), Applicability.SAFE),
    )
