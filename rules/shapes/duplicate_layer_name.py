"""Two layers of a model have the same name, or a name has a slash in it.

Why it hurts:

The model cannot be built.

What Keras says:

"All layers added to a Sequential model should have unique names", "The name … is used 2 times in
the model. All operation names should be unique", or "Argument `name` must be a string and cannot
contain character `/`".

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(64, activation="relu", name="hidden"),
        keras.layers.Dense(64, activation="relu", name="hidden"),  # finding
        keras.layers.Dense(10, activation="softmax", name="out/classes"),  # finding
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(64, activation="relu", name="hidden_1"),
        keras.layers.Dense(64, activation="relu", name="hidden_2"),
        keras.layers.Dense(10, activation="softmax", name="out_classes"),
    ]
)
```

When to ignore:

Slashes: where the script is for Keras 2, which takes them. In a function that nothing but a comment
calls any more, it is a note. One layer that is called twice, layers
of different models, and those of a model class are left alone.

References:

- https://keras.io/api/layers/base_layer/
"""

from collections.abc import Iterator

from kerascheck.rule import (
    CustomLayer,
    Evidence,
    Facts,
    Finding,
    Label,
    Layer,
    Model,
    Operation,
    Severity,
    Site,
    rule,
)


@rule("KC512", certain=Severity.ERROR, likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for layer in facts.layers:
        name = _name(layer)
        if "/" in name and facts.written.asks_keras_3:
            yield Finding(
                _place(layer).at,
                f"the name `{name}` has a slash in it.",
                help=f'write `name="{name.replace("/", "_")}"`',
                mark="has a slash",
                keras="Argument `name` must be a string and cannot contain character `/`",
                evidence=Evidence.LIKELY
                if facts.written.retired(_place(layer))
                else Evidence.CERTAIN,
            )
    for model in facts.models:
        if model.kind in {"Sequential", "Functional"}:
            yield from _twice(model)


def _twice(model: Model) -> Iterator[Finding]:
    """Layers whose name an earlier layer of the model has."""
    seen: dict[str, Layer | Model] = {}
    parts = [tensor.layer for tensor in model.inputs if tensor.layer not in model.layers]
    for part in (*parts, *model.layers):
        name = "" if isinstance(part, Operation) else _name(part)
        first = seen.setdefault(name, part)
        again = first.site.node is part.site.node
        if not name or first is part or (again and isinstance(part, Model)):
            continue
        yield Finding(
            _place(part).at,
            f"two layers of {_called(model)} have the name `{name}`.",
            labels=[] if again else [Label(_place(first).at, "the first of them")],
            help="give each layer a name of its own, or none",
            mark="two layers are made here" if again else "the same name again",
            keras=_says(model, name),
        )


def _name(part: Layer | Model) -> str:
    """The name that the script gives, or nothing."""
    if isinstance(part, Model):
        name = part.config.get("name")
    else:
        renamed = "_name" in part.extra
        # The `name` of a class of the script is that of the class.
        own = None if isinstance(part, CustomLayer) else getattr(part, "name", None)
        name = None if renamed else part.extra.get("name", own)
    return name if isinstance(name, str) else ""


def _place(part: Layer | Model) -> Site:
    return part.args.get("name", part.site)


def _called(model: Model) -> str:
    return f"`{model.name}`" if model.name else "one model"


def _says(model: Model, name: str) -> str:
    if model.kind == "Sequential":
        return "All layers added to a Sequential model should have unique names"
    return f'The name "{name}" is used 2 times in the model'
