"""A function of TensorFlow is called on a tensor of a functional model.

Between `Input` and `Model` there are symbolic tensors of Keras. Keras 2 made layers of functions of
TensorFlow on its own; Keras 3, which also runs on JAX and PyTorch, has operations in `keras.ops`.

Why it hurts:

The function raises while the model is built.

What Keras says:

"A KerasTensor cannot be used as input to a TensorFlow function".

Bad:

```python
import tensorflow as tf
from tensorflow import keras

inputs = keras.Input((28, 28, 3))
x = keras.layers.Conv2D(16, 3, activation="relu")(inputs)
x = tf.reduce_mean(x, axis=[1, 2])  # finding
model = keras.Model(inputs, keras.layers.Dense(10)(x))
```

Good:

```python
from tensorflow import keras

inputs = keras.Input((28, 28, 3))
x = keras.layers.Conv2D(16, 3, activation="relu")(inputs)
x = keras.ops.mean(x, axis=[1, 2])
model = keras.Model(inputs, keras.layers.Dense(10)(x))
```

When to ignore:

In scripts for Keras 2. In a `Lambda` or in the `call` of a layer the tensors are those of
TensorFlow, so that its functions are right there; the rule leaves them alone.

Fix safety:

Safe: the operation of Keras computes the same. There is no fix for functions with other arguments.

References:

- https://keras.io/guides/migrating_to_keras_3/
- https://keras.io/api/ops/
"""

from collections.abc import Iterator

from kerascheck.edits import rename, spelled
from kerascheck.keras_api.tensorflow_names import OPERATIONS, PLAIN, RENAMED
from kerascheck.rule import (
    Applicability,
    Called,
    CustomLayer,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Label,
    Layer,
    Model,
    Operation,
    Severity,
    Tensor,
    Written,
    rule,
)


@rule("KC718", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    written = facts.written
    # The tensors that the code of a layer is followed with come from no `Input` of the script.
    inputs = {id(layer) for layer in facts.layers if layer.kind == "InputLayer"}
    known: dict[int, bool] = {}
    for call in written.calls:
        if not call.name.startswith("tensorflow.") or call.inside or not written.keras_3():
            continue
        source = _symbolic(call, inputs, known)
        name = call.name[len("tensorflow.") :]
        if source is None or written.guarded(call.site) or name.partition(".")[0] in PLAIN:
            continue
        new = OPERATIONS.get(name, "")
        yield Finding(
            call.site.at,
            f"`tf.{name}` is called on a symbolic tensor of Keras, which TensorFlow cannot read.",
            labels=[Label(source.site.at, "gives a symbolic tensor")],
            help=f"write `keras.ops.{new}`"
            if new
            else "use `keras.ops`, or put it into the `call` of a layer",
            mark="takes tensors of TensorFlow only",
            evidence=Evidence.CERTAIN,
            keras="A KerasTensor cannot be used as input to a TensorFlow function.",
            fix=_fix(written, call, new),
        )


def _symbolic(call: Called, inputs: set[int], known: dict[int, bool]) -> Tensor | None:
    """The first argument that comes from an input or a layer of Keras."""
    for value in (*call.positional, *call.named.values()):
        for part in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(part, Tensor):
                if id(part) not in known:
                    known[id(part)] = _of_keras(part, inputs, known)
                if known[id(part)]:
                    return part
    return None


def _of_keras(tensor: Tensor, inputs: set[int], known: dict[int, bool]) -> bool:
    """Whether a tensor is made from an `Input` by layers of Keras and operations.

    `known` has the answers for other tensors, by their `id`: networks call operations in a row.
    """
    seen: set[int] = set()
    stack = [tensor]
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if id(current.layer) in inputs or known.get(id(current)):
            return True
        if isinstance(current.layer, CustomLayer) and not current.inputs:
            return False
        if isinstance(current.layer, (Layer, Model, Operation)):
            stack.extend(source for source in current.inputs if isinstance(source, Tensor))
    return False


def _fix(written: Written, call: Called, new: str) -> Fix | None:
    named = [argument for argument in call.arguments if argument.name]
    if not new or any(argument.name not in RENAMED for argument in named):
        return None
    if any(argument.star for argument in call.arguments):
        return None
    text, imports = spelled(written, f"keras.ops.{new}")
    edits = [
        rename(argument, RENAMED[argument.name])
        for argument in named
        if RENAMED[argument.name] != argument.name
    ]
    return Fix((Edit(call.function.at, text), *edits), Applicability.SAFE, imports)
