"""Hidden layers use activations whose gradients vanish: `sigmoid`, `softmax`, `tanh` in a row.

A warning for three or more hidden layers with `sigmoid` or `hard_sigmoid`, for two if the optimizer
does not adapt its steps, and for `softmax` in a hidden layer; a note for fewer, or for three and
more `tanh`.

Why it hurts:

The slope of a sigmoid is 0.25 at most and nearly 0 away from the middle. Each such layer makes the
gradients that reach the layers before it at least four times smaller, so that these hardly learn,
and a deep network stays at what it guesses without looking. A `softmax` makes the units of a layer
compete for a sum of 1.

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
        keras.layers.Dense(16, activation="sigmoid"),  # finding
        keras.layers.Dense(16, activation="sigmoid"),
        keras.layers.Dense(16, activation="sigmoid"),
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
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

For small networks that learn well, and for smooth functions such as solutions of differential
equations. The rule itself leaves alone: gates and attention (what is multiplied with something
else), recurrent layers, outputs, autoencoders, reinforcement learning, GANs, models with a gap,
scripts that try several activations in turn, and names such as `pinn` and `lenet`. There is but a
note where the text beside it says that it is on purpose, or the script or its notebook speaks of
vanishing gradients, where plain `SGD` has a learning rate of 0.5 or more, which suits a sigmoid
alone, where all but one of the layers are normalized or, as a convolution in LeNet, averaged, for
two that learn a curve over an axis, where the script tries which activations do best or has a name
such as `underfit.py`, and where another function trains a model with other activations on the same
samples.

Fix safety:

Unsafe: another model is trained. There is none where pixels reach the network unscaled, which are to
be scaled first.

References:

- https://keras.io/api/layers/activations/
- https://proceedings.mlr.press/v9/glorot10a.html
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kerascheck.keras_api import activations, optimizers, pictures
from kerascheck.keras_api.chains import PASSING, Chain, chains
from kerascheck.rule import (
    ON_PURPOSE,
    Compile,
    Data,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Label,
    Layer,
    Model,
    Optimizer,
    Severity,
    Site,
    replace_string,
    rule,
    same_model,
    same_rows,
    told,
)

_WEIGHTED = frozenset({"Dense", "Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D"})
_THROUGH = PASSING | {"InputLayer", "Permute"}
_POOLS = re.compile(r"Pooling\dD$")
_SIGMOIDS, _TANHS = frozenset({"sigmoid", "hard_sigmoid"}), frozenset({"tanh", "softsign"})
_SEVERAL, _MANY = 2, 3
_PIXELS = 100
"""From this size on pixels are not scaled."""
_AS_LARGE = frozenset(
    {
        "InputLayer",
        "Flatten",
        "Reshape",
        "Dropout",
        "Activation",
        "MaxPooling2D",
        "AveragePooling2D",
    }
)
"""Layers that do not bring pixels to another scale."""
_MARKS = frozenset({"autoencoder", "rl", "gan", "metric-learning"})
_MEANT = re.compile(r"pinn|physics|siren|le_?net|xor|attention|gate|encoder", re.IGNORECASE)

_SHOWN = re.compile(rf"{ON_PURPOSE.pattern}|\bvanish|\bsaturat", re.IGNORECASE)
"""What a text says that shows what comes of such activations."""
_VANISHING = re.compile(r"\bvanish(?:es|ed|ing)?\b|\bsaturat(?:es?|ed|ing)\b", re.IGNORECASE)
"""What a text says anywhere whose author knows what sigmoids do."""
_LARGE = 0.5
"""A rate of plain `SGD` that is set for the small gradients of sigmoids."""

_SHOWS = re.compile(r"under_?fit|vanish|saturat|le_?net", re.IGNORECASE)
"""Names of scripts that show what comes of such activations, or build an old network."""
_TRIED = re.compile(
    r"\bactivations?['\"]?\s*[:=]\s*[\[(]\s*['\"]\w+['\"]\s*,\s*['\"]"
    r"|\bactivation\s*=\s*\w+\[|Choice\(\s*(?:name\s*=\s*)?['\"]\w*activation"
    r"|\bfor \w+ in [\[(]\s*['\"](?:relu|tanh|sigmoid|elu|selu)['\"]\s*,",
    re.IGNORECASE,
)
"""How a script tries which activations do best."""


_AXIS = re.compile(r"(linspace|arange)\b")


class Hidden(NamedTuple):
    """A hidden layer, its activation, where that is written, and whether it is kept from saturating.

    That does a normalization behind the layer, or an average of a map as in LeNet.
    """

    layer: Layer
    activation: str
    site: Site
    kept: bool = False


@rule("KC403", likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    seen = set()
    models = [model for model in facts.models if not _meant(model) and _trained(model, facts)]
    stacks = [[tuple(_hidden(chain)) for chain in chains(model)] for model in models]
    tried: dict[object, set[str]] = {}
    for hidden in itertools.chain.from_iterable(itertools.chain(*stacks)):
        tried.setdefault(hidden.site.node, set()).add(hidden.activation)
    for model, stack in zip(models, stacks, strict=True):
        for kinds, least, sure in (
            ({"softmax"}, 1, 1),
            (_SIGMOIDS, 1, _SEVERAL),
            (_TANHS, _MANY, 1_000),
        ):
            # Layers side by side do not make the gradients of each other smaller.
            rows = ([item for item in row if item.activation in kinds] for row in stack)
            mine = max(rows, key=len, default=[])
            place = mine[0].site.node if mine else None
            # Several activations from one place are tried one after the other.
            if len(mine) >= least and place not in seen and len(tried[place]) == 1:
                seen.add(place)
                others = [
                    other
                    for other, layers in zip(models, stacks, strict=True)
                    if any(item.activation not in kinds for item in itertools.chain(*layers))
                ]
                shown = told(facts, _SHOWN, mine[0].site)
                level = Evidence.LIKELY if len(mine) >= sure and not shown else Evidence.HINT
                slight = _compared(model, others, facts) or facts.written.speaks(_VANISHING)
                slight = slight or facts.written.says(_TRIED)
                slight = slight or _SHOWS.search(_file(mine[0].site)) is not None
                if "sigmoid" in kinds:
                    slight = slight or _harmless(mine, model, facts)
                finding = replace(_finding(mine, level), slight=slight)
                if _raw(model, facts):
                    # With large inputs units of `relu` die, and the network learns less than before.
                    both = f"{finding.help}, and divide the inputs by 255"
                    finding = replace(finding, help=both, fix=None)
                yield finding


def _raw(model: Model, facts: Facts) -> bool:
    """Whether pixels of up to 255 reach a network that does not bring them to another scale."""
    if any(part.kind not in _WEIGHTED and part.kind not in _AS_LARGE for part in model.layers):
        return False
    given = [fit.x for fit in facts.fits if same_model(fit.model, model)]
    return any(
        isinstance(x, Data)
        and (x.largest or 0) >= _PIXELS
        and (x.name in pictures.DATASETS or pictures.read_by(x.steps))
        for x in given
    )


def _meant(model: Model) -> bool:
    """Whether the name of a model, or of its class, says that its activations are chosen."""
    return _MEANT.search(f"{model.name} {model.site.text.partition('(')[0]}") is not None


def _file(site: Site) -> str:
    return re.split(r"[\\/]", site.at.path)[-1]


def _harmless(hidden: list[Hidden], model: Model, facts: Facts) -> bool:
    """Whether sigmoids cost little: something keeps their gradients, or the optimizer their steps."""
    bare = [item for item in hidden if not item.kept]
    if len(bare) < _SEVERAL or _fast(model, facts):
        return True
    fits = [fit for fit in facts.fits if same_model(fit.model, model)]
    adapts = all(optimizers.adapts(fit.compile) or _curve(fit.x) for fit in fits)
    return len(bare) <= _SEVERAL and bool(fits) and adapts


def _curve(x: object) -> bool:
    """Whether the inputs are points on an axis that the script makes, whose curve is smooth."""
    match x:
        case Data(steps=(first, *_), shape=(_,) | (_, 1)):
            return _AXIS.match(first.text) is not None
    return False


def _trained(model: Model, facts: Facts) -> bool:
    """Whether the model is compiled for a task in which such activations have no place."""
    mine = [training for training in facts.trainings if same_model(training.model, model)]
    kinds = {training.task().kind for training in mine}
    return bool(mine) and not kinds & {"autoencoder", "rl", "gan", "metric-learning"}


def _fast(model: Model, facts: Facts) -> bool:
    """Whether each training has plain `SGD` with a rate that is set for sigmoids."""
    mine = [fit.compile for fit in facts.fits if same_model(fit.model, model)]
    return bool(mine) and all(_large(compiled) for compiled in mine)


def _large(compiled: Compile | None) -> bool:
    match compiled:
        case Compile(optimizer=Optimizer(kind="SGD", config=config)):
            rate = config.get("learning_rate", config.get("lr"))
            return isinstance(rate, int | float) and rate >= _LARGE and not config.get("momentum")
    return False


def _compared(model: Model, others: list[Model], facts: Facts) -> bool:
    """Whether one of others learns from the same samples in a function of its own, to be compared.

    Where they are trained one below the other, the first ones are attempts that went wrong.
    """
    fits = [fit for fit in facts.fits if same_model(fit.model, model)]
    return any(
        fit.function and one.function != fit.function and same_rows(one.x, fit.x)
        for other in others
        if not same_model(other, model)
        for one in facts.fits
        if same_model(one.model, other)
        for fit in fits
    )


def _hidden(chain: Chain) -> Iterator[Hidden]:
    """The layers with an activation that go on to another layer with weights."""
    waiting: list[Hidden] = []
    source: Layer | None = None
    kept = False
    for part in chain:
        if not isinstance(part, Layer):
            waiting, source = [], None
        elif part.kind in _WEIGHTED:
            yield from (hidden._replace(kept=kept) for hidden in waiting)
            # What is inside a pretrained network is not the script's to choose.
            waiting, source = list(_own(part)) if part.owner is None else [], part
            kept = False
        elif part.kind in ("Activation", "Softmax") and source is not None:
            activation = activations.of_layer(part)
            place = part.args.get("activation", part.site)
            waiting = [Hidden(source, activation, place)] if isinstance(activation, str) else []
        elif hasattr(part, "units") and "LSTM" not in part.kind:
            yield from (hidden._replace(kept=kept) for hidden in waiting)
            waiting, source = [], None
        elif part.kind not in _THROUGH and not _POOLS.search(part.kind):
            waiting, source = [], None
        kept = kept or part.kind == "BatchNormalization" or _averages(part, source)


def _averages(part: Layer | Model, source: Layer | None) -> bool:
    """Whether a layer takes averages of the map that a convolution has made."""
    return source is not None and "Conv" in source.kind and part.kind.startswith("AveragePooling")


def _own(layer: Layer) -> Iterator[Hidden]:
    activation = activations.activation(getattr(layer, "activation", None))
    if isinstance(activation, str) and activation != "linear":
        yield Hidden(layer, activation, layer.args.get("activation", layer.site))


def _finding(hidden: list[Hidden], level: Evidence) -> Finding:
    layer, activation, site, _ = hidden[0]
    count = f"{len(hidden)} hidden layers use" if len(hidden) > 1 else "a hidden layer uses"
    why = "it makes the units of the layer compete for a sum of 1."
    if activation != "softmax":
        why = "the gradients of the layers before get smaller with each of them."
    return Finding(
        site.at,
        f"{count} `{activation}`: {why}",
        labels=[Label(place.at, f"`{name}`, too") for _, name, place, _ in hidden[1:]],
        help='write `activation="relu"` in hidden layers',
        mark=f"in a hidden `{layer.kind}`",
        evidence=level,
        fix=_fix(hidden),
    )


def _fix(hidden: list[Hidden]) -> Fix | None:
    edits: list[Edit] = []
    for item in hidden:
        fix = replace_string(item.site, "relu")
        if fix is None:
            return None
        edits.extend(edit for edit in fix.edits if edit not in edits)
    return Fix(tuple(edits))
