"""A script for older versions relies on a default that is another one in Keras 3.

The call is valid in both, and means something else: `l1_l2()` penalised weights by 0.01 and does
nothing now, `hard_sigmoid` has another slope, `ConvLSTM2D` another activation of its gates.

Why it hurts:

The script runs and gives other results than it did, and nothing says why.

What Keras says:

Nothing.

Bad:

```python
import keras
from keras.layers import LSTM, Dense, LeakyReLU

model = keras.Sequential(
    [
        keras.Input((20, 4)),
        LSTM(8, recurrent_activation="hard_sigmoid"),  # finding
        LeakyReLU(alpha=0.1),
        Dense(1),
    ]
)
```

Good:

```python
import keras
from keras.layers import LSTM, Dense, LeakyReLU

model = keras.Sequential(
    [
        keras.Input((20, 4)),
        LSTM(8, recurrent_activation="sigmoid"),
        LeakyReLU(negative_slope=0.1),
        Dense(1),
    ]
)
```

When to ignore:

Where the new default is as good. The rule speaks up only in scripts that use something else which
Keras 3 does not have, so that they were surely written for an older version.

References:

- https://keras.io/guides/migrating_to_keras_3/
"""

from collections.abc import Iterator

from kerascheck.keras_api.former import former
from kerascheck.keras_api.legacy import KERAS_1
from kerascheck.rule import Called, Facts, Finding, Severity, rule

_OLD_METHODS = frozenset(
    {"fit_generator", "evaluate_generator", "predict_generator", "predict_classes"}
)


@rule("KC716", certain=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _older(facts):
        return
    for call in facts.written.calls:
        if not call.complete or not facts.written.keras_3(call.spelled):
            continue
        what = _changed(call)
        if what:
            was, help_ = what
            yield Finding(
                call.site.at,
                f"`{call.method}` has another default in Keras 3: {was}.",
                help=help_,
                mark="relies on the default",
            )


def _older(facts: Facts) -> bool:
    """Whether the script uses something that only older versions have."""
    written = facts.written
    paths = [one.path for one in written.imports] + [one.path for one in written.spellings]
    return any(map(former, paths)) or any(
        call.name in _OLD_METHODS
        or {"lr", "nb_epoch"} & call.named.keys()
        or (call.method == "LeakyReLU" and "alpha" in call.named)
        or (call.name.startswith("keras.layers.") and KERAS_1 & call.named.keys())
        for call in written.calls
    )


def _changed(call: Called) -> tuple[str, str] | None:
    """What the default was and is, and how to state it; None where nothing has changed."""
    name, given = call.name, call.named
    if name == "keras.regularizers.l1_l2" and not given and not call.positional:
        return "it penalised by 0.01, and does nothing now", "write `l1_l2(l1=0.01, l2=0.01)`"
    if name.startswith("keras.layers.ConvLSTM") and not (
        {"recurrent_activation", "inner_activation"} & given.keys()
    ):
        return (
            "the gates had `hard_sigmoid`, and have `sigmoid` now",
            "pass `recurrent_activation`",
        )
    averaged = given.get("use_ema") is True and "ema_overwrite_frequency" not in given
    if name == "keras.optimizers.RMSprop" and averaged:
        return (
            "averages took the place of the weights every 100 steps, and do so only at the end now",
            "pass `ema_overwrite_frequency=100`",
        )
    rated = {"learning_rate", "lr"} & given.keys() or call.positional
    if name == "keras.optimizers.Lion" and not rated:
        return "the learning rate was 0.0001, and is 0.001 now", "pass `learning_rate`"
    if name.startswith("keras.layers."):
        uses = [key for key, value in given.items() if value == "hard_sigmoid"]
        if uses:
            return (
                "`hard_sigmoid` was 0.2 x + 0.5, and is x / 6 + 0.5 now, cut at 0 and 1",
                "write a function of your own if the slope matters",
            )
    return None
