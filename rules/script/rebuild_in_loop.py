"""A model is compiled anew in each turn of a loop, and nothing is cleared away.

Why it hurts:

Each `compile` throws the training function away, so that the next `fit` traces it once more, which
takes seconds. Models that are made in the loop stay in Keras's global state: the memory grows from
turn to turn, and so do the numbers in the names of layers.

What Keras says:

Nothing.

Bad:

```python
import itertools

import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
for units in itertools.count(8):
    model = keras.Sequential(
        [keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)]
    )
    model.compile("adam", loss="mse", metrics=["mae"])  # finding
    model.fit(x, y, epochs=10, validation_split=0.2)
```

Good:

```python
import itertools

import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
for units in itertools.count(8):
    keras.utils.clear_session()
    model = keras.Sequential(
        [keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)]
    )
    model.compile("adam", loss="mse", metrics=["mae"])
    model.fit(x, y, epochs=10, validation_split=0.2)
```

When to ignore:

For a few turns, or where all the models are needed at once. The rule itself leaves alone: loops
that have few turns, folds of a cross-validation, searches, and files that call `clear_session`.

References:

- https://keras.io/api/utils/config_utils/#clear_session-function
- https://www.tensorflow.org/guide/function#rules_of_tracing
"""

from collections.abc import Iterator

from kerascheck.rule import Evidence, Facts, Finding, Label, Severity, rule

_MARKS = frozenset({"cross-validation", "tuner", "gan", "rl"})


@rule("KC805", hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    clears = any(call.method == "clear_session" for call in facts.written.calls)
    if clears or not _MARKS.isdisjoint(facts.context.marks):
        return
    seen = set()
    for fit in facts.fits:
        compiled = fit.compile
        if compiled is None or not compiled.loop or not fit.loop or compiled.site.node in seen:
            continue
        seen.add(compiled.site.node)
        yield Finding(
            compiled.site.at,
            "the model is compiled in each turn of the loop: every `fit` traces its steps anew.",
            labels=[Label(fit.site.at, "trained in each turn")],
            help="call `keras.utils.clear_session()` at the start of a turn that makes a model, or "
            "compile a model that is kept before the loop",
            mark="once a turn",
            evidence=Evidence.HINT,
        )
