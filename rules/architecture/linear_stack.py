"""Layers follow each other without an activation in between, and so compute what one could.

Why it hurts:

A linear function of a linear function is a linear function. Several `Dense` layers without
activations learn nothing that a single one could not, with more parameters and slower. The same
goes for convolutions, and for what dropout, normalization and average pooling let through.

What Keras says:

Nothing. The default of `activation` is none.

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((14,)),
        keras.layers.Dense(64),  # finding
        keras.layers.Dense(64),
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
        keras.Input((14,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

Where the product of two small matrices is what is wanted. The rule itself leaves alone: layers
that are narrower than both of their neighbours (a bottleneck, also of a flattened map), depthwise and factored convolutions,
maps of scores that a transposed convolution of the same width enlarges, what meets another branch,
a convolution of single places that fuses joined maps in front of a sum, as in residual dense networks,
models with a gap, autoencoders and what else is made of their layers, names such as `pca` and
`projection`. It only notes layers where `activation=None` is written out, models that nothing
compiles or that are compiled only to show how, or to show their layers in a script that trains
nothing, models that are trained on random numbers for random targets, on 20 rows at most, or on targets that
are a linear function of the inputs, but for noise. So it does with a layer of one unit in front of an
unknown number of units: two classes need no more. The same goes behind a dropout of 0.7 or more,
where a text beside the model says that it is linear or one of the notebook speaks of what is not,
where a comment leaves the layers in between to the reader of an exercise, for
teachers and students in a distillation, and for a convolution between an `Embedding` and the next
one, or of single steps in front of it.

Fix safety:

Unsafe: another model is trained.

References:

- https://keras.io/api/layers/activations/
- https://keras.io/api/layers/core_layers/dense/
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api.bottlenecks import LINEAR_NAMES, fuses, meant, single_places, size_of
from kerascheck.keras_api.chains import PASSING, Chain, chains
from kerascheck.keras_api.exercises import drawn, linear_data, only_looked_at, only_shown, toy
from kerascheck.keras_api.layers import Embedding, TimeDistributed
from kerascheck.rule import (
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Label,
    Layer,
    Model,
    Severity,
    rule,
    same_model,
    told,
)

_LINEAR = frozenset(
    [
        "Conv1D",
        "Conv1DTranspose",
        "Conv2D",
        "Conv2DTranspose",
        "Conv3D",
        "Conv3DTranspose",
        "Dense",
        "SeparableConv1D",
        "SeparableConv2D",
    ]
)
_BETWEEN = PASSING | {
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "InputLayer",
    "Permute",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "ZeroPadding3D",
}
_SAID = re.compile(
    r"\bnon-?linear|\blinear(?:ly)? (?:model|network|regression|layers|classifier|stack|only|separab)"
    r"|\b(?:without|no|lacks?|missing) (?:an? |any |the )?(?:activation|non-?linear|relu)"
    r"|\blow[- ]rank|\bfactori[sz]|\bbottleneck|\bprojection",
    re.IGNORECASE,
)
"""How a text beside a model says that it is linear, or that a later one is not."""
_LESSON = re.compile(r"\bnon-?linear|\bdistill", re.IGNORECASE)
"""What a script speaks of that shows what a model without it is worth, or something else."""
_YOURS = re.compile(
    r"\byour (?:own )?code\b|\bas (?:many|much) (?:\w+ )?layers as\b|\bplay (?:around )?with (?:it|this|them)\b",
    re.IGNORECASE,
)
"""How an exercise leaves the layers in between to its reader."""
_MARKS = frozenset({"autoencoder", "rl", "metric-learning"})
_CHAIN = 3
"""From so many layers on that say that they are linear, it is hardly meant."""
_HEAVY = 0.7
"""A dropout of so much in front of a hidden layer leaves it a noisy input."""
_OUT = "leave out the hidden layer: behind so heavy a dropout `relu` is of little use"


@rule("KC402", certain=Severity.WARNING, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    seen = set()
    for model in facts.models:
        if _named(model):
            continue
        found = [(chain, *pair) for chain in chains(model) for pair in _runs(chain)]
        if not found or _autoencodes(model, facts):
            continue
        compiled = any(_inside(model, compile.model) for compile in facts.compiles)
        slight = compiled and not _serious(model, facts)
        for chain, run, following in found:
            if run[0].site.node not in seen:
                seen.add(run[0].site.node)
                if _encodes(run[0], facts):
                    continue
                if len(run) == 1 and fuses(model, run[0], following):
                    continue
                noisy = _noisy(chain, run)
                finding = _finding(run, following, compiled=compiled, noisy=noisy)
                said = told(facts, _SAID, run[0].site, model.site) or facts.written.speaks(_LESSON)
                said = said or _begins(chain, run, following) or _enough(run, following)
                said = said or told(facts, _YOURS, *(layer.site for layer in (*run[1:], following)))
                yield replace(finding, slight=slight or said or noisy)


def _serious(model: Model, facts: Facts) -> bool:
    """Whether the model is to learn something that more than a linear function is needed for."""
    compiles = [compile for compile in facts.compiles if _inside(model, compile.model)]
    if all(only_shown(facts, one) or only_looked_at(facts, one) for one in compiles):
        return False
    fits = [fit for fit in facts.fits if isinstance(fit.model, Model) and _inside(model, fit.model)]
    return not fits or not all(drawn(fit) or toy(fit) or linear_data(fit) for fit in fits)


def _begins(chain: Chain, run: list[Layer], following: Layer) -> bool:
    """Whether a convolution only begins a network of them.

    So does one of words in VDCNN, and one of single places that makes vectors of one-hot rows.
    """
    place = next((place for place, part in enumerate(chain) if part is run[0]), 0)
    if len(run) > 1 or run[0].kind != "Conv1D" or following.kind != "Conv1D":
        return False
    first = not any(isinstance(part, Model) or part.kind in _LINEAR for part in chain[:place])
    words = place > 0 and isinstance(chain[place - 1], Embedding)
    return words or (first and single_places(run[0]))


def _noisy(chain: Chain, run: list[Layer]) -> bool:
    """Whether a single layer gets what little a heavy dropout leaves: `relu` adds to its noise."""
    place = next((place for place, part in enumerate(chain) if part is run[0]), 0)
    rate = getattr(chain[place - 1], "rate", 0) if place else 0
    return len(run) == 1 and isinstance(rate, int | float) and rate >= _HEAVY


def _enough(run: list[Layer], following: Layer) -> bool:
    """Whether a single number goes to units whose count is not known: it is enough for two classes."""
    wanted = getattr(following, "units", None)
    return len(run) == 1 and _single(run[0]) and not isinstance(wanted, int | None)


def _named(model: Model) -> bool:
    """Whether the name of a model says that it is linear on purpose."""
    return LINEAR_NAMES.search(f"{model.name} {model.config.get('name')}") is not None


def _encodes(layer: Layer, facts: Facts) -> bool:
    """Whether a layer belongs to an autoencoder, too, beside a model that begins with its code."""
    return any(
        any(part.site.node is layer.site.node for part in model.layers)
        and (_named(model) or _autoencodes(model, facts))
        for model in facts.models
    )


def _autoencodes(model: Model, facts: Facts) -> bool:
    return any(
        training.task().kind == "autoencoder"
        for training in facts.trainings
        if _inside(model, training.model)
    )


def _inside(model: Model, whole: Model) -> bool:
    """Whether a model is the whole one, or a part of it."""
    if whole.kind == "application":
        return False
    parts = [part for part in whole.layers if isinstance(part, Model)]
    return same_model(model, whole) or any(_inside(model, part) for part in parts)


def _runs(chain: Chain) -> Iterator[tuple[list[Layer], Layer]]:
    """The layers without activations that follow each other, and the layer behind each run."""
    run: list[Layer] = []
    before: Layer | None = None
    """The layer with weights in front of the run, whatever is in between."""
    last: Layer | None = None
    flat = flattened = False
    """Whether a `Flatten` stands behind `last`, and behind `before`."""
    for part in chain:
        if isinstance(part, Layer) and (part.kind in _BETWEEN or _no_activation(part)):
            flat = flat or part.kind == "Flatten"
            continue
        inner = _inner(part) if isinstance(part, Layer) else None
        if inner is None or inner.kind not in _LINEAR:
            yield from _ended(run)
            run = []
            continue
        if run:
            single = len(run) == 1
            front = before if single else run[-2]
            if meant(run[-1], front, inner, flattened=flattened and single):
                linear = run.pop()
                if run:
                    yield run, linear
                run = []
        if _is_linear(inner):
            before, flattened = (before, flattened) if run else (last, flat)
            run.append(inner)
        elif run:
            yield run, inner
            run = []
        last, flat = inner, False
    yield from _ended(run)


def _ended(run: list[Layer]) -> Iterator[tuple[list[Layer], Layer]]:
    if len(run) > 1:
        yield run[:-1], run[-1]


def _inner(part: Layer) -> Layer:
    inner = part.layer if isinstance(part, TimeDistributed) else part
    return inner if isinstance(inner, Layer) else part


def _no_activation(part: Layer) -> bool:
    return part.kind == "Activation" and getattr(part, "activation", None) in ("linear", None)


def _is_linear(layer: Layer) -> bool:
    """Whether the layer has no activation, certainly."""
    given = getattr(layer, "activation", "?")
    return not layer.partial and (given is None or (isinstance(given, str) and given == "linear"))


def _finding(run: list[Layer], following: Layer, *, compiled: bool, noisy: bool) -> Finding:
    first = run[0]
    explicit = any("activation" in layer.args for layer in run)
    both = f"`{first.kind}` and the `{following.kind}` behind it have"
    text = f"{len(run) + 1} layers have" if len(run) > 1 else both
    return Finding(
        first.site.at,
        f"{text} no activation in between, and so compute no more than one layer could.",
        labels=[
            *(Label(layer.site.at, "linear, too") for layer in run[1:]),
            Label(following.site.at, "gets a linear function of what the first one got"),
        ],
        help=_OUT if noisy else _help(run),
        mark="linear",
        evidence=_level(run, explicit=explicit, compiled=compiled),
        fix=None if noisy else _fix(run),
    )


def _single(layer: Layer) -> bool:
    """Whether a layer has one unit: with `relu` it may give 0 for all samples and learn no more."""
    return layer.kind == "Dense" and size_of(layer) == 1


def _help(run: list[Layer]) -> str:
    wide = [layer for layer in run if not _single(layer)]
    if len(wide) == len(run):
        return 'write `activation="relu"` in the hidden layers'
    if wide:
        return 'write `activation="relu"` in the hidden layers, and leave out that of one unit'
    return 'leave out the hidden layer of one unit, or give it more units and `activation="relu"`'


def _level(run: list[Layer], *, explicit: bool, compiled: bool) -> Evidence:
    """How sure it is that the layers are not linear on purpose."""
    if not compiled:
        return Evidence.HINT
    if explicit:
        # One may be a bottleneck; where all of a chain are called linear, nothing is left to learn.
        return Evidence.LIKELY if len(run) >= _CHAIN else Evidence.HINT
    return Evidence.CERTAIN


def _fix(run: list[Layer]) -> Fix | None:
    edits = []
    if any(_single(layer) for layer in run):
        return None
    for layer in run:
        text = layer.site.text
        plain = text.endswith(")") and not text.endswith((",)", "()"))
        if not plain or "\n" in text or "activation" in layer.args:
            return None
        edits.append(Edit(layer.site.at, f'{text[:-1]}, activation="relu")'))
    return Fix(tuple(edits)) if len({edit.at for edit in edits}) == len(run) else None
