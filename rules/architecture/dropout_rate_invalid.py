"""The rate of a dropout is no share between 0 and 1, or drops everything.

The rate is the share of the values that are dropped: `0.3` for 30 %. In TensorFlow 1 the same
place had the share that is kept.

Why it hurts:

Keras refuses rates below 0 and above 1. With a rate of 1 all values become 0, and the layers
before learn nothing.

What Keras says:

"Invalid value received for argument `rate`. Expected a float value between 0 and 1." For a rate
of 1: nothing. Recurrent layers take any rate without a word.

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(30),  # finding
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(1.0),  # finding
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Never. High rates that leave something are no matter of this rule; right before the output
`heavy-dropout-before-output` speaks of them.

References:

- https://keras.io/api/layers/regularization_layers/dropout/
- https://keras.io/api/layers/recurrent_layers/lstm/
"""

from collections.abc import Iterator
from dataclasses import replace

from kerascheck.keras_api.words import words
from kerascheck.rule import Evidence, Facts, Finding, Layer, Severity, refused, rule

_DROPOUTS = words(
    "Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D AlphaDropout GaussianDropout"
)


@rule("KC410", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    for fault, finding in refused(facts, "argument"):
        if fault.argument == "rate":
            yield replace(finding, help=_share(getattr(fault.layer, "rate", None)))
    for layer in facts.layers:
        for name in _rates(layer):
            found = _wrong(layer, name, getattr(layer, name, None))
            if found is not None:
                yield found


def _rates(layer: Layer) -> tuple[str, ...]:
    if layer.kind in _DROPOUTS:
        return ("rate",)
    return ("dropout", "recurrent_dropout") if hasattr(layer, "recurrent_dropout") else ()


def _wrong(layer: Layer, name: str, rate: object) -> Finding | None:
    """A rate that Keras takes, but that leaves nothing, or is none."""
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or name not in layer.args:
        return None
    if name == "rate" and rate != 1:
        return None
    if 0 <= rate < 1:
        return None
    does = "drops everything" if rate >= 1 else "is no share"
    return Finding(
        layer.args[name].at,
        f"`{name}={rate}` of `{layer.kind}` {does}.",
        help=_share(rate),
        mark=does,
        evidence=Evidence.CERTAIN,
    )


def _share(rate: object) -> str:
    """What to write instead of a rate in per cent, or of another number that is no rate."""
    if isinstance(rate, (int, float)) and 1 < rate < 100:
        return f"write `{rate / 100:g}` if {rate:g} % are to be dropped"
    return "write the share to drop, from 0 up to but without 1"
