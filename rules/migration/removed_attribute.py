"""An attribute or method of a model, layer or optimizer is used that Keras 3 does not have.

A name that no version has is said where it is a method of models but for a slip, such as
`complile`.

Layers have no `output_shape` any more, optimizers no `lr`, models no `reset_states`. What the graph
of TensorFlow 1 needed, such as `updates` and `get_gradients`, is gone. `model.layers` is a new list
each time it is asked for, so that `model.layers.pop()` takes nothing out of the model.

Why it hurts:

The script ends with an `AttributeError`. Assigned, as in `optimizer.lr = 0.01`, the attribute is
a new one that nothing reads: the learning rate stays what it was. A layer that was taken out of
`model.layers` is still there: new layers are put behind the old output.

What Keras says:

"'Dense' object has no attribute 'output_shape'".

Bad:

```python
import keras

model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
print(model.layers[0].output_shape)  # finding
model.optimizer.lr = 0.01  # finding
```

Good:

```python
import keras

model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
print(model.layers[0].output.shape)
model.optimizer.learning_rate = 0.01
```

Bad:

```python
import keras

base = keras.applications.VGG16()
base.trainable = False
base.layers.pop()  # finding
features = keras.Model(base.input, base.output)
```

Good:

```python
import keras

base = keras.applications.VGG16()
base.trainable = False
features = keras.Model(base.input, base.layers[-2].output)
```

Bad:

```python
import keras

model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
model.complile("adam", loss="mse")  # finding
```

Good:

```python
import keras

model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
model.compile("adam", loss="mse")
```

When to ignore:

In scripts for older versions. Models still have `input_shape` and `output_shape`; attributes that a
class of the script has itself are left alone, and so are names that the script puts there.

Fix safety:

Safe for the shapes of layers and the learning rate, which are the same under other names. Unsafe
for a slip: another method may have been meant.

References:

- https://keras.io/guides/migrating_to_keras_3/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api.model_names import ATTRIBUTES, FIRST, METHODS
from kerascheck.rule import (
    Applicability,
    Called,
    CustomLayer,
    Edit,
    Facts,
    Finding,
    Fix,
    Layer,
    Model,
    Optimizer,
    Read,
    Severity,
    nearest,
    rule,
)

_NODES = "build a `keras.Model` with the tensors that are meant"
_LAYER = {
    "input_shape": "write `input.shape`",
    "output_shape": "write `output.shape`",
    "get_input_at": "use `input`, or keep the tensor",
    "get_output_at": "use `output`, or keep the tensor",
    "get_input_shape_at": "use `input.shape`",
    "get_output_shape_at": "use `output.shape`",
    "get_input_mask_at": "use `compute_mask`",
    "get_output_mask_at": "use `compute_mask`",
    "inbound_nodes": _NODES,
    "outbound_nodes": _NODES,
    "dynamic": "drop it",
    "updates": "drop it: variables are updated when the layer is called",
    "add_update": "call `assign` of the variable in `call`",
    "compute_output_signature": "use `compute_output_spec`",
    "add_metric": "keep a `keras.metrics.Metric` as an attribute, and call `update_state`",
}
_MODEL = {
    "reset_states": "call `reset_state()` of the recurrent layers",
    "add_metric": "pass the metric to `compile`",
    "add_update": "call `assign` of the variable in `call`",
    "stateful": "ask the recurrent layers",
    "to_yaml": "use `to_json`, or save the model as `.keras`",
    "updates": "drop it: variables are updated when the model is called",
    "save_spec": "use `input_shape`",
    "get_input_at": "use `inputs`",
    "get_output_at": "use `outputs`",
    "inbound_nodes": _NODES,
    "outbound_nodes": _NODES,
}
_OPTIMIZER = {
    "lr": "write `learning_rate`",
    "decay": "make the learning rate a schedule of `keras.optimizers.schedules`",
    "minimize": "compute gradients with a `tf.GradientTape`, and call `apply_gradients`",
    "compute_gradients": "compute gradients with a `tf.GradientTape`",
    "get_gradients": "compute gradients with a `tf.GradientTape`",
}
_LIKE = 0.8
"""How much of a name has to be that of a method; one slip in five letters leaves as much."""
_PUT = re.compile(r"\b(?:setattr|MethodType)\b")
"""What gives objects methods whose names are not to be seen."""
_NEW = {"lr": "learning_rate", "input_shape": "input.shape", "output_shape": "output.shape"}


@rule("KC715", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for read in facts.written.reads:
        owner, help_ = _known(read)
        if not help_ or not facts.written.keras_3() or facts.written.guarded(read.site):
            continue
        if read.assigned and read.name != "lr":
            continue
        if read.name.startswith("layers."):
            yield Finding(
                read.word.at,
                f"`layers` is a copy in Keras 3: `{read.name.removeprefix('layers.')}` leaves the "
                "model as it is.",
                help=help_,
                mark="changes a copy",
            )
            continue
        yield Finding(
            read.word.at,
            f"{owner} {'have' if owner == 'models' else 'has'} no `{read.name}` in Keras 3"
            + (": nothing reads what is assigned." if read.assigned else "."),
            help=help_,
            mark="gone",
            keras=f"object has no attribute '{read.name}'",
            fix=_fix(read),
        )
    yield from _misspelt(facts)


def _misspelt(facts: Facts) -> Iterator[Finding]:
    """Methods of models that no Keras has, and whose names are nearly those of methods."""
    seen: set[object] = set()
    for call in facts.written.calls:
        meant = _meant(call)
        if not meant or call.site.node in seen or call.tried:
            continue
        seen.add(call.site.node)
        own = re.compile(rf"\.\s*{call.name}\s*=[^=]|\bdef {call.name}\b")
        if facts.written.says(own) or facts.written.says(_PUT):
            continue
        if facts.written.guarded(call.site):
            continue
        yield Finding(
            call.word.at,
            f"models have no `{call.name}` in any Keras.",
            help=f"write `{meant}`",
            mark=f"`{meant}` is meant",
            keras=f"object has no attribute '{call.name}'",
            fix=Fix((Edit(call.word.at, meant),), Applicability.UNSAFE),
        )


def _meant(call: Called) -> str:
    """The method of models that a call nearly has the name of; empty if it is one, or no model's."""
    match call.receiver:
        case Model(kind="Sequential" | "Functional" | "application"):
            name = call.name
            if name in METHODS | ATTRIBUTES | FIRST or name.startswith("_"):
                return ""
            return next(iter(nearest(name.lower(), METHODS, cutoff=_LIKE)), "")
    return ""


def _known(read: Read) -> tuple[str, str]:
    """How the owner is called, and what to write instead; empty if it is no old attribute."""
    match read.owner:
        case Model(kind="Sequential") if read.name.startswith("layers."):
            return "models", "call `pop` or `add` of the model itself"
        case Model(kind=kind) if kind not in ("subclass", "unknown") and "." in read.name:
            return "models", "build a `keras.Model` that ends at `model.layers[-2].output`"
        case Model(kind=kind) if kind not in ("subclass", "unknown"):
            return "models", _MODEL.get(read.name, "")
        case CustomLayer():
            return "", ""
        case Layer() as layer if layer.body is None:
            own = read.name in type(layer).positional()
            return f"`{layer.kind}`", "" if own else _LAYER.get(read.name, "")
        case Optimizer(kind=kind, made=True):
            return f"`{kind}`", _OPTIMIZER.get(read.name, "")
    return "", ""


def _fix(read: Read) -> Fix | None:
    new = _NEW.get(read.name)
    return None if new is None else Fix((Edit(read.word.at, new),), Applicability.SAFE)
