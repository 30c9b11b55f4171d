"""A model could not be followed, so that most rules are silent about it.

Its layers come from something that only a run can know: a file, an argument, a random choice.

Why it hurts:

No finding about such a model does not mean that it has no mistakes.

What Keras says:

Nothing: this is a limit of reading code without running it.

Bad:

```python
import sys

import keras

model = keras.Sequential([keras.Input((8,))])  # finding
for width in sys.argv[1:]:
    model.add(keras.layers.Dense(int(width), activation="relu"))
model.compile("adam", "mse")
```

Good:

```python
import keras

model = keras.Sequential([keras.Input((8,))])
for width in (16, 1):
    model.add(keras.layers.Dense(width, activation="relu"))
model.compile("adam", "mse")
```

When to ignore:

This rule is off by default: the last lines of every report list the models. It is a warning with
`--strict`, which is for projects where all models are meant to be understood.

References:

- https://keras.io/guides/sequential_model/
"""

from collections.abc import Iterator

from kerascheck.rule import Facts, Finding, Severity, rule


@rule("KC903", certain=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.problems:
        if problem.kind == "unresolved-model":
            name = f"`{problem.subject}`" if problem.subject else "this model"
            yield Finding(problem.at, f"{name} is not understood: {problem.detail}")
