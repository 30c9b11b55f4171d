"""All warnings are switched off, those of Keras among them.

An opinion, and off by default: select it by its name to see it.

Why it hurts:

Much of what this tool reports Keras says, too, but only as a warning: that a callback watches a
metric which does not exist, that a mask is thrown away, that data have run out.

What Keras says:

Nothing any more.

Bad:

```python
import warnings

import keras

warnings.filterwarnings("ignore")  # finding
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
```

Good:

```python
import warnings

import keras

warnings.filterwarnings("ignore", category=DeprecationWarning)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
```

When to ignore:

In a notebook that is shown to others and has been checked before. The rule itself leaves alone:
filters with a category, a message or a module.

References:

- https://docs.python.org/3/library/warnings.html
"""

from collections.abc import Iterator

from kerascheck.rule import Evidence, Facts, Finding, Severity, rule


@rule("KC806", hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    for site in facts.context.marks.get("silenced", ()):
        yield Finding(
            site.at,
            "all warnings are switched off, and with them what Keras warns of.",
            help='name what is to be ignored: `warnings.filterwarnings("ignore", '
            "category=DeprecationWarning)`",
            mark="of all kinds",
            evidence=Evidence.HINT,
        )
