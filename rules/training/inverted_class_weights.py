"""The class weights grow with the number of samples of the class.

`class_weight` is to make up for classes that occur rarely. Weights such as `count / max(counts)`
or `count / total` do the opposite: the commonest class gets the largest weight.

Why it hurts:

The commonest class dominates the loss already, by its number; weighted up once more it is all
that counts. With 5 % of positives the same small network found 10 % of them without weights, 76 %
with the right ones, and none at all with inverted ones.

What Keras says:

Nothing: any numbers will do.

Bad:

```python
import keras
import numpy as np
import pandas as pd

table = pd.read_csv("transactions.csv")
x, y = table.drop(columns="fraud").to_numpy(), table["fraud"].to_numpy()
counts = np.bincount(y)
weights = {i: count / counts.max() for i, count in enumerate(counts)}
normalize = keras.layers.Normalization()
normalize.adapt(x)
model = keras.Sequential(
    [
        keras.Input((30,)),
        normalize,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC()])
model.fit(x, y, epochs=10, validation_split=0.2, class_weight=weights)  # finding
```

Good:

```python
import keras
import numpy as np
import pandas as pd

table = pd.read_csv("transactions.csv")
x, y = table.drop(columns="fraud").to_numpy(), table["fraud"].to_numpy()
counts = np.bincount(y)
weights = {i: len(y) / (len(counts) * count) for i, count in enumerate(counts)}
normalize = keras.layers.Normalization()
normalize.adapt(x)
model = keras.Sequential(
    [
        keras.Input((30,)),
        normalize,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC()])
model.fit(x, y, epochs=10, validation_split=0.2, class_weight=weights)
```

When to ignore:

When the common class shall count more, because it is commoner still where the model will be used.

Fix safety:

Unsafe: the numerator and the denominator are swapped, so that rare classes are weighted up.

References:

- https://www.tensorflow.org/tutorials/structured_data/imbalanced_data
- https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from kerascheck.rule import (
    Counts,
    Data,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Frequencies,
    Label,
    Severity,
    Site,
    rule,
)

_OPERAND = r"[\w.]+(?:\([\w.]*\)|\[[\w.]*\])?"
_QUOTIENT = re.compile(rf"\s*({_OPERAND})\s*/\s*({_OPERAND})\s*")


@rule("KC203", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits:
        match fit.config.get("class_weight"):
            case Frequencies(direction=1, mapped=True) as weights if _unequal(weights):
                yield _finding(fit, weights)
            case dict() as table:
                for counts in facts.counts:
                    if _grows(table, counts):
                        yield _written(fit, table, counts)
                        break


def _grows(table: Mapping[Any, Any], counts: Counts) -> bool:
    """Whether weights that are plain numbers have the very order of the counts."""
    pairs = [
        (count, weight)
        for label, count in enumerate(counts.numbers)
        if isinstance(weight := table.get(label), (int, float))
    ]
    if len(pairs) < len(counts.numbers) or len(pairs) != len(table):
        return False
    ordered = sorted(pairs)
    return all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(ordered))


def _written(fit: Fit, table: Mapping[Any, Any], counts: Counts) -> Finding:
    few, many = min(counts.numbers), max(counts.numbers)
    low, high = counts.numbers.index(few), counts.numbers.index(many)
    return Finding(
        fit.args.get("class_weight", fit.site).at,
        f"`class_weight` grows with the number of samples of the class (class {high}: "
        f"{many:,g} samples, weight {table[high]:.3g}; class {low}: {few:,g} samples, weight "
        f"{table[low]:.3g}), so that rare classes count even less.",
        labels=[Label(counts.site.at, "the samples of each class")],
        help="weight each class by `n_samples / (n_classes * count)`, the inverse of its share",
        mark="the commonest class gets the largest weight",
    )


def _unequal(weights: Frequencies) -> bool:
    return weights.values is None or len(set(weights.values)) > 1


def _finding(fit: Fit, weights: Frequencies) -> Finding:
    place = fit.args.get("class_weight", fit.site)
    return Finding(
        place.at,
        f"`class_weight` grows with the number of samples of the class{_numbers(weights)}, so "
        "that rare classes count even less.",
        labels=list(_labels(weights)),
        help=f"weight each class by {_better(fit)}",
        mark="the commonest class gets the largest weight",
        evidence=Evidence.CERTAIN if _counted_here(fit, weights) else Evidence.LIKELY,
        fix=_fix(weights),
    )


def _numbers(weights: Frequencies) -> str:
    if not weights.values:
        return ""
    return f" (from {min(weights.values):.3g} to {max(weights.values):.3g})"


def _counted_here(fit: Fit, weights: Frequencies) -> bool:
    """Whether the counts are those of the labels that are trained on, or nothing says otherwise."""
    of, y = weights.of, fit.y
    if of is None:
        return False
    if not isinstance(y, Data):
        return True
    mine = (y.rows, *y.parents)
    return of.rows in mine or any(parent in mine for parent in of.parents)


def _labels(weights: Frequencies) -> Iterator[Label]:
    """Where the classes are counted, and the expression that should shrink with the count."""
    if not weights.steps:
        return
    first, last = weights.steps[0], weights.steps[-1]
    yield Label(first.site.at, f"the samples of each class are counted here ({first.text})")
    if last is not first:
        yield Label(last.site.at, "this is larger for classes with more samples")


def _better(fit: Fit) -> str:
    """The usual weights, with the name of the labels where they are a plain array of classes."""
    place = fit.args.get("y")
    if isinstance(fit.y, Data) and fit.y.rank == 1 and place is not None and _named(place):
        name = place.text
        return f"`len({name}) / (n_classes * np.bincount({name}))`, the inverse of its share"
    return "`n_samples / (n_classes * count)`, the inverse of its share"


def _named(place: Site) -> bool:
    return place.text.isidentifier()


def _fix(weights: Frequencies) -> Fix | None:
    """Turn a plain quotient over."""
    if not weights.steps:
        return None
    site = weights.steps[-1].site
    quotient = _QUOTIENT.fullmatch(site.text)
    if quotient is None:
        return None
    return Fix((Edit(site.at, f"{quotient[2]} / {quotient[1]}"),))
