"""A loss or metric of your own is at odds with what Keras gives it, or has no gradient.

Keras calls a loss with the labels first and the predictions second, whatever the parameters are
called. Both are symbolic tensors that NumPy cannot read, and training needs a gradient that leads
from the loss back to the predictions: it stops at `round`, `argmax`, `>` and the like.

Why it hurts:

A loss with its parameters in the wrong order trains on the labels as if they were predictions,
without a word. NumPy functions and losses without a gradient stop `fit`; with the JAX backend a
loss without a gradient runs, and no weight changes.

What Keras says:

"No gradients provided for any variable", "Cannot convert a symbolic tf.Tensor (…) to a numpy
array"; nothing about the order.

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")


def f1_loss(y_true, y_pred):
    chosen = keras.ops.round(y_pred)  # finding
    hits = keras.ops.sum(y_true * chosen)
    return 1 - 2 * hits / (keras.ops.sum(y_true) + keras.ops.sum(chosen) + 1e-7)


model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss=f1_loss, metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")


def f1_loss(y_true, y_pred):
    hits = keras.ops.sum(y_true * y_pred)
    return 1 - 2 * hits / (keras.ops.sum(y_true) + keras.ops.sum(y_pred) + 1e-7)


model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss=f1_loss, metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

When a loss is meant to give labels and predictions to a cross-entropy the other way round. The rule
itself leaves alone: formulas that give the same in both orders, functions with a branch that is not
known, NumPy under `run_eagerly=True` or another backend than TensorFlow, gradients written with
`tf.custom_gradient`, losses beside which the model has another one, and constants as the loss of a
model that is only predicted with.

References:

- https://keras.io/api/losses/#creating-custom-losses
- https://keras.io/api/ops/
"""

from collections.abc import Iterator

from kerascheck.keras_api import gradients
from kerascheck.keras_api.words import words
from kerascheck.rule import (
    Called,
    Compile,
    CustomLayer,
    CustomLoss,
    Evidence,
    Facts,
    Finding,
    Formula,
    Label,
    Metric,
    Operation,
    Severity,
    Tensor,
    Unknown,
    rule,
    same_model,
)

_SHAPES = words("shape int_shape ndim rank size")
"""Functions that only look at the shape, which is known when the function is traced."""
_LABELS = ("y_true", "target", "labels")
_PREDICTIONS = ("y_pred", "output", "logits")
_CONSTANT = words("zeros_like ones_like")
"""Functions of which the result has nothing but the shape of what they are given."""
_ONE_WAY = frozenset(
    {
        "binary_crossentropy",
        "categorical_crossentropy",
        "sparse_categorical_crossentropy",
        "binary_focal_crossentropy",
        "categorical_focal_crossentropy",
        "sigmoid_cross_entropy_with_logits",
        "softmax_cross_entropy_with_logits",
        "sparse_softmax_cross_entropy_with_logits",
    }
)
"""Losses that labels and predictions cannot change places in."""


