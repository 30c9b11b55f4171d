"""A model is asked for `predict_classes` or `predict_proba`, which only older versions have.

Both were methods of `Sequential` alone. `predict_proba` did what `predict` does, and
`predict_classes` took the most probable class, or with one unit whether it is above 0.5.

Why it hurts:

The method is gone since TensorFlow 2.6: the script ends with an error once the training is over.

What Keras says:

"'Sequential' object has no attribute 'predict_classes'".

Bad:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
classes = model.predict_classes(np.load("new.npy"))  # finding
```

Good:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
classes = np.argmax(model.predict(np.load("new.npy")), axis=-1)
```

When to ignore:

In scripts for older versions. Estimators of scikit-learn and of wrappers have methods of the same
names; the rule looks at models of Keras only.

Fix safety:

Safe: it gives what the method gave. There is none where the size of the output is not known.

References:

- https://keras.io/api/models/model_training_apis/#predict-method
"""

from collections.abc import Iterator

from kerascheck.edits import before, behind, numpy
from kerascheck.keras_api import graph
from kerascheck.rule import (
    Applicability,
    Called,
    Edit,
    Facts,
    Finding,
    Fix,
    Model,
    Severity,
    Written,
    rule,
)

REMOVED = (2, 6)
"""The first version without the methods."""


@rule("KC705", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for call in facts.written.calls:
        model = call.receiver
        if not isinstance(model, Model) or not facts.written.reaches(REMOVED):
            continue
        if call.name not in ("predict_classes", "predict_proba") or _own(model):
            continue
        fix, help_ = _instead(call, _units(model, facts), facts.written)
        yield Finding(
            call.word.at,
            f"models have no `{call.name}` any more, since TensorFlow 2.6 and in Keras 3.",
            help=help_,
            mark="gone",
            keras=f"'Sequential' object has no attribute '{call.name}'",
            fix=fix,
        )


def _own(model: Model) -> bool:
    """Whether the class of the model may have such a method itself."""
    return model.kind in ("subclass", "unknown")


def _units(model: Model, facts: Facts) -> int | None:
    """The size of the last axis of what the model gives, if it is known."""
    specs = graph.outputs(model)
    shape = specs[0].shape if len(specs) == 1 else None
    if isinstance(shape, tuple) and shape and isinstance(shape[-1], int):
        return shape[-1]
    for training in facts.trainings:
        if training.model.site.node is model.site.node and isinstance(training.output.units, int):
            return training.output.units
    return None


def _instead(call: Called, units: int | None, written: Written) -> tuple[Fix | None, str]:
    predict = Edit(call.word.at, "predict")
    if call.name == "predict_proba":
        return Fix((predict,), Applicability.SAFE), "write `predict`, which gives the same"
    start, end = before(call.site.at), behind(call.site.at)
    if units is None:
        return None, (
            "take `np.argmax(model.predict(x), axis=-1)`, or with one unit "
            '`(model.predict(x) > 0.5).astype("int32")`'
        )
    if units == 1:
        edits = (Edit(start, "("), predict, Edit(end, ' > 0.5).astype("int32")'))
        return Fix(edits, Applicability.SAFE), (
            'write `(model.predict(x) > 0.5).astype("int32")` for a model with one unit'
        )
    name, imports = numpy(written)
    edits = (Edit(start, f"{name}.argmax("), predict, Edit(end, ", axis=-1)"))
    return Fix(edits, Applicability.SAFE, imports), (
        f"write `{name}.argmax(model.predict(x), axis=-1)` for the class of the largest output"
    )
