"""A layer, optimizer, callback, `fit` or the like gets an argument it does not have, or a bad value.

The arguments are those of Keras 3. What Keras 1 and 2 called differently, or have in addition, is
not the matter of this rule.

Why it hurts:

The script stops there, for `fit` after all the data have been loaded. `ReduceLROnPlateau` takes any
other name in silence, and goes on with its defaults. A `Lambda` that is made in a loop and reads its
variable, as in `Lambda(lambda x: x[:, i])`, gets the last value whenever the model runs.

What Keras says:

"Unrecognized keyword arguments passed to Dense: {'activations': 'relu'}", "Argument(s) not
recognized" for optimizers, "got an unexpected keyword argument", "got multiple values for
argument", "missing 1 required positional argument", "Only instances of `keras.Layer` can be added
to a Sequential model", or what is wrong with the value: "Received an invalid value for `units`,
expected a positive integer".

Bad:

```python
import keras

inputs = keras.Input((784,))
x = keras.layers.Dense(64, activations="relu")(inputs)  # finding
x = keras.layers.Dense(32.0, activation="relu")(x)  # finding
model = keras.Model(inputs, keras.layers.Dense(10, units=10)(x))  # finding
```

Good:

```python
import keras

inputs = keras.Input((784,))
x = keras.layers.Dense(64, activation="relu")(inputs)
x = keras.layers.Dense(32, activation="relu")(x)
model = keras.Model(inputs, keras.layers.Dense(10)(x))
```

Bad:

```python
import keras

(x, y), _ = keras.datasets.boston_housing.load_data()
x = (x - x.mean(axis=0)) / x.std(axis=0)
model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(1)])
model.compile(optimizer="adam", los="mse")  # finding
model.compile(optimizer="adam", loss="mse", metrics="mae")  # finding
model.fit(x, y, epoch=20, validation_split=0.2)  # finding
```

Good:

```python
import keras

(x, y), _ = keras.datasets.boston_housing.load_data()
x = (x - x.mean(axis=0)) / x.std(axis=0)
model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

Bad:

```python
import keras

(x, y), _ = keras.datasets.boston_housing.load_data()
x = (x - x.mean(axis=0)) / x.std(axis=0)
model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.01, momentun=0.9), "mse", metrics=["mae"])  # finding
saved = keras.callbacks.ModelCheckpoint("best.keras", save_best=True)  # finding
model.fit(x, y, epochs=20, validation_split=0.2, callbacks=[saved])
```

Good:

```python
import keras

(x, y), _ = keras.datasets.boston_housing.load_data()
x = (x - x.mean(axis=0)) / x.std(axis=0)
model = keras.Sequential([keras.Input((13,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.01, momentum=0.9), "mse", metrics=["mae"])
saved = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
model.fit(x, y, epochs=20, validation_split=0.2, callbacks=[saved])
```

Bad:

```python
import keras

model = keras.Sequential()
model.add(keras.Input((784,)))
model.add(keras.layers.Dense(64, activation="relu"))
model.add(keras.layers.Dense(10), activation="softmax")  # finding
```

Good:

```python
import keras

model = keras.Sequential()
model.add(keras.Input((784,)))
model.add(keras.layers.Dense(64, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))
```

When to ignore:

Where the script is for an older version of Keras that still takes the value, such as
`metrics="mae"` in Keras 2.

Fix safety:

Safe for `metrics`, which a list does not change. A name that is close to one that exists is only
proposed.

References:

- https://keras.io/api/layers/base_layer/
- https://keras.io/api/models/model_training_apis/
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kerascheck.keras_api import signatures
from kerascheck.keras_api.binding import bind_to, misfits, parameters
from kerascheck.keras_api.exercises import left_open
from kerascheck.keras_api.legacy import METHODS
from kerascheck.keras_api.words import words
from kerascheck.rule import (
    Applicability,
    Called,
    Compile,
    Edit,
    Evidence,
    Facts,
    Fault,
    Finding,
    Fit,
    Fix,
    Label,
    Late,
    Layer,
    Model,
    Severity,
    Site,
    Tensor,
    nearest,
    refused,
    rule,
)

_COMPILE = words(
    "optimizer loss loss_weights metrics weighted_metrics run_eagerly steps_per_execution "
    "jit_compile auto_scale_loss"
)
_FIT = words(
    "x y batch_size epochs verbose callbacks validation_split validation_data shuffle "
    "class_weight sample_weight initial_epoch steps_per_epoch validation_steps "
    "validation_batch_size validation_freq"
)
_OLD = frozenset(METHODS) | {
    "sample_weight_mode",
    "target_tensors",
    "distribute",
    "pss_evaluation_shards",
    "experimental_run_tf_function",
    "experimental_steps_per_execution",
    "workers",
    "max_queue_size",
    "use_multiprocessing",
    "generator",
    "options",
    "run_metadata",
    "mode",
    "class_mode",
    "theano_mode",
}
"""Arguments that `compile` or `fit` had before Keras 3."""


@rule("KC507", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fault, finding in refused(facts, "argument"):
        if fault.argument != "rate" and not _left_open(facts, fault):
            yield finding if finding.help else replace(finding, help=_value(fault))
    for compiled in facts.compiles:
        if _keras_own(compiled.model, "compile"):
            yield from _keywords(compiled, "compile", compiled.config, _COMPILE)
            if facts.written.asks_keras_3:
                yield from _single_metric(compiled)
    for fit in facts.fits:
        if fit.method == "fit" and isinstance(fit.model, Model) and _keras_own(fit.model, "fit"):
            yield from _keywords(fit, "fit", fit.config, _FIT)
    for late in {late.site.node: late for late in facts.late}.values():
        yield _late(late)
    seen = set()
    for call in facts.written.calls:
        if call.tried or call.site.node in seen:
            continue
        seen.add(call.site.node)
        yield from _added(call) if call.name == "add" else _misfits(call)
        models = ("keras.Sequential", "keras.Model")
        if call.name in models and facts.written.keras_3(call.spelled):
            yield from _made(call)


def _late(late: Late) -> Finding:
    """A `Lambda` whose function reads the variable of the loop that makes it."""
    return Finding(
        late.args.get("function", late.site).at,
        f"`{late.name}` has its last value when the model runs, in all the layers that this loop "
        "makes: they do the same.",
        labels=[Label(late.loop.at, "goes on after the layer is made")],
        help=f"give it to the layer: `Lambda(lambda x, {late.name}: …, "
        f'arguments={{"{late.name}": {late.name}}})`',
        why="A function looks a name up when it is called, and Keras calls it for each batch.",
        mark=f"reads `{late.name}` later",
    )


def _added(call: Called) -> Iterator[Finding]:
    """What `add` of a `Sequential` gets besides the layer."""
    if not isinstance(call.receiver, Model) or call.receiver.kind != "Sequential":
        return
    if not call.positional and not call.named:
        return  # A blank that a reader is to fill in.
    layer, *others = call.positional or (None,)
    if others and isinstance(others[0], (Layer, Model)):
        yield Finding(
            call.arguments[1].value.at,
            "`add` takes one layer: this one does not become part of the model.",
            help="add it by a call of its own",
            mark="taken for `rebuild`",
        )
        return
    if isinstance(layer, (list, tuple, str)):
        what = "a text" if isinstance(layer, str) else "a list"
        yield Finding(
            call.arguments[0].value.at,
            f"`add` takes one layer, but it is given {what}.",
            help="add a layer such as `keras.layers.Activation(…)`"
            if isinstance(layer, str)
            else "add the layers one by one",
            mark="not a layer",
            keras="Only instances of `keras.Layer` can be added to a Sequential model.",
        )
        return
    known = parameters(type(layer)) if isinstance(layer, Layer) else {}
    for finding in _misfits(call):
        wrong = next((n for n in call.named if finding.mark == f"given as `{n}`"), "")
        close = nearest(wrong.lower(), sorted(known), 1, 0.7) if wrong else []
        inside = f"write `{close[0]}` inside of the parentheses of the layer" if close else ""
        yield replace(finding, help=inside or finding.help)


def _made(call: Called) -> Iterator[Finding]:
    """Arguments by position that `Sequential` and `Model` of Keras 3 do not take there."""
    given, written = call.positional, call.arguments
    if not given or any(argument.star for argument in written):
        return
    texts = [argument.value.text for argument in written[: len(given)]]
    if call.method == "Sequential" and isinstance(given[0], (Layer, Model, Tensor)):
        several = len(given) > 1
        yield Finding(
            written[0].value.at,
            "`Sequential` takes a list of layers, but it is given a layer.",
            help=f"write `[{texts[0]}{', …' if several else ''}]`",
            mark="not a list",
            keras="Expected `trainable` to be a boolean." if several else "object is not iterable",
        )
    if call.method == "Model" and len(given) > 2 and isinstance(call.result, Model):
        name = f": write `name={texts[2]}`" if isinstance(given[2], str) else ""
        yield Finding(
            written[2].value.at,
            "`Model` takes nothing but `inputs` and `outputs` by position.",
            help=f"give the rest by keyword{name}",
            mark="the third one",
            keras=f"Layer.__init__() takes 1 positional argument but {len(given) + 1} were given",
        )


def _misfits(call: Called) -> Iterator[Finding]:
    """The arguments of an optimizer, callback, loss, metric or method that it does not have."""
    found = signatures.takes(call.name)
    if found is None or ("." not in call.name and not _of_keras(call)):
        return
    if ".legacy." in call.spelled or ".experimental." in call.spelled:
        return  # These are older classes of the same names.
    known, old = found
    bound = bind_to(known, call.positional, call.named, complete=call.complete, kind=call.method)
    ignored = call.method in signatures.IGNORED
    verb = "made" if "." in call.name else "called"
    for wrong in misfits(call.method, known, bound, frozenset(), verb=verb):
        unknown = wrong.argument in bound.extra
        if wrong.argument in old or (not unknown and old & bound.extra.keys()):
            continue
        place = call.argument(wrong.argument)
        yield Finding(
            (place.site if place is not None else call.site).at,
            f"`{call.method}` {wrong.problem}{', and does nothing with it' if ignored else ''}.",
            help=wrong.help,
            mark=f"given as `{wrong.argument}`" if unknown else "",
            keras=_words(call, wrong.argument) if unknown and not ignored else wrong.keras,
            evidence=Evidence.LIKELY if ignored else Evidence.CERTAIN,
        )


def _of_keras(call: Called) -> bool:
    return isinstance(call.receiver, Model) and _keras_own(call.receiver, call.method)


def _words(call: Called, name: str) -> str:
    """What Keras says of a keyword that it does not know."""
    if call.name.startswith("keras.optimizers.") and call.name.count(".") == 2:
        return f"Argument(s) not recognized: {{'{name}': …}}"
    return f"got an unexpected keyword argument '{name}'"


def _left_open(facts: Facts, fault: Fault) -> bool:
    """Whether an exercise leaves all the arguments of a call to its reader."""
    return " without " in fault.problem and left_open(facts, fault.layer.site)


def _value(fault: Fault) -> str:
    """What to write instead of a value that the layer refuses."""
    value = getattr(fault.layer, fault.argument, None)
    place = fault.layer.args.get(fault.argument)
    divided = place is not None and "/" in place.text
    whole = "integer" in fault.problem
    if whole and isinstance(value, float) and value.is_integer() and value > 0:
        return f"write `{int(value)}`" + (", or divide with `//`" if divided else "")
    if isinstance(value, str) and value.isdigit():
        return f"write the number, `{int(value)}`"
    return ""


def _keras_own(model: Model, method: str) -> bool:
    """Whether the method is Keras's own, and not that of a class of the script."""
    known = model.kind in {"Sequential", "Functional", "subclass", "application"}
    return known and method not in model.overridden


