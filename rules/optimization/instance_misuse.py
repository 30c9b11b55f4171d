"""A class stands where an object of it is needed, its name for one, or one serves two models.

`optimizer=Adam` without brackets, `callbacks=[EarlyStopping]` or the name of one, and one optimizer
object that is compiled into a second model after it has trained a first one. `optimizer="sgd"`, where
an `SGD` with another learning rate has been made and is not used.

Why it hurts:

The script stops when the model is compiled or fitted. An optimizer belongs to the weights that it
was first used with, since it keeps averages of their gradients. By its name Keras makes a new one
with the default learning rate.

What Keras says:

"Could not interpret optimizer identifier: <class …>", "Callback.set_model() missing 1 required
positional argument: 'model'", "'str' object has no attribute 'set_model'", "Unknown variable: … This
optimizer can only be called for the variables it was originally built with".

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

Bad:

```python
import keras

model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
sgd = keras.optimizers.SGD(learning_rate=0.0001, momentum=0.9)
model.compile(optimizer="sgd", loss="mse")  # finding
```

Good:

```python
import keras

model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1)])
sgd = keras.optimizers.SGD(learning_rate=0.0001, momentum=0.9)
model.compile(optimizer=sgd, loss="mse")
```

When to ignore:

An optimizer for two models of the same shapes happens to work with JAX. An optimizer that is left
over from an experiment may be deleted; one that is made behind the `compile` gets a note. The rule
itself leaves alone: GANs, where the models share layers, models that are not both trained, scripts that
are for a Keras before 2.11 or have signs of a much older one, and `keras.optimizers.legacy` of Keras 2.

Fix safety:

Safe: brackets are written behind the class, without which the script does not run.

References:

- https://keras.io/api/optimizers/
- https://keras.io/api/callbacks/
"""

from collections.abc import Iterator

from kerascheck.keras_api import ages, tables
from kerascheck.rule import (
    Applicability,
    Callback,
    Compile,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Label,
    Model,
    Optimizer,
    Severity,
    Site,
    rule,
)

_BOUND = (2, 11)
"""The first Keras whose optimizers belong to the weights that they were first used with."""


@rule("KC613", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
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
        finding = _text(fit)
        if finding is not None and fit.site.node not in seen:
            seen.add(fit.site.node)
            yield finding
    yield from _shared(facts)
    yield from _set_aside(facts)


def _set_aside(facts: Facts) -> Iterator[Finding]:
    """An optimizer that is made with arguments, while `compile` gets the name of its class."""
    seen = set()
    for optimizer in facts.unused:
        if not optimizer.made or not optimizer.args or optimizer.site.node in seen:
            continue
        for compiled in facts.compiles:
            match compiled.config.get("optimizer"), compiled.optimizer:
                case str() as name, Optimizer(kind=optimizer.kind) as plain if _differ(
                    optimizer, plain
                ):
                    seen.add(optimizer.site.node)
                    yield _named(compiled, optimizer, name)
                    break


def _differ(one: Optimizer, other: Optimizer) -> bool:
    """Do two optimizers do another thing? What they are called is none of it."""
    names = (one.config.keys() | other.config.keys()) - {"name"}
    return any(one.config.get(name) != other.config.get(name) for name in names)


def _named(compiled: Compile, optimizer: Optimizer, name: str) -> Finding:
    words = optimizer.site.text.partition("(")[2].removesuffix(")")
    return Finding(
        compiled.args.get("optimizer", compiled.site).at,
        f"`{name}` is a new `{optimizer.kind}` with the default arguments: the one that is made "
        f"with `{' '.join(words.split())}` is never used.",
        labels=[Label(optimizer.site.at, "made here, and not used")],
        help="pass the optimizer itself, not its name in quotes",
        mark="another one",
        evidence=Evidence.HINT if _later(optimizer, compiled) else Evidence.LIKELY,
    )


def _later(optimizer: Optimizer, compiled: Compile) -> bool:
    """Whether the optimizer is made behind the compile, as for another model or to show one."""
    made, used = optimizer.site.at, compiled.site.at
    return (made.block, made.line) > (used.block, used.line)


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


def _text(fit: Fit) -> Finding | None:
    """A name where a callback is needed: there are no strings for these, as there are for losses."""
    match fit.config.get("callbacks"), fit.args.get("callbacks"):
        case (str() as name) | [str() as name, *_], Site() as place if not (
            isinstance(fit.model, Model) and "fit" in fit.model.overridden
        ):
            return Finding(
                place.at,
                f"`{name}` is a text, but `fit` needs callbacks themselves.",
                help="make one: `keras.callbacks.EarlyStopping(…)`",
                mark="no callback",
                evidence=Evidence.CERTAIN,
                keras="'str' object has no attribute 'set_model'",
            )
    return None


def _shared(facts: Facts) -> Iterator[Finding]:
    """Optimizers that train a second model after a first one."""
    written = facts.written
    old = not ages.may_be_new(written)
    if old or not written.reaches(_BOUND) or {"gan", "keras-1", "rl"} & facts.context.marks.keys():
        return
    trained = {id(fit.compile) for fit in facts.fits if fit.compile is not None and fit.called}
    by_optimizer: dict[int, list[Compile]] = {}
    for compiled in facts.compiles:
        optimizer = compiled.optimizer
        # Those of `keras.optimizers.legacy` in Keras 2 serve any number of models.
        if not isinstance(optimizer, Optimizer) or ".legacy." in optimizer.site.text:
            continue
        if id(compiled) in trained:
            by_optimizer.setdefault(id(optimizer), []).append(compiled)
    for used in by_optimizer.values():
        first = used[0]
        for second in used[1:]:
            if not _related(first, second):
                yield _second(first, second)
                break


def _related(first: Compile, second: Compile) -> bool:
    """Whether the second model is the first one, or may have layers of it."""
    if not (first.model.complete and second.model.complete):
        return True
    one, other = set(_parts(first.model)), set(_parts(second.model))
    # A function that is called twice makes two models with the same code and other layers.
    return not one.isdisjoint(other)


def _parts(model: Model) -> Iterator[int]:
    """What tells a model, and all that is in it, from others."""
    yield tables.identity(model)
    for part in model.layers:
        if isinstance(part, Model):
            yield from _parts(part)
        else:
            yield id(part)


def _second(first: Compile, second: Compile) -> Finding:
    optimizer = second.optimizer
    assert isinstance(optimizer, Optimizer)
    again = first.site.node is second.site.node
    return Finding(
        second.args.get("optimizer", second.site).at,
        f"this `{optimizer.kind}` has been used for another model, whose weights it belongs to: "
        "`fit` stops with an error.",
        labels=[
            Label(first.site.at, "runs for each model" if again else "used here first"),
            Label(optimizer.site.at, "made here"),
        ],
        help="make the optimizer where the model is made, a new one for each"
        if again
        else "make a new optimizer for each model",
        mark="the same object",
        evidence=Evidence.CERTAIN,
        keras="Unknown variable: … This optimizer can only be called for the variables it was "
        "originally built with.",
    )
