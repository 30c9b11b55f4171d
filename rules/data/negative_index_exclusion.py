"""A minus before an array of positions, as if it left those rows out.

In R, `x[-test]` is everything but the rows in `test`. In NumPy and pandas a negative position counts
from the end: `x[-test]` is as many rows as `test` has, other ones, and mostly not the rest.

Why it hurts:

The network is trained on a few rows instead of on all the others, and those rows may well be among
the held-out ones. Nothing fails; there are only fewer steps in an epoch than there should be.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
test = np.random.choice(263, size=87, replace=False)
x_train, x_test = x[-test], x[test]  # finding
y_train, y_test = y[-test], y[test]
model = keras.Sequential(
    [
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(x_train, y_train, epochs=50, validation_data=(x_test, y_test))
```

Good:

```python
import keras
import numpy as np

x, y = np.load("x.npy"), np.load("y.npy")
test = np.random.choice(263, size=87, replace=False)
x_train, x_test = np.delete(x, test, axis=0), x[test]
y_train, y_test = np.delete(y, test, axis=0), y[test]
model = keras.Sequential(
    [
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse")
model.fit(x_train, y_train, epochs=50, validation_data=(x_test, y_test))
```

When to ignore:

Where rows are meant to be counted from the end. The rule itself leaves alone single positions such
as `x[-1]`, slices such as `x[-n:]`, ranges, and whatever is not known to be an array of positions.

Fix safety:

Unsafe: other rows, and more of them, are trained on.

References:

- https://numpy.org/doc/stable/user/basics.indexing.html
- https://numpy.org/doc/stable/reference/generated/numpy.delete.html
"""

import re
from collections.abc import Iterator

from kerascheck.rule import (
    NEGATED,
    NEGATIVE_INDEX,
    Data,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fix,
    Label,
    Severity,
    Site,
    Step,
    Taken,
    rule,
)

_POSITIONS = re.compile(r"^(choice|permutation|randint|integers|shuffle|sample)\b")
"""Functions that make positions of rows."""
_WRITTEN = re.compile(r"(?P<table>[\w.]+?)(?P<iloc>\.iloc)?\[-(?P<index>\w+)\]")


@rule("KC303", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    groups: dict[object, list[Step]] = {}
    for data in _data(facts):
        for step in data.steps:
            if step.text == NEGATIVE_INDEX and step.seen is not None and not _range(step.site):
                found = groups.setdefault(step.seen.rows, [])
                if all(step.site.node is not other.site.node for other in found):
                    found.append(step)
    taken = set(_selected(facts)) if groups else set()
    for index, steps in groups.items():
        yield _finding(sorted(steps, key=lambda step: step.site.at), both=index in taken)


def _selected(facts: Facts) -> Iterator[object]:
    """What identifies the positions by which data are taken without a minus before them."""
    for data in _data(facts):
        match data.rows:
            case Taken(key=Data(steps=steps) as index) if not _negated(steps):
                yield index.rows


def _negated(steps: tuple[Step, ...]) -> bool:
    return bool(steps) and steps[-1].text == NEGATED


def _data(facts: Facts) -> Iterator[Data]:
    """All the data that models are trained on, or measured on."""
    for fit in facts.fits:
        yield from _leaves((fit.x, fit.y, fit.validation))
    for use in facts.uses:
        yield from _leaves((use.data, use.labels))


def _leaves(value: object) -> Iterator[Data]:
    match value:
        case Data():
            yield value
        case [*items]:
            for item in items:
                yield from _leaves(item)


def _range(site: Site) -> bool:
    """Whether consecutive positions are written there, which may be meant from the end."""
    return "range(" in site.text


def _finding(steps: list[Step], *, both: bool) -> Finding:
    first, *more = steps
    index = first.seen
    random = index is not None and bool(_POSITIONS.search(index.steps[0].text))
    fixes = [_edit(step.site) for step in steps]
    edits = tuple(edit for edit in fixes if edit is not None)
    written = _WRITTEN.fullmatch(first.site.text)
    name = written["index"] if written else "…"
    imports = ("import numpy as np",) if any("np." in edit.text for edit in edits) else ()
    return Finding(
        first.site.at,
        f"`[-{name}]` leaves no rows out: it takes as many rows, counted from the end, so that "
        "little is trained on and held-out rows may be among it.",
        labels=[Label(step.site.at, "and here") for step in more],
        why="A minus drops rows in R; in Python a negative position counts from the end.",
        help=_help(written),
        mark="rows counted from the end",
        evidence=Evidence.CERTAIN if random or both else Evidence.LIKELY,
        fix=Fix(edits, imports=imports) if len(edits) == len(steps) else None,
    )


def _help(written: re.Match[str] | None) -> str:
    if written is None:
        return "drop the rows: `np.delete(x, index, axis=0)`, or a mask that is false for them"
    return f"drop the rows: `{_replacement(written)}`"


def _replacement(written: re.Match[str]) -> str:
    table, index = written["table"], written["index"]
    if written["iloc"]:
        return f"{table}.drop({table}.index[{index}])"
    return f"np.delete({table}, {index}, axis=0)"


def _edit(site: Site) -> Edit | None:
    """What drops the rows instead, where names stand for the array and the positions."""
    written = _WRITTEN.fullmatch(site.text)
    return Edit(site.at, _replacement(written)) if written else None
