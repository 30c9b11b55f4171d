"""The model is trained or measured without a `compile`, or with one that no longer holds.

`compile` decides what is minimised, and the first training after it which weights may change. A
layer that is frozen or unfrozen later keeps what it was until `compile` is called again, and one
that is added later is not trained.

Why it hurts:

Without `compile`, or without a loss, `fit` stops, and `evaluate` as well. A stale one is worse:
`base.trainable = True` before the second `fit` seems to start fine-tuning, and not one weight of the
base moves.

What Keras says:

`You must call compile() before using the model` and `No loss to compute. Provide a loss argument
in compile()`; nothing for `trainable`. Of a layer that is added, with JAX alone: "Argument
`optimizer_variables` must be a list of tensors corresponding 1:1 to the trainable variables list".

Bad:

```python
import keras

(x, y), _ = keras.datasets.cifar10.load_data()
base = keras.applications.MobileNetV2(include_top=False, input_shape=(32, 32, 3), pooling="avg")
base.trainable = False
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Rescaling(1 / 127.5, offset=-1),
        base,
        keras.layers.Dense(10, activation="softmax"),
    ]
)
slow = keras.optimizers.Adam(1e-5)
model.compile(slow, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
base.trainable = True
model.fit(x, y, epochs=5, validation_split=0.1)  # finding
```

Good:

```python
import keras

(x, y), _ = keras.datasets.cifar10.load_data()
base = keras.applications.MobileNetV2(include_top=False, input_shape=(32, 32, 3), pooling="avg")
base.trainable = False
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Rescaling(1 / 127.5, offset=-1),
        base,
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
base.trainable = True
slow = keras.optimizers.Adam(1e-5)
model.compile(slow, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5, validation_split=0.1)
```

When to ignore:

When a function that is not in the file compiles the model. A model that its name calls
`not_compiled` is noted only.

References:

- https://keras.io/guides/transfer_learning/
- https://keras.io/api/models/model_training_apis/#compile-method
"""

import re
from collections.abc import Iterator, Sequence

from kerascheck.keras_api.exercises import left_open
from kerascheck.rule import (
    Compile,
    CustomLayer,
    Facts,
    Finding,
    Fit,
    Label,
    Layer,
    Model,
    Severity,
    Use,
    rule,
    same_model,
)

_PLAIN = ("Sequential", "Functional", "application")
_MARKS = frozenset({"gan", "rl"})
_SHOWN = re.compile(r"(?i)(?:not?|un|without)_?compiled?")
"""What the name of a model says that is to show what happens without a `compile`."""
_TRAINS = ("fit", "fit_generator", "train_on_batch")