@rule("KC121", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for compiled in facts.compiles:
        for part in (*compiled.losses, *(m for metrics in compiled.metrics for m in metrics)):
            formula = part.formula if isinstance(part, (CustomLoss, Metric)) else None
            if formula is not None and formula.site.node not in seen:
                seen.add(formula.site.node)
                finding = _wrong(facts, compiled, formula, loss=isinstance(part, CustomLoss))
                if finding is not None:
                    yield finding


def _wrong(facts: Facts, compiled: Compile, formula: Formula, *, loss: bool) -> Finding | None:
    """The one mistake to tell of: that which stops the training first."""
    return (
        _numpy(facts, compiled, formula)
        or (_order(formula) if "keras-1" not in facts.context else None)
        or (_no_gradient(facts, compiled, formula) if loss else None)
    )


def _numpy(facts: Facts, compiled: Compile, formula: Formula) -> Finding | None:
    """A function of NumPy on a tensor that has no numbers yet."""
    eager = bool(facts.written.literals("KERAS_BACKEND")) or compiled.partial
    eager = eager or compiled.config.get("run_eagerly", False) is not False
    if eager or any("run_functions_eagerly" in call.name for call in facts.written.calls):
        return None
    for call in formula.calls:
        if not call.name.startswith("numpy.") or call.method in _SHAPES:
            continue
        parts = list(gradients.parts([*call.positional, *call.named.values()]))
        given = formula.labels in parts or formula.predictions in parts
        if given and not any(part.layer.kind in _SHAPES for part in parts):
            return _on_numpy(call)
    return None


def _on_numpy(call: Called) -> Finding:
    return Finding(
        call.site.at,
        f"`{call.function.text}` gets a symbolic tensor, which NumPy cannot read: `fit` stops.",
        help=f"use the function of `keras.ops` in its place, such as `keras.ops.{call.method}`"
        if call.method in _ALIKE
        else "use functions of `keras.ops` in its place",
        mark="NumPy on a tensor",
        evidence=Evidence.CERTAIN,
        keras="Cannot convert a symbolic tf.Tensor (…) to a numpy array.",
    )


_ALIKE = words(
    "abs sum mean max min log exp square sqrt maximum minimum clip dot where prod power std var "
    "concatenate argmax round"
)


def _order(formula: Formula) -> Finding | None:
    """Labels and predictions in each other's place."""
    first, second = (name.lower() for name in formula.names)
    named = "pred" in first and any(word in second for word in ("true", "label", "target"))
    crossed = dict(_crossentropies(formula))
    if crossed:
        # Where one of them is called rightly, another the other way round is meant.
        wrong = next(iter(crossed)) if all(crossed.values()) else None
        return None if wrong is None else _misplaced(formula, wrong, named=named)
    known = isinstance(formula.result, Tensor)
    known = known and not any(isinstance(x, Unknown) for x in gradients.leaves(formula.result))
    same = known and gradients.symmetric(formula.result, formula.labels, formula.predictions)
    if not named or same:
        return None
    logged = {leaf for part in _logarithms(formula) for leaf in gradients.leaves(part)}
    if formula.predictions in logged and formula.labels not in logged:
        return None
    return _misnamed(formula, Evidence.LIKELY if known else Evidence.HINT)


def _logarithms(formula: Formula) -> Iterator[Tensor]:
    for part in gradients.parts(formula.result):
        if part.layer.kind in ("log", "log2", "log10", "log1p"):
            yield part


def _crossentropies(formula: Formula) -> Iterator[tuple[Tensor, bool]]:
    """The losses of Keras in a formula, and whether they get predictions as labels."""
    for part in gradients.parts(formula.result):
        if isinstance(part.layer, Operation) and part.layer.name in _ONE_WAY:
            labels = set(gradients.leaves(_argument(part, part.layer, 0, _LABELS)))
            predictions = set(gradients.leaves(_argument(part, part.layer, 1, _PREDICTIONS)))
            yield part, labels == {formula.predictions} and predictions == {formula.labels}


def _argument(part: Tensor, layer: Operation, position: int, names: tuple[str, ...]) -> object:
    if len(layer.operands) > position:
        return layer.operands[position]
    return next((part.config[name] for name in names if name in part.config), None)


def _misplaced(formula: Formula, part: Tensor, *, named: bool) -> Finding:
    """A loss of Keras gets its two arguments in the wrong order."""
    first, second = formula.names
    where = formula.places[0] if named else part.site
    return Finding(
        where.at,
        f"`{part.layer.kind}` gets the predictions as its labels and the labels as predictions: "
        f"Keras gives `{first}` the labels.",
        labels=[Label(part.site.at, "in the wrong order here")] if named else [],
        help=f"write the parameters as `({second}, {first})`"
        if named
        else f"write `{first}` before `{second}`",
        mark="holds the labels" if named else "predictions in place of labels",
        evidence=Evidence.CERTAIN if named else Evidence.LIKELY,
    )


def _misnamed(formula: Formula, evidence: Evidence) -> Finding:
    first, second = formula.names
    return Finding(
        formula.places[0].at,
        f"Keras gives the labels first: `{first}` holds the labels here, and `{second}` the "
        "predictions.",
        labels=[Label(formula.places[1].at, "holds the predictions")],
        help=f"write the parameters as `({second}, {first})`",
        why="The formula gives something else when the two change places.",
        mark="holds the labels",
        evidence=evidence,
    )


def _no_gradient(facts: Facts, compiled: Compile, formula: Formula) -> Finding | None:
    """A loss whose gradient does not reach the predictions."""
    model = compiled.model
    if "custom-gradient" in facts.context or "add_loss" in model.config or model.overridden:
        return None
    if not isinstance(formula.result, (Tensor, int, float)):
        return None
    needed = set(gradients.leaves(formula.result))
    if any(isinstance(leaf, Unknown) for leaf in needed):
        return None
    # What is neither of the two may be a tensor of the model.
    if set(gradients.leaves(formula.result, gradient=True)) - {formula.labels}:
        return None
    if formula.predictions in needed:
        for part in gradients.parts(formula.result):
            if gradients.stops(part) and formula.predictions in set(gradients.leaves(part)):
                # Beside another loss, zeros are a placeholder of an output without a loss.
                spare = part.layer.kind in _CONSTANT and len(compiled.losses) > 1
                return None if spare else _stopped(formula, part)
        return None
    # With more losses, or one that a layer adds, one that is constant is a placeholder.
    alone = needed <= {formula.labels} and len(compiled.losses) == 1 and compiled.model.complete
    custom = any(isinstance(layer, CustomLayer) for layer in compiled.model.layers)
    unused = alone and not custom and _only_predicts(facts, compiled)
    return _independent(formula) if alone and not custom and not unused else None


def _only_predicts(facts: Facts, compiled: Compile) -> bool:
    """Whether the model is never trained here, but used: its loss is there for `compile` alone."""
    fits = [fit.model for fit in facts.fits]
    if any(same_model(model, compiled.model) or isinstance(model, Unknown) for model in fits):
        return False
    mine = [use.method for use in facts.uses if same_model(use.model, compiled.model)]
    return bool(mine) and all("predict" in method for method in mine)


def _stopped(formula: Formula, part: Tensor) -> Finding:
    name = part.layer.kind
    return Finding(
        part.site.at,
        f"no gradient passes `{name}`, so this loss cannot train the model.",
        labels=[Label(formula.places[1].at, "the predictions")],
        help="compute the loss with the predictions as they are: with probabilities in place of "
        "classes; keep this one as a metric",
        why=f"The result of `{name}` does not change with a small change of the predictions.",
        mark="the gradient stops here",
        evidence=Evidence.CERTAIN,
        keras="No gradients provided for any variable.",
    )


def _independent(formula: Formula) -> Finding:
    return Finding(
        formula.places[1].at,
        f"the loss does not depend on `{formula.names[1]}`, so it cannot train the model.",
        help=f"compute the loss with `{formula.names[1]}`, the predictions",
        mark="not used in the result",
        evidence=Evidence.CERTAIN,
        keras="No gradients provided for any variable.",
    )
