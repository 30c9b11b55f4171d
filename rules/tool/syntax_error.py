"""The file, or one cell of a notebook, is not valid Python.

A warning where it may be valid, but is nested too deeply for kerascheck to read it, and a note
where a comment such as `# YOUR CODE HERE` stands for a part that is still to be written.

Nothing in it can be checked. In a notebook the other cells are still checked, with the names
that they bind themselves.

Why it hurts:

Python refuses the file before its first line runs. In a notebook only the cell fails, and the
cells after it go on with whatever an earlier run has left in memory.

What Keras says:

Nothing: Keras is not reached. Python raises a `SyntaxError`.

Bad:

```python
import keras

model = keras.Sequential()
model.add(keras.layers.Dense(12, activation= , input_dim=8))  # finding
```

Good:

```python
import keras

model = keras.Sequential()
model.add(keras.Input((8,)))
model.add(keras.layers.Dense(12, activation="relu"))
```

When to ignore:

For a template that is filled in later: leave the file out with `exclude`. Gaps that show as such
are only noted: a comment in the place of code, `??`, several names without a value (`images =`).

References:

- https://docs.python.org/3/tutorial/errors.html#syntax-errors
"""

from collections.abc import Iterator

from kerascheck.rule import Evidence, Facts, Finding, Severity, rule


@rule("KC901", certain=Severity.ERROR, likely=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.problems:
        if problem.kind == "syntax-error":
            what = problem.subject or "this file"
            if problem.legal:
                # Python takes it; only the reader of it gives up.
                yield Finding(
                    problem.at,
                    f"{what} was not checked, though it may be valid Python: it is {problem.detail}",
                    mark="not followed",
                    evidence=Evidence.LIKELY,
                )
                continue
            if problem.unwritten:
                yield Finding(
                    problem.at,
                    f"{what} has a gap to be filled in, and is no valid Python yet: {problem.detail}",
                    mark="still to be written",
                    slight=True,
                )
                continue
            yield Finding(
                problem.at,
                f"{what} is not valid Python: {problem.detail}",
                mark="Python stops here",
            )