@rule("KC213", certain=Severity.ERROR, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits:
        match fit:
            case Fit(model=Model() as model, called=True) if fit.method in _TRAINS and _bare(model):
                finding = None
                if fit.compile is None:
                    finding = _uncompiled(fit, model, facts)
                elif _MARKS.isdisjoint(facts.context.marks):
                    finding = (
                        _without_loss(facts, fit, fit.compile)
                        or _grown(fit, fit.compile, facts)
                        or _stale(fit, fit.compile, facts)
                    )
                if finding is not None:
                    yield finding
    yield from _evaluated(facts)


def _bare(model: Model) -> bool:
    """Whether nothing compiles the model but the script; what is loaded may have been before."""
    return model.kind in _PLAIN or _loaded_bare(model)


def _loaded_bare(model: Model) -> bool:
    return (
        model.kind == "loaded" and "compile" in model.args and model.args["compile"].text == "False"
    )


def _evaluated(facts: Facts) -> Iterator[Finding]:
    """Models that are measured, but neither compiled nor trained."""
    seen = set()
    trained = [fit.model for fit in facts.fits]
    for use in facts.uses:
        match use:
            case Use(method="evaluate", model=Model() as model, direct=False) if (
                _bare(model) and use.site.node not in seen
            ):
                seen.add(use.site.node)
                known = any(same_model(other, model) for other in trained)
                finding = None if known else _uncompiled(use, model, facts)
                if finding is not None:
                    yield finding


def _grown(fit: Fit, compiled: Compile, facts: Facts) -> Finding | None:
    """A training after layers were added to a model since an earlier one of the same compile."""
    if fit.loop or not facts.written.keras_3():
        return None
    for other in facts.fits:
        before, now = other.model, fit.model
        if other.compile is not compiled or other.order >= fit.order or other.loop:
            continue
        match before, now:
            case Model(complete=True, layers=old), Model(complete=True, layers=new) if (
                old and len(new) > len(old) and all(a is b for a, b in zip(old, new, strict=False))
            ):
                return Finding(
                    fit.site.at,
                    f"{_listed(new[len(old) :])} been added since the last training, but the compile "
                    "before holds: the new weights are not trained.",
                    labels=[
                        Label(compiled.site.at, "compiled here"),
                        Label(other.site.at, "what is trained is settled here"),
                        Label(new[-1].site.at, "added later"),
                    ],
                    help="call `compile` again before this `fit`",
                    why="With JAX `fit` stops; with TensorFlow it goes on and leaves the new weights "
                    "as they are.",
                    mark="needs another compile",
                )
    return None


def _listed(parts: Sequence[Layer | Model]) -> str:
    kinds = [f"`{part.kind}`" for part in parts]
    return f"{kinds[0]} has" if len(kinds) == 1 else f"{len(kinds)} layers have"


def _uncompiled(fit: Fit | Use, model: Model, facts: Facts) -> Finding | None:
    """A training of a model that nothing compiles, here or where it is handed to."""
    passed = any(
        use.method == "passed"
        and (same_model(use.model, model) or not isinstance(use.model, Model))
        for use in facts.uses
    )
    compiles = [other for other in facts.compiles if same_model(other.model, model)]
    whole = model.complete or _loaded_bare(model)
    if passed or not whole or _own(model, "fit", "train_on_batch", fit.method):
        return None
    name = f"`{model.name}`" if model.name else "the model"
    done = "measured" if isinstance(fit, Use) else "trained"
    if compiles:
        return _compiled_later(fit, name, done, compiles)
    return Finding(
        fit.site.at,
        f"{name} is {done}, but never compiled: `{fit.method}` has no loss and stops.",
        labels=[Label(model.site.at, _origin(model))],
        help="call `compile(optimizer=…, loss=…, metrics=[…])` before",
        mark="not compiled",
        slight=_SHOWN.search(model.name or "") is not None,
        keras="You must call `compile()` before using the model.",
    )


def _origin(model: Model) -> str:
    return "loaded without its compile" if model.kind == "loaded" else "the model is made here"


def _compiled_later(
    fit: Fit | Use, name: str, done: str, compiles: list[Compile]
) -> Finding | None:
    """A training whose compile stands below it, outside of functions, which might be called before."""
    here, places = fit.site.at, [other.site.at for other in compiles]
    # The cells of a notebook may have been run in another order.
    below = [place.block == here.block and place.line > here.line for place in places]
    if fit.function or fit.loop or not all(below):
        return None
    return Finding(
        here,
        f"{name} is {done} before it is compiled: `{fit.method}` has no loss and stops.",
        labels=[Label(places[0], "compiled only here")],
        help="move `compile` above `fit`",
        mark="not compiled yet",
        keras="You must call `compile()` before using the model.",
    )


def _own(model: object, *methods: str) -> bool:
    """Whether the class of the model brings one of the methods itself."""
    return isinstance(model, Model) and not model.overridden.isdisjoint(methods)


def _without_loss(facts: Facts, fit: Fit, compiled: Compile) -> Finding | None:
    model = fit.model
    if compiled.config.get("loss") is not None or _own(model, "train_step", "compute_loss"):
        return None
    if compiled.partial or not isinstance(model, Model) or not model.complete:
        return None
    if "add_loss" in model.config or not all(_adds_nothing(part) for part in model.layers):
        return None
    if left_open(facts, compiled.site):
        return None
    return Finding(
        compiled.site.at,
        "`compile` is given no loss, so that `fit` has nothing to minimise and stops.",
        labels=[Label(fit.site.at, "trained here")],
        help='add one: `loss="mse"`, `loss="sparse_categorical_crossentropy"`, …',
        mark="no loss",
        keras="No loss to compute. Provide a `loss` argument in `compile()`.",
    )


def _adds_nothing(part: Layer | Model) -> bool:
    """Whether it is a layer of Keras without a regularizer, which would be a loss of its own."""
    if isinstance(part, Model):
        return part.complete and all(_adds_nothing(inner) for inner in part.layers)
    if isinstance(part, CustomLayer) or part.kind in ("Lambda", "ActivityRegularization"):
        return False
    fields = {**part.extra, **{name: getattr(part, name, None) for name in part.args}}
    return not part.partial and all(
        value is None for name, value in fields.items() if name.endswith("_regularizer")
    )


def _stale(fit: Fit, compiled: Compile, facts: Facts) -> Finding | None:
    """A training after layers were frozen or unfrozen since an earlier one of the same compile."""
    before = [
        other
        for other in facts.fits
        if other.compile is compiled and other.order < fit.order and not other.loop
    ]
    if not before or fit.loop or not isinstance(fit.model, Model):
        return None
    earlier = before[0].model
    if not isinstance(earlier, Model):
        return None
    changed = {
        (old, new)
        for part, new in fit.model.frozen.items()
        if isinstance(new, bool)
        and isinstance(old := earlier.frozen.get(part), bool)
        and old is not new
    }
    if len(changed) != 1:
        return None
    ((_, new),) = changed
    return Finding(
        fit.site.at,
        f"`trainable` of layers is `{new}` now, but the compile before holds: these weights "
        f"{'still do not change' if new else 'are still trained'}.",
        labels=[
            Label(compiled.site.at, "compiled here"),
            Label(before[0].site.at, "what is trained is settled here"),
        ],
        help="call `compile` again before this `fit`, usually with a smaller learning rate",
        why="Which weights are trained is read when the training function is made: at the first "
        "`fit` after a `compile`.",
        mark="needs another compile",
    )
