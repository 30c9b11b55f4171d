"""The training is too short for the averages that `BatchNormalization` uses afterwards.

Why it hurts:

In training the layer uses the mean of the batch, for validation and predictions a moving average.
With a momentum of 0.99 that average still has a tenth of its start, 0 and 1, after 230 steps.
Until then the validation is far worse than the training, which looks like overfitting. Where more
than half of the start is left after several epochs, and something is measured, the rule is surer.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

x = np.random.rand(320, 20)
y = np.random.rand(320, 1)
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.BatchNormalization(),  # finding
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

x = np.random.rand(320, 20)
y = np.random.rand(320, 1)
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.BatchNormalization(momentum=0.9),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

Where the training goes on elsewhere. The rule itself leaves alone: data, batches or epochs that are
not known, layers that are frozen or pretrained, and trainings in a loop.

References:

- https://keras.io/api/layers/normalization_layers/batch_normalization/
"""

from collections.abc import Iterator

from kerascheck.keras_api.layers import BatchNormalization
from kerascheck.rule import (
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Layer,
    Model,
    Severity,
    rule,
    same_model,
)

_SHARE = 3
"""So many times 1 / (1 - momentum) steps until 5 % of the start are left."""
_MOST = 0.5
"""From this share of the start on, what is predicted has little to do with what was trained."""


@rule("KC418", likely=Severity.INFO, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for fit in facts.fits:
        steps = _steps(fit, facts)
        for layer in _normalizations(fit.model) if steps and steps > 0 else ():
            momentum = getattr(layer, "momentum", None)
            if not isinstance(momentum, float) or not 0.98 < momentum < 1 or steps is None:
                continue
            if steps * (1 - momentum) < _SHARE and layer.site.node not in seen:
                seen.add(layer.site.node)
                level = _level(fit, facts, momentum**steps)
                yield _finding(layer, fit, steps, momentum, level)
                break


def _level(fit: Fit, facts: Facts, left: float) -> Evidence:
    """Surer where most of the start is left, in a training whose result is looked at."""
    epochs = fit.config.get("epochs", 1)
    looked = fit.validation is not None or any(
        same_model(use.model, fit.model) and use.order > fit.order and not use.direct
        for use in facts.uses
    )
    serious = looked and isinstance(epochs, int) and epochs > 1
    return Evidence.LIKELY if left >= _MOST and serious else Evidence.HINT


def _steps(fit: Fit, facts: Facts) -> int | None:
    """How many steps the model is trained, if that is known."""
    others = [other for other in facts.fits if other is not fit]
    if fit.loop or fit.partial or any(same_model(other.model, fit.model) for other in others):
        return None
    match fit:
        case Fit(method="fit", data=None, x=Data(shape=(int(n), *_)), config=config):
            size, epochs = config.get("batch_size", 32), config.get("epochs", 1)
            split = config.get("validation_split", 0)
            if isinstance(size, int) and isinstance(epochs, int) and size > 0:
                part = n * (1 - split) if isinstance(split, (int, float)) else n
                return -(-int(part) // size) * epochs
    return None


def _normalizations(model: object) -> Iterator[Layer]:
    if not isinstance(model, Model) or model.kind == "application":
        return
    for part in model.layers:
        if not isinstance(part, BatchNormalization) or part.owner is not None:
            continue
        if model.frozen.get(part, part.extra.get("trainable", True)) is True:
            yield part


def _finding(layer: Layer, fit: Fit, steps: int, momentum: float, level: Evidence) -> Finding:
    left = momentum**steps
    return Finding(
        layer.site.at,
        f"after {steps} steps the averages of `BatchNormalization` are still {left:.0%} what they "
        "started with, and the validation is worse than it need be.",
        labels=[Label(fit.site.at, f"{steps} steps")],
        help="write `momentum=0.9`, or train longer",
        mark=f"a momentum of {momentum:g}",
        evidence=level,
    )