def _keywords(
    call: Compile | Fit, method: str, config: Mapping[str, object], known: frozenset[str]
) -> Iterator[Finding]:
    for name in config:
        if name in known or name in _OLD or name not in call.args:
            continue
        other = {"compile": "fit", "fit": "compile"}[method]
        moved = name in (_FIT if other == "fit" else _COMPILE)
        close = nearest(name.lower(), sorted(known), 1, 0.7)
        help_ = f"write `{close[0]}`" if close else f"drop `{name}`"
        yield Finding(
            call.args[name].at,
            f"`{method}` has no argument `{name}`.",
            help=f"give it to `{other}`" if moved else help_,
            mark=f"given as `{name}`",
            keras=f"{method}() got an unexpected keyword argument '{name}'",
        )


def _single_metric(compiled: Compile) -> Iterator[Finding]:
    """One metric where a list of metrics is expected."""
    for name in ("metrics", "weighted_metrics"):
        value, place = compiled.config.get(name), compiled.args.get(name)
        if isinstance(value, str) and place is not None:
            yield Finding(
                place.at,
                f"`{name}={value!r}` is one metric, but `compile` takes a list of them.",
                help=f"write `{name}=[{value!r}]`",
                mark="not a list",
                keras=f"Expected `{name}` argument to be a list, tuple, or dict",
                fix=_listed(place),
            )


def _listed(place: Site) -> Fix | None:
    if place.text[:1] not in ("'", '"'):
        return None
    return Fix((Edit(place.at, f"[{place.text}]"),), Applicability.SAFE)
