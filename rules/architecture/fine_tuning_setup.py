"""A pretrained network is set up so that what it knows is not used, or is destroyed.

An error for a network that is frozen with random weights. A warning for a new output layer behind
the old one, for training all the weights with long steps from the start, and for `trainable` that
is spelt wrongly. Notes for a network
that is thawed and then trained with rather long steps, or with new means of its normalization.

Why it hurts:

Frozen random weights compute features that mean nothing, for ever. Behind the old output layer a
new one only sees the probabilities of 1000 other classes. And the first steps, at the usual
learning rate and with the gradients of a new random layer, wipe out what the network has learnt.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
base = keras.applications.ResNet50(weights=None, include_top=False, pooling="avg")  # finding
base.trainable = False
model = keras.Sequential(
    [
        keras.Input((224, 224, 3)),
        base,
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=5, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
base = keras.applications.ResNet50(weights="imagenet", include_top=False, pooling="avg")
base.trainable = False
model = keras.Sequential(
    [
        keras.Input((224, 224, 3)),
        base,
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=5, validation_split=0.2)
```

When to ignore:

Where there are so many samples that the pretrained weights do not matter. The rule itself leaves
alone: training from scratch, weights that are read from a file, networks that are frozen in part,
schedules and callbacks that set the learning rate, rates below 0.001, and what is not known. With
0.001 itself, the default of Adam, networks that normalize their batches get a note only; so do all
where `ReduceLROnPlateau` shortens the steps, and where the script sets `trainable = True` without a
frozen training before, or has a comment that tries it.

References:

- https://keras.io/guides/transfer_learning/
- https://keras.io/api/applications/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import graph, optimizers
from kerascheck.keras_api.chains import PASSING, chains
from kerascheck.keras_api.entrance import backbones
from kerascheck.keras_api.former import like_trainable
from kerascheck.keras_api.layers import Dense
from kerascheck.rule import (
    ON_PURPOSE,
    Applicability,
    Callback,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Label,
    Layer,
    Model,
    Optimizer,
    Severity,
    rule,
    same_model,
    told,
)

_FAST = frozenset({"Adam", "AdamW", "Nadam", "Adamax", "RMSprop"})
_PLAIN = ("VGG16", "VGG19")
"""Networks without batch normalization."""
_CHOSEN = re.compile(r"\btrainable\s*=\s*True\b|#.*\btrainable\s*=")
"""The script trains the network on purpose, or has tried both."""
_LONG, _SHORT = 1e-3, 1e-4
"""From the first on steps wipe out what the weights know; guides fine-tune with the second or less."""
_HUGE = 1e-2
"""With steps as long as these the weights of a network without normalization are lost at once."""


@rule("KC412", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen: set[object] = set()
    reads = any(stored.loads for stored in facts.stored)
    for fit in facts.fits:
        # What has been frozen when the model is compiled stays so, however it is set later.
        compiled = fit.compile.model if fit.compile is not None else None
        frozen = {base.site.node: state for base, state in backbones(compiled)}
        for base, state in backbones(fit.model):
            trainable = state if frozen.get(base.site.node) is state else None
            chosen = facts.written.says(_CHOSEN) and not _thawed(facts, fit, base)
            chosen = chosen or told(facts, ON_PURPOSE, base.site, fit.site)
            long = _long(base, trainable, fit, chosen)
            found = [_random(base, trainable) if not reads else None, long]
            if trainable is True and _thawed(facts, fit, base):
                found += [_quick(base, fit), _averages(base, fit)]
            for finding in found:
                if finding is not None and finding.at not in seen:
                    seen.add(finding.at)
                    yield finding
    yield from _misspelt(facts)
    for model in facts.models:
        for base, head in _second_heads(model):
            if head.site.node not in seen:
                seen.add(head.site.node)
                yield _behind(base, head)


def _misspelt(facts: Facts) -> Iterator[Finding]:
    """Assignments to an attribute that a layer does not have, where `trainable` is meant."""
    seen: set[object] = set()
    for read in facts.written.reads:
        if not (read.assigned and like_trainable(read.name)) or read.site.node in seen:
            continue
        seen.add(read.site.node)
        # What is read again somewhere is an attribute of the script's own.
        if _read_again(facts, read.name):
            continue
        yield Finding(
            read.word.at,
            f"`{read.name}` is no attribute of Keras: it changes nothing of what is trained.",
            help="write `trainable`",
            mark="`trainable` is meant",
            fix=Fix((Edit(read.word.at, "trainable"),), Applicability.UNSAFE),
            evidence=Evidence.LIKELY,
        )


def _read_again(facts: Facts, name: str) -> bool:
    """Whether the text has the attribute in another place than before an `=`."""
    return facts.written.says(re.compile(rf"\.{name}\b(?!\s*=[^=])"))


def _name(base: Model) -> str:
    name = base.config.get("class")
    return name if isinstance(name, str) else "network"


def _random(base: Model, trainable: bool | None) -> Finding | None:
    if trainable is not False or base.config.get("weights", "") is not None:
        return None
    return Finding(
        base.args.get("weights", base.site).at,
        f"this `{_name(base)}` has random weights and is frozen: its features mean nothing, and "
        "never will.",
        help='write `weights="imagenet"`, or do not set `trainable = False`',
        mark="random weights",
        evidence=Evidence.CERTAIN,
    )


def _long(base: Model, trainable: bool | None, fit: Fit, chosen: bool) -> Finding | None:
    """Whether all the pretrained weights are trained with long steps from the start.

    `chosen`: the script says that they are to be trained, or compares that with freezing them.
    """
    optimizer = fit.compile.optimizer if fit.compile is not None else None
    if trainable is not True or base.config.get("weights") != "imagenet":
        return None
    if not isinstance(optimizer, Optimizer) or optimizer.kind not in _FAST:
        return None
    if any(
        not isinstance(callback, Callback) or callback.custom or "LearningRate" in callback.kind
        for callback in fit.callbacks
    ):
        return None
    rate = optimizer.config.get("learning_rate")
    if not isinstance(rate, float) or rate < _LONG:
        return None
    return Finding(
        optimizers.rate_site(optimizer).at,
        f"all the pretrained weights of `{_name(base)}` are trained with a learning rate of "
        f"{rate:g}, which may wipe out what they know.",
        labels=[Label(base.site.at, "pretrained, and not frozen")],
        help="first train the new layers alone, with `trainable = False` for the network; then all of "
        "it with a learning rate of `1e-5`",
        mark=f"steps of {rate:g}",
        evidence=Evidence.LIKELY if _harmful(base, rate, fit, chosen) else Evidence.HINT,
    )


def _harmful(base: Model, rate: float, fit: Fit, chosen: bool) -> bool:
    """Whether nothing speaks for such steps.

    Networks that normalize their batches often get on with the default of Adam. Without that, the
    weights do not outlive much longer steps, whether all are meant to be trained or not.
    """
    plain = _name(base) in _PLAIN
    if _shortened(fit) or not (rate > _LONG or plain):
        return False
    return not chosen or (plain and rate >= _HUGE)


def _shortened(fit: Fit) -> bool:
    """Whether a callback makes the steps shorter where they do not help."""
    return any(
        isinstance(callback, Callback) and callback.kind == "ReduceLROnPlateau"
        for callback in fit.callbacks
    )


def _thawed(facts: Facts, fit: Fit, base: Model) -> bool:
    """Whether the network was frozen in an earlier training of the same model."""
    earlier = [
        one for one in facts.fits if one.order < fit.order and same_model(one.model, fit.model)
    ]
    return any(
        state is False and part.site.node is base.site.node
        for one in earlier
        for part, state in backbones(one.model)
    )


def _quick(base: Model, fit: Fit) -> Finding | None:
    """Whether a network that was frozen before is trained on with rather long steps."""
    optimizer = fit.compile.optimizer if fit.compile is not None else None
    if not isinstance(optimizer, Optimizer) or optimizer.kind not in _FAST:
        return None
    rate = optimizer.config.get("learning_rate")
    if not isinstance(rate, float) or not _SHORT < rate < _LONG:
        return None
    return Finding(
        optimizers.rate_site(optimizer).at,
        f"the pretrained weights of `{_name(base)}` are trained on with a learning rate of {rate:g}, "
        "which is long for fine-tuning.",
        labels=[Label(base.site.at, "pretrained, and frozen before")],
        help="write `1e-5`, up to `1e-4`",
        mark=f"steps of {rate:g}",
        evidence=Evidence.HINT,
    )


def _averages(base: Model, fit: Fit) -> Finding | None:
    """Whether the network normalizes by batches again once it is trained on."""
    model = fit.model
    functional = isinstance(model, Model) and model.kind == "Functional"
    tensors = graph.in_order(model) if functional else ()
    call = next(
        (
            tensor
            for tensor in tensors
            if isinstance(tensor.layer, Model) and tensor.layer.site.node is base.site.node
        ),
        None,
    )
    if call is None or call.config.get("training", True) is not True or not _normalizes(base):
        return None
    place = call.site or base.site
    return Finding(
        place.at,
        f"now that `{_name(base)}` is trained on, its `BatchNormalization` uses the means of each batch "
        "and forgets those that it was trained with.",
        labels=[Label(fit.site.at, "trained on here")],
        help="call the network with `training=False`, which keeps these layers as they are",
        mark="without `training=False`",
        evidence=Evidence.HINT,
    )


def _normalizes(base: Model) -> bool:
    return not _name(base).startswith(("VGG", "ConvNeXt"))


def _second_heads(model: Model) -> Iterator[tuple[Model, Layer]]:
    """The output layers behind the output layer of a pretrained network."""
    for chain in chains(model):
        base: Model | None = None
        for part in chain:
            if isinstance(part, Model):
                whole = part.kind == "application" and part.config.get("include_top") is True
                base = part if whole else None
            elif base is not None and isinstance(part, Dense) and part.owner is None:
                yield base, part
                base = None
            elif part.owner is not None:
                base = _with_top(part)
            elif part.kind not in PASSING:
                base = None


def _with_top(part: Layer) -> Model | None:
    """The network that a layer is the output layer of."""
    softmax = isinstance(part, Dense) and part.activation == "softmax"
    return part.owner.snapshot() if softmax and part.owner is not None else None


def _behind(base: Model, head: Layer) -> Finding:
    classes = base.config.get("classes")
    count = f"{classes} " if isinstance(classes, int) else ""
    return Finding(
        head.site.at,
        f"this `Dense` only sees the probabilities of the {count}classes that `{_name(base)}` "
        "knows, and not its features.",
        labels=[Label(base.site.at, "still has its own output layer: `include_top` is `True`")],
        help='write `include_top=False, pooling="avg"` where the network is made',
        mark="behind another output layer",
        evidence=Evidence.LIKELY,
    )
