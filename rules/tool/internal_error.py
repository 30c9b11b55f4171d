"""Kerascheck and Keras do not agree on a layer: a mistake of kerascheck. Needs `--dynamic`.

The shape or the number of parameters that kerascheck computes by its own formulas is not that of
the model that was built.

Why it hurts:

Findings about this model may be wrong. Please report it with the script, so that it is mended.

What Keras says:

Nothing.

Bad:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(10, activation="softmax"),  # finding
    ]
)
```

Good:

```python
import keras

model = keras.Sequential(
    [
        keras.Input((20,)),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
```

When to ignore:

Never. The two programs are the same, as no layer is known on which the two do not agree; the test
of the first lets Keras miscount.

References:

- https://keras.io/api/models/model/#summary-method
"""

from collections.abc import Iterator

from kerascheck.rule import Facts, Finding, Severity, rule


@rule("KC907", certain=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.problems:
        if problem.kind == "internal-error":
            what = f"of {problem.subject} " if problem.subject else ""
            yield Finding(
                problem.at,
                f"Kerascheck and Keras do not agree: {problem.detail}.",
                why=f"The formulas {what}in kerascheck are wrong, or it misread the script.",
                help="please open an issue with this script and the version of Keras",
            )
