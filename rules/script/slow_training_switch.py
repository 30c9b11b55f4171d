"""A switch is on that makes each step of the training slow.

An opinion, and off by default: select it by its name to see it. `run_eagerly=True` in `compile`,
and `recurrent_dropout` in `LSTM` and `GRU`.

Why it hurts:

With `run_eagerly=True` every operation of every step goes through Python, which is meant for the
search for a mistake. With a dropout of the state, or another activation than the default, a GPU
cannot use its own implementation of the layer, which is several times faster.

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
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"], run_eagerly=True)  # finding
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
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

While you look for a mistake, and where the dropout of the state is what helps. The rule itself
leaves alone: values that are not known.

References:

- https://keras.io/api/models/model_training_apis/#compile-method
- https://keras.io/api/layers/recurrent_layers/lstm/
"""

from collections.abc import Iterator

from kerascheck.keras_api.layers import GRU, LSTM
from kerascheck.rule import Evidence, Facts, Finding, Severity, rule


@rule("KC804", hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    seen = set()
    for compiled in facts.compiles:
        place = compiled.args.get("run_eagerly")
        if compiled.config.get("run_eagerly") is True and place and compiled.site.node not in seen:
            seen.add(compiled.site.node)
            yield Finding(
                place.at,
                "`run_eagerly=True` runs every operation of every step through Python.",
                help="drop it when the mistake is found",
                mark="for the search of mistakes",
                evidence=Evidence.HINT,
            )
    for layer in facts.layers:
        match layer:
            case LSTM(recurrent_dropout=float(rate)) | GRU(recurrent_dropout=float(rate)) if (
                rate > 0 and layer.site.node not in seen
            ):
                seen.add(layer.site.node)
                yield Finding(
                    layer.args.get("recurrent_dropout", layer.site).at,
                    f"with a `recurrent_dropout` a GPU cannot use its fast `{layer.kind}`.",
                    help=f"use `dropout={rate:g}` instead, or a `Dropout` layer",
                    mark="several times slower",
                    evidence=Evidence.HINT,
                )
