"""A model is trained, and nothing is seeded, so that no run can be repeated.

An opinion, and off by default: select it by its name to see it.

Why it hurts:

The weights start differently in each run, and the samples come in another order. A result that is
to be reported or compared cannot be had again.

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
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=10, validation_split=0.2)  # finding
```

Good:

```python
import keras
import numpy as np

keras.utils.set_random_seed(42)
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

In demonstrations, and where many runs are averaged. The rule itself leaves alone: files that seed
anything, and functions that nothing in the file calls.

References:

- https://keras.io/api/utils/python_utils/#set_random_seed-function
"""

from collections.abc import Iterator

from kerascheck.rule import Evidence, Facts, Finding, Severity, rule


@rule("KC802", hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if any(name.startswith("seed-") for name in facts.context.marks):
        return
    for fit in facts.fits:
        if fit.called and fit.method != "train_on_batch":
            yield Finding(
                fit.site.at,
                "nothing is seeded before this training, which therefore cannot be repeated.",
                help="write `keras.utils.set_random_seed(42)` at the top of the script; on a GPU add "
                "`tf.config.experimental.enable_op_determinism()`",
                mark="starts with other weights in each run",
                evidence=Evidence.HINT,
            )
            return
