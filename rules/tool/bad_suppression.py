"""A comment that is to silence a finding is wrong, or silences nothing.

It names no rule or an unknown one, gives no reason although the settings ask for one, or stands
where its rules have nothing to say.

Why it hurts:

A misspelt comment leaves the finding in place; one that outlived its mistake will hide the next.

What Keras says:

Nothing.

Bad:

```python
import keras

model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1)])
# kerascheck: ignore[KC9999] the target is a price  # finding
model.compile("adam", "mse")
```

Good:

```python
import keras

model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1)])
model.compile("adam", "mse")
```

When to ignore:

While a rule is being tried out and comes and goes: set `report-unused-ignores = false`.

References:

- https://docs.python.org/3/reference/lexical_analysis.html#comments
"""

from collections.abc import Iterator

from kerascheck.rule import Facts, Finding, Severity, rule


@rule("KC905", certain=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.problems:
        if problem.kind == "bad-suppression":
            yield Finding(problem.at, problem.detail, help="correct the comment or remove it")
