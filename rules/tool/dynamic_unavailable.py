"""A model was not built as asked for, or not wholly. Needs `--dynamic`.

It may be too large for the memory, take too long, or need something that the environment does not
have. What could be checked is checked; this says what could not.

Why it hurts:

It does not. But losses and gradients of this model are not known.

What Keras says:

Nothing.

Bad:

```python
import keras

model = keras.Sequential(  # finding
    [
        keras.Input((1000,)),
        keras.layers.Dense(200_000, activation="relu"),
        keras.layers.Dense(500_000, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((1000,)),
        keras.layers.Dense(200, activation="relu"),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Always, if shapes and numbers of parameters are all you want.

References:

- https://keras.io/getting_started/
"""

from collections.abc import Iterator

from kerascheck.rule import Facts, Finding, Severity, rule


@rule("KC904", certain=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.problems:
        if problem.kind == "dynamic-unavailable":
            name = f"`{problem.subject}`: " if problem.subject else ""
            yield Finding(problem.at, f"{name}{problem.detail}.")
