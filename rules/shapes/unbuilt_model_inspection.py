"""The script asks a model for its shapes or weights before anything has told it its input.

A `Sequential` without an `Input`, and a model class, make their weights when they are first
called, fitted or built.

Why it hurts:

`summary` prints a table without shapes and counts of parameters, `get_weights` gives an empty
list; the others stop the script.

What Keras says:

`summary` says "unbuilt"; `count_params` "You tried to call `count_params` on layer … but the
layer isn't built", `plot_model` "This model has not yet been built", `output_shape` "has no
defined output shape yet".

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.summary()  # finding
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.summary()
```

When to ignore:

Where only the names of the layers are wanted. Models that are handed to code which is not
followed are taken as built.

References:

- https://keras.io/guides/sequential_model/#specifying-the-input-shape-in-advance
"""

from collections.abc import Iterator

from kerascheck.rule import Facts, Finding, Label, Look, Severity, rule

_GIVES = {
    "summary": "prints neither shapes nor parameters",
    "get_weights": "gives an empty list",
}
_SAYS = {
    "count_params": "You tried to call `count_params` on layer …, but the layer isn't built",
    "plot_model": "This model has not yet been built",
    "output_shape": "has no defined output shape yet",
    "input_shape": "has no defined input shape yet",
}


@rule("KC511", certain=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for look in facts.looks:
        if not look.built:
            yield _finding(look)


def _finding(look: Look) -> Finding:
    model = look.model
    name = f"`{model.name}`" if model.name else "the model"
    what = f"`{look.what}`" if look.what.endswith("shape") else f"`{look.what}()`"
    sequential = model.kind == "Sequential"
    first = "start the model with `keras.Input(…)`" if sequential else "call the model on data"
    return Finding(
        look.site.at,
        f"{name} has no weights yet, so {what} {_GIVES.get(look.what, 'fails')}.",
        labels=[Label(model.site.at, "nothing says what shape its input has")],
        help=f"{first}, or call `{model.name or 'model'}.build((None, …))` before",
        mark="not built yet",
        keras=_SAYS.get(look.what, ""),
    )
