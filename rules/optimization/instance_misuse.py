"""A class stands where an object of it is needed, or one optimizer serves two models.

`optimizer=Adam` without brackets, `callbacks=[EarlyStopping]`, and one optimizer object that is
compiled into a second model after it has trained a first one.

Why it hurts:

The script stops when the model is compiled or fitted. An optimizer belongs to the weights that it
was first used with, since it keeps averages of their gradients.

What Keras says:

"Could not interpret optimizer identifier: <class …>", "Callback.set_model() missing 1 required
positional argument: 'model'", "Unknown variable: … This optimizer can only be called for the
variables it was originally built with".

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer=keras.optimizers.Adam, loss="mse", metrics=["mae"])  # finding
model.fit(x, y, epochs=10, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(), loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

An optimizer for two models of the same shapes happens to work with JAX. The rule itself leaves
alone: GANs, where the models share layers, models that are not both trained, and Keras 1.

Fix safety:

Safe: brackets are written behind the class, without which the script does not run.

References:

- https://keras.io/api/optimizers/
- https://keras.io/api/callbacks/
"""

from collections.abc import Iterator

from kerascheck.rule import (
    Applicability,
    Callback,
    Compile,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Label,
    Optimizer,
    Severity,
    rule,
    same_model,
)


@rule("KC613", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for compiled in facts.compiles:
        match compiled.optimizer:
            case Optimizer(made=False) as optimizer if compiled.site.node not in seen:
                seen.add(compiled.site.node)
                yield _no_optimizer(optimizer)
    for fit in facts.fits:
        for callback in fit.callbacks:
            if isinstance(callback, Callback) and not callback.made and fit.site.node not in seen:
                seen.add(fit.site.node)
                yield _no_callback(callback)
    yield from _shared(facts)


def _no_optimizer(optimizer: Optimizer) -> Finding:
    text = optimizer.site.text
    plain = text.replace(".", "").isidentifier()
    return Finding(
        optimizer.site.at,
        f"`{optimizer.kind}` is a class here, but `compile` needs an object of it.",
        help=f"write `{text}()`" if plain else f"write `{optimizer.kind}()`",
        mark="without brackets",
        evidence=Evidence.CERTAIN,
        fix=Fix((Edit(optimizer.site.at, f"{text}()"),), Applicability.SAFE) if plain else None,
        keras="Could not interpret optimizer identifier: <class …>",
    )


def _no_callback(callback: Callback) -> Finding:
    return Finding(
        callback.site.at,
        f"`{callback.kind}` is a class here, but `fit` needs an object of it.",
        help=f"write `{callback.kind}(…)`",
        mark="without brackets",
        evidence=Evidence.CERTAIN,
        keras="Callback.set_model() missing 1 required positional argument: 'model'",
    )


def _shared(facts: Facts) -> Iterator[Finding]:
    """Optimizers that train a second model after a first one."""
    if {"gan", "keras-1", "rl"} & facts.context.marks.keys():
        return
    trained = {id(fit.compile) for fit in facts.fits if fit.compile is not None}
    by_optimizer: dict[int, list[Compile]] = {}
    for compiled in facts.compiles:
        if isinstance(compiled.optimizer, Optimizer) and id(compiled) in trained:
            by_optimizer.setdefault(id(compiled.optimizer), []).append(compiled)
    for used in by_optimizer.values():
        first = used[0]
        for second in used[1:]:
            if not _related(first, second):
                yield _second(first, second)
                break


def _related(first: Compile, second: Compile) -> bool:
    """Whether the second model is the first one, or may have layers of it."""
    if same_model(first.model, second.model) or not (
        first.model.complete and second.model.complete
    ):
        return True
    layers = {id(part) for part in first.model.layers}
    sites = {part.site.node for part in first.model.layers}
    return any(id(part) in layers or part.site.node in sites for part in second.model.layers)


def _second(first: Compile, second: Compile) -> Finding:
    optimizer = second.optimizer
    assert isinstance(optimizer, Optimizer)
    return Finding(
        second.args.get("optimizer", second.site).at,
        f"this `{optimizer.kind}` has been used for another model, whose weights it belongs to: "
        "`fit` stops with an error.",
        labels=[Label(first.site.at, "used here first"), Label(optimizer.site.at, "made here")],
        help="make a new optimizer for each model",
        mark="the same object",
        evidence=Evidence.CERTAIN,
        keras="Unknown variable: … This optimizer can only be called for the variables it was "
        "originally built with.",
    )
