"""A layer is called in a functional model, and nothing uses what it gives; or it is never called.

The second one is of classes: `__init__` makes a layer, and `call` forgets it.

Why it hurts:

The layer is no part of the model: it does not train, and the model is another one than the script
reads like. Often the result has been overwritten, or the next layer gets the wrong name.

What Keras says:

Nothing.

Bad:

```python
import keras

inputs = keras.Input((20,))
x = keras.layers.Dense(64, activation="relu")(inputs)
y = keras.layers.Dense(32, activation="relu")(x)  # finding
outputs = keras.layers.Dense(1)(x)
model = keras.Model(inputs, outputs)
```

Good:

```python
import keras

inputs = keras.Input((20,))
x = keras.layers.Dense(64, activation="relu")(inputs)
x = keras.layers.Dense(32, activation="relu")(x)
outputs = keras.layers.Dense(1)(x)
model = keras.Model(inputs, outputs)
```

When to ignore:

While a model is being written. The rule itself leaves alone: names that are used in any way, layers
that have a name of their own, layers of your own and `Lambda`, which may do something besides, names
that a branch may use which is not followed, and models with a gap. Of classes, those that
the script makes no object of, those that derive from something else than `Model` or `Layer`, and
scripts that read attributes by `getattr` or go through `layers`. It is only a note of a layer like
that of an output, as the outputs at other depths of a published network are.

References:

- https://keras.io/guides/functional_api/
"""

from collections.abc import Iterator

from kerascheck.rule import Evidence, Facts, Finding, Label, Layer, Severity, Tensor, rule, subject

_HEAD = ("kind", "units", "filters", "kernel_size", "activation")
"""What two outputs for the same labels have in common."""


@rule("KC417", likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for tensor in facts.dropped:
        if tensor.site.node not in seen:
            seen.add(tensor.site.node)
            yield _finding(tensor, Evidence.HINT if _head(tensor, facts) else Evidence.LIKELY)
    for layer in facts.unread:
        if layer.site.node not in seen:
            seen.add(layer.site.node)
            yield _never_called(layer)


def _head(tensor: Tensor, facts: Facts) -> bool:
    """Whether it is one more output, of a model that keeps another of the same kind.

    Architectures with an output at each depth are published with a switch for those before the last.
    """
    outputs = [one for model in facts.models for one in model.outputs if isinstance(one, Tensor)]
    mine = [getattr(tensor.layer, name, None) for name in _HEAD]
    return any([getattr(one.layer, name, None) for name in _HEAD] == mine for one in outputs)


def _finding(tensor: Tensor, evidence: Evidence) -> Finding:
    source = tensor.inputs[0]
    labels = []
    if isinstance(source, Tensor) and source.site.node is not tensor.site.node:
        labels = [Label(source.site.at, "goes on without it")]
    return Finding(
        tensor.site.at,
        f"nothing uses what this {subject(tensor.layer)} gives, so that it is no part of the model.",
        labels=labels,
        help="give its result to the next layer or to `outputs`, or delete it",
        mark="leads nowhere",
        evidence=evidence,
    )


def _never_called(layer: Layer) -> Finding:
    return Finding(
        layer.site.at,
        f"`__init__` makes this {subject(layer)}, and nothing in this file uses it.",
        help="call it in `call`, or delete it",
        why="A layer that is not called is no part of the network.",
        mark="never called",
        evidence=Evidence.LIKELY,
    )
