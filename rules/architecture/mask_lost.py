"""A mask for padded time steps is made, and the next layer throws it away.

`mask_zero=True` of `Embedding`, and `Masking`, mark the steps that are padding. Recurrent layers,
attention and `GlobalAveragePooling1D` skip these. Most others cannot pass the mask on.

Why it hurts:

From there on padding counts like words, as if there were no mask: the layer that would skip it
never hears of it.

What Keras says:

"Layer 'flatten' (of type Flatten) was passed an input with a mask attached to it. However, this
layer does not support masking and will therefore destroy the mask information."

Bad:

```python
import keras
import numpy as np

x = np.load("x.npy")
y = np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((100,)),
        keras.layers.Embedding(5000, 32, mask_zero=True),
        keras.layers.Conv1D(64, 5, activation="relu"),  # finding
        keras.layers.GlobalAveragePooling1D(),
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
        keras.Input((100,)),
        keras.layers.Embedding(5000, 32, mask_zero=True),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

Where padding hardly matters, as with short texts. Before a `GlobalMaxPooling1D`, which seldom picks
padding, and behind a `Masking` in a script that pads nothing, there is but a note. The rule itself
leaves alone: `Lambda`, layers of your own, branches, and masks that a layer has used before.

References:

- https://keras.io/guides/understanding_masking_and_padding/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api.chains import Chain, chains
from kerascheck.keras_api.layers import Embedding
from kerascheck.rule import Evidence, Facts, Finding, Label, Layer, Severity, rule

_LOSING = frozenset(
    [
        "AveragePooling1D",
        "Conv1D",
        "Conv1DTranspose",
        "Cropping1D",
        "DepthwiseConv1D",
        "Flatten",
        "GlobalMaxPooling1D",
        "MaxPooling1D",
        "Permute",
        "Reshape",
        "SeparableConv1D",
        "UpSampling1D",
        "ZeroPadding1D",
    ]
)
_BY_STEP = frozenset(["Conv1D", "DepthwiseConv1D", "MaxPooling1D", "SeparableConv1D"])
_PASSING = frozenset(
    [
        "Activation",
        "BatchNormalization",
        "Dense",
        "Dropout",
        "GaussianNoise",
        "LayerNormalization",
        "LeakyReLU",
        "SpatialDropout1D",
    ]
)
_PADS = re.compile(
    r"\bpad(?:ded|_\w+|s)?\b|\bpadding\b(?!\s*=)|_pad(?:ded|ding)?\b(?!\s*=)"
    r"|\b(?:zeros|zeros_like|full|fillna|to_tensor|padded_batch)\(",
    re.IGNORECASE,
)
"""How a script speaks of padding, or fills up sequences; `padding=` is an argument of layers."""


@rule("KC415", certain=Severity.WARNING, likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for model in facts.models:
        for chain in chains(model):
            for masking, loser in _lost(chain):
                if loser.site.node not in seen:
                    seen.add(loser.site.node)
                    slight = _largest(chain, loser) or not _padded(masking, facts)
                    yield _finding(masking, loser, slight)


def _padded(masking: Layer, facts: Facts) -> bool:
    """Whether there is padding: the script makes some, or a layer of words counts on it."""
    return masking.kind != "Masking" or facts.written.says(_PADS)


def _largest(chain: Chain, loser: Layer) -> bool:
    """Whether only the largest value over all the steps goes on from a layer, or from one behind it."""
    places = [place for place, part in enumerate(chain) if part is loser]
    behind = chain[places[0] :] if places else ()
    for part in behind:
        if part.kind == "GlobalMaxPooling1D":
            return True
        if part.kind not in _PASSING and part.kind not in _BY_STEP:
            return False
    return False


def _lost(chain: Chain) -> Iterator[tuple[Layer, Layer]]:
    """The layers that lose a mask which nothing has used, each with the layer that makes it."""
    masking: Layer | None = None
    for part in chain:
        if not isinstance(part, Layer):
            masking = None
        elif part.kind == "Masking" or (isinstance(part, Embedding) and part.mask_zero is True):
            masking = part
        elif masking is not None and part.kind in _LOSING:
            yield masking, part
            masking = None
        elif part.kind not in _PASSING:
            masking = None


def _finding(masking: Layer, loser: Layer, slight: bool) -> Finding:
    embedding = isinstance(masking, Embedding)
    made = masking.args.get("mask_zero", masking.site)
    return Finding(
        loser.site.at,
        f"`{loser.kind}` throws away the mask of the `{masking.kind}` before it, and padding counts "
        "like everything else.",
        labels=[Label(made.at, "marks the padding")],
        help="use a recurrent layer or `GlobalAveragePooling1D` here, which skip the padding, or "
        + ("drop `mask_zero=True`" if embedding else "drop `Masking`"),
        mark="cannot pass the mask on",
        evidence=Evidence.LIKELY if slight else Evidence.CERTAIN,
        keras=f"Layer of type {loser.kind} was passed an input with a mask attached to it. However, "
        "this layer does not support masking and will therefore destroy the mask information.",
    )
