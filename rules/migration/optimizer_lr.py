"""An optimizer is given its learning rate as `lr`, the name of Keras 1 and 2.

Since TensorFlow 2.11 and Keras 3 the argument is called `learning_rate`, in every optimizer.

Why it hurts:

The constructor raises, and the script ends before anything is trained.

What Keras says:

"Argument(s) not recognized: {'lr': 0.02}". Keras 2 took the argument with a warning; from 2.11 on it
did nothing with it, and trained with the default learning rate.

Bad:

```python
import keras
import numpy as np
from keras.optimizers import SGD

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(SGD(lr=0.02), loss="binary_crossentropy", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras
import numpy as np
from keras.optimizers import SGD

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(SGD(learning_rate=0.02), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

In scripts for Keras before 2.3, which has no `learning_rate`. The rule is silent about optimizers
of other libraries, of `tf_keras`, and where the project asks for a Keras before 2.11.

Fix safety:

Safe: it is the same number under the name that Keras 3 knows.

References:

- https://keras.io/api/optimizers/
- https://keras.io/guides/migrating_to_keras_3/
"""

from collections.abc import Iterator

from kerascheck.edits import rename
from kerascheck.keras_api.optimizers import PARAMETERS
from kerascheck.rule import (
    Applicability,
    Facts,
    Finding,
    Fix,
    Optimizer,
    Severity,
    rule,
)

IGNORED = (2, 11)
"""The version whose optimizers take `lr` with a warning, and leave the learning rate as it is."""


@rule("KC701", certain=Severity.ERROR)
def check(facts: Facts) -> Iterator[Finding]:
    written = facts.written
    for call in written.calls:
        match call.result:
            case Optimizer(kind=kind) if kind in PARAMETERS and written.reaches(
                IGNORED, call.spelled
            ):
                given = call.argument("lr")
                if given is None or given.keyword is None or not call.name.startswith("keras."):
                    continue
                double = "learning_rate" in call.named
                gone = written.keras_3(call.spelled)
                yield Finding(
                    given.keyword.at,
                    f"`{kind}` has no argument `lr` any more: it is called `learning_rate`."
                    if gone
                    else f"`{kind}` of {written.named(call.spelled)} ignores `lr`: the learning "
                    "rate is the default one.",
                    help="write `learning_rate=…`",
                    mark="the name before Keras 3" if gone else "without effect",
                    keras=f"Argument(s) not recognized: {{'lr': {given.value.text}}}"
                    if gone
                    else "`lr` is deprecated in Keras optimizer, please use `learning_rate`",
                    fix=None
                    if double
                    else Fix((rename(given, "learning_rate"),), Applicability.SAFE),
                )
