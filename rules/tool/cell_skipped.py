"""A cell, or lines of it, are written for something else than Python and were not read.

Lines for IPython (`%matplotlib inline`, `!pip install`) are left out and the rest of their cell
is read; a cell for another language (`%%bash`) is left out whole.

Why it hurts:

It mostly does not. But names that such a cell binds are unknown to the cells after it, and what
depends on them is not checked.

What Keras says:

Nothing.

Bad:

```ipython
!pip install keras  # finding
```

Good:

```ipython
import keras
```

When to ignore:

This rule is off unless it is selected by its code, name or prefix, or asked for by `--verbose`.

References:

- https://ipython.readthedocs.io/en/stable/interactive/magics.html
"""

from collections.abc import Iterator

from kerascheck.rule import Facts, Finding, Severity, rule


@rule("KC902", certain=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.problems:
        if problem.kind == "cell-skipped":
            yield Finding(problem.at, f"not read: {problem.detail}")
