"""A penalty on weights is so strong that nothing is learnt, or so weak that it does nothing.

A warning for `l1` or `l2` above 0.1 and for `L1L2()` without numbers, a note below 1e-7.

Why it hurts:

The penalty is added to the loss. Above 0.1 it outweighs what the samples say, and the weights go
to 0. `L1L2()` is a penalty of 0.0 since Keras 3; in Keras 2, `l1_l2()` was 0.01 of both.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(
            32,
            activation="relu",
            kernel_regularizer=keras.regularizers.L2(5.0),  # finding
        ),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
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
        keras.layers.Dense(
            32,
            activation="relu",
            kernel_regularizer=keras.regularizers.L2(1e-4),
        ),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

Where the loss is a large number, so that a large penalty is small beside it. The rule itself leaves
alone: strengths that are not known or that are tried one after the other, and 0.

References:

- https://keras.io/api/layers/regularizers/
"""

from collections.abc import Iterator

from kerascheck.rule import Component, Evidence, Facts, Finding, Layer, Model, Severity, Site, rule

_NAMES = (
    "kernel_regularizer",
    "recurrent_regularizer",
    "depthwise_regularizer",
    "pointwise_regularizer",
    "embeddings_regularizer",
    "activity_regularizer",
)
_STRONG, _WEAK = 0.1, 1e-7
_KINDS = ("L1", "L2", "L1L2")


@rule("KC419", certain=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen: dict[object, list[Component]] = {}
    single = {penalty.site.node for model in facts.models for penalty in _of_one_layer(model)}
    for layer in facts.layers:
        for penalty in _penalties(layer):
            seen.setdefault(penalty.site.node, []).append(penalty)
    for made in seen.values():
        strengths = {tuple(sorted(_strengths(penalty).items())) for penalty in made}
        # Several strengths from one place are tried one after the other.
        if len(strengths) == 1:
            finding = _finding(made[0], alone=made[0].site.node in single)
            if finding is not None:
                yield finding


def _of_one_layer(model: Model) -> list[Component]:
    """The penalties of a model with one layer that has weights.

    Before it inputs may be so large, raw pixels for example, that weights near 0 do.
    """
    weighted = [
        part for part in model.layers if isinstance(part, Model) or hasattr(part, _NAMES[0])
    ]
    match weighted:
        case [Layer() as only]:
            return list(_penalties(only))
    return []


def _penalties(layer: Layer) -> Iterator[Component]:
    for name in _NAMES:
        penalty = getattr(layer, name, layer.extra.get(name))
        if isinstance(penalty, Component) and penalty.kind in _KINDS:
            yield penalty


def _strengths(penalty: Component) -> dict[str, float]:
    """The numbers that are known, by their parameter."""
    given = {name: penalty.config.get(name) for name in ("l1", "l2")}
    return {n: float(v) for n, v in given.items() if isinstance(v, (int, float))}


def _finding(penalty: Component, *, alone: bool) -> Finding | None:
    strengths = _strengths(penalty)
    if penalty.kind == "L1L2" and strengths == {"l1": 0.0, "l2": 0.0} and not penalty.args:
        return Finding(
            penalty.site.at,
            "this penalty is 0: without numbers `L1L2` does nothing.",
            help="write `keras.regularizers.L1L2(l1=1e-5, l2=1e-4)`",
            mark="both numbers are 0 by default",
            evidence=Evidence.CERTAIN,
        )
    name, value = max(strengths.items(), key=lambda item: item[1], default=("", 0.0))
    site: Site = penalty.args.get(name, penalty.site)
    if value > _STRONG:
        return Finding(
            site.at,
            f"a penalty of {value:g} on weights outweighs what the samples say: the weights go to 0.",
            help="write a number such as `1e-4`",
            mark=f"`{name}` is {value:g}",
            evidence=Evidence.HINT if alone else Evidence.CERTAIN,
        )
    if 0 < value < _WEAK:
        return Finding(
            site.at,
            f"a penalty of {value:g} on weights is too small to change anything.",
            help="write a number such as `1e-4`, or drop the penalty",
            mark=f"`{name}` is {value:g}",
            evidence=Evidence.HINT,
        )
    return None
