"""`fit`, `compile` or one of their relatives is given an argument by a name of Keras 0.x to 2.

`nb_epoch` is `epochs` since Keras 2, the `..._samples` of generators count batches since then, and
what `show_accuracy` asked for is a metric of `compile`. In Keras 3 the third position of `compile`
is no longer that of the metrics.

Why it hurts:

The method raises a `TypeError`. A list of metrics in the third position of `compile` is taken for
weights of the losses, and `fit` raises.

What Keras says:

"fit() got an unexpected keyword argument 'nb_epoch'".

Bad:

```python
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

x, y = np.load("x.npy"), np.load("y.npy")
model = Sequential([Input((20,)), Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", ["accuracy"])  # finding
model.fit(x, y, nb_epoch=20, batch_size=16, validation_split=0.2)  # finding
```

Good:

```python
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

x, y = np.load("x.npy"), np.load("y.npy")
model = Sequential([Input((20,)), Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, batch_size=16, validation_split=0.2)
```

When to ignore:

In scripts for Keras 1, or 2 before 2.4. The rule looks at models that it has followed only, so that methods of the
same name in other libraries are left alone.

Fix safety:

Safe for names that have changed and arguments that nothing asks for any more. `show_accuracy` is
left out by an unsafe fix, for the accuracy is then not computed unless `compile` is told to. What
counted samples is not changed: how many batches they make is not known.

References:

- https://keras.io/api/models/model_training_apis/
"""

from collections.abc import Iterator

from kerascheck.edits import drop, rename
from kerascheck.rule import (
    Applicability,
    Argument,
    Called,
    Evidence,
    Facts,
    Finding,
    Fix,
    Metric,
    Model,
    Severity,
    rule,
)

_TRAINING = frozenset({"fit", "fit_generator", "train_on_batch"})
_MEASURING = frozenset(
    {"evaluate", "evaluate_generator", "test_on_batch", "predict", "predict_generator"}
)
_NEW = {"nb_epoch": "epochs", "X": "x", "Y": "y"}
_BATCHES = {
    "samples_per_epoch": "steps_per_epoch",
    "nb_val_samples": "validation_steps",
    "val_samples": "steps",
}
"""Arguments that counted samples, and those that count batches instead."""
_GONE = {
    "show_accuracy": "ask for it in `compile`: `metrics=['accuracy']`",
    "class_mode": "drop it: the loss and the metrics say what is compared",
    "sample_weight_mode": "drop it: `sample_weight` may have an axis for time steps as it is",
    "target_tensors": "drop it, and pass the targets to `fit`",
    "distribute": "drop it, and build the model in the scope of a `tf.distribute` strategy",
    "reset_metrics": "drop it: call `reset_metrics()` of the model between batches",
}
_METHODS = {
    "show_accuracy": _TRAINING | _MEASURING,
    "class_mode": frozenset({"compile"}),
    "sample_weight_mode": frozenset({"compile"}),
    "target_tensors": frozenset({"compile"}),
    "distribute": frozenset({"compile"}),
    "reset_metrics": frozenset({"train_on_batch", "test_on_batch"}),
}
_OLD = frozenset({*_NEW, *_BATCHES, *_GONE})
_REFUSED = frozenset({*_NEW, *_BATCHES, "show_accuracy", "class_mode"})
"""Those that Keras 2 refuses, too, from 2.4 on."""
RENAMED = (2, 4)
"""Keras before, and TensorFlow before 2.2, took the old names with a warning."""
_SAFE = frozenset({"class_mode", "sample_weight_mode"})


@rule("KC703", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for call in facts.written.calls:
        if not isinstance(call.receiver, Model) or not facts.written.reaches(RENAMED):
            continue
        gone = facts.written.keras_3()
        for argument in call.named_by(_OLD if gone else _REFUSED):
            yield from _judged(call, argument)
        if gone:
            yield from _third(call)


def _judged(call: Called, argument: Argument) -> Iterator[Finding]:
    name, method = argument.name, call.name
    if argument.keyword is None:
        return
    if name in _NEW and method in _TRAINING | _MEASURING:
        new = _NEW[name]
        fix = Fix((rename(argument, new),), Applicability.SAFE)
        yield _finding(
            call, argument, f"it is called `{new}`", f"write `{new}={argument.value.text}`", fix
        )
    elif name in _BATCHES and method in _TRAINING | _MEASURING:
        new = _BATCHES[name]
        help_ = f"write `{new}=…` with the number of batches: that of samples by the batch size"
        yield _finding(call, argument, f"`{new}` counts batches in its place", help_, None)
    elif method in _METHODS.get(name, ()):
        kind = Applicability.SAFE if name in _SAFE else Applicability.UNSAFE
        fix = Fix(drop(call, [argument]), kind)
        yield _finding(call, argument, "Keras 3 does without it", _GONE[name], fix)


def _finding(call: Called, argument: Argument, so: str, help_: str, fix: Fix | None) -> Finding:
    keyword = argument.keyword or argument.site
    return Finding(
        keyword.at,
        f"`{call.name}` has no argument `{argument.name}` any more: {so}.",
        help=help_,
        mark="a name of older versions",
        keras=f"{call.name}() got an unexpected keyword argument '{argument.name}'",
        fix=fix,
    )


def _third(call: Called) -> Iterator[Finding]:
    """Metrics where Keras 3 takes the weights of the losses."""
    if call.name != "compile" or len(call.positional) < 3 or not _metrics(call.positional[2]):
        return
    given = call.argument("", 2)
    if given is None:
        return
    yield Finding(
        given.site.at,
        "the third argument of `compile` is `loss_weights` in Keras 3, not the metrics.",
        help=f"write `metrics={given.value.text}`",
        mark="metrics by position",
        evidence=Evidence.CERTAIN,
        fix=Fix((rename(given, "metrics"),), Applicability.SAFE)
        if len(call.positional) == 3
        else None,
    )


def _metrics(value: object) -> bool:
    parts = value if isinstance(value, (list, tuple)) else [value]
    return bool(parts) and all(isinstance(part, (str, Metric)) for part in parts)
