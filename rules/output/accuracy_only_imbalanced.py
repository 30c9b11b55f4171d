"""Accuracy is the only metric, and some classes are much rarer than others.

A warning where weights for the classes, or their counts, say how much rarer; a note where the script
computes weights from how often each class occurs, as `compute_class_weight("balanced", …)` does, or
is about fraud, churn, anomalies and the like, which are rare by nature.

Why it hurts:

Where one sample in twenty is positive, a model that never says yes is 95 % accurate. The number
looks good, hardly moves, and says nothing about the class that the model is there to find.

What Keras says:

Nothing.

Bad:

```python
import keras
import numpy as np
import pandas as pd

table = pd.read_csv("transactions.csv")
x, y = table.drop(columns="label").to_numpy(), table["label"].to_numpy()
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
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])  # finding
model.fit(x, y, epochs=10, validation_split=0.2, class_weight={0: 1.0, 1: 20.0})
```

Good:

```python
import keras
import numpy as np
import pandas as pd

table = pd.read_csv("transactions.csv")
x, y = table.drop(columns="label").to_numpy(), table["label"].to_numpy()
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
wanted = [keras.metrics.AUC(curve="PR"), keras.metrics.Precision(), keras.metrics.Recall()]
model.compile("adam", loss="binary_crossentropy", metrics=wanted)
model.fit(x, y, epochs=10, validation_split=0.2, class_weight={0: 1.0, 1: 20.0})
```

When to ignore:

When the data that are measured on are balanced. The rule itself is silent where the script scores
predictions with other functions, and of counts and names where it draws the samples anew.

Options:

- `ratio` (default 4): how many times as large the largest weight or count has to be.

References:

- https://www.tensorflow.org/tutorials/structured_data/imbalanced_data
- https://keras.io/api/metrics/classification_metrics/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import losses, metrics
from kerascheck.rule import (
    Counts,
    Evidence,
    Facts,
    Finding,
    Fit,
    Frequencies,
    Label,
    Loss,
    Metric,
    Options,
    Output,
    Severity,
    Training,
    rule,
    same_model,
)

_RARE = {
    "fraud": re.compile(r"(?<![a-z])fraud", re.IGNORECASE),
    "churn": re.compile(r"(?<![a-z])churn", re.IGNORECASE),
    "anomalies": re.compile(r"(?<![a-z])anomal(y|ies|ous)", re.IGNORECASE),
    "defects": re.compile(r"(?<![a-z])defect(s|ive)?(?![a-z])", re.IGNORECASE),
    "bankruptcy": re.compile(r"(?<![a-z])bankrupt", re.IGNORECASE),
}
"""What is rare by nature, and how scripts name it."""
_BALANCED = re.compile(r"SMOTE|ADASYN|OverSampler|UnderSampler|resampl|balanced?", re.IGNORECASE)
"""Ways to draw samples anew until the classes are of one size."""
_PER_CLASS = re.compile(r"class|label|categor", re.IGNORECASE)


@rule("KC106", likely=Severity.WARNING, hint=Severity.INFO, options={"ratio": 4})
def check(facts: Facts, options: Options) -> Iterator[Finding]:
    if "rl" in facts.context or "gan" in facts.context:
        return
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                fit=Fit() as fit,
                output=Output(activation="sigmoid" | "softmax" | "linear", units=int(n)),
                loss=Loss(canonical=loss),
            ) if loss in losses.CROSSENTROPY and _only_accuracy(training):
                # Independent labels have a weight each, and a rule of their own.
                if n > 1 and loss in losses.BINARY:
                    continue
                if _scored(facts, training):
                    continue
                ratio = _ratio(fit)
                if ratio is None or ratio >= options["ratio"]:
                    yield _weighted(training, fit, ratio)
                elif fit.config.get("class_weight") is None and not fit.partial:
                    yield from _unweighted(facts, training, n, options["ratio"])


def _only_accuracy(training: Training) -> bool:
    given = training.metrics
    known = all(isinstance(one, Metric) and one.canonical in metrics.ACCURACY for one in given)
    return bool(given) and known and not training.compile.config.get("weighted_metrics")


def _ratio(fit: Fit) -> float | None:
    """How many times the weight of the commonest class the rarest one gets; 0 if none is given.

    None for weights that are computed from the labels, of which only their sense is known.
    """
    match fit.config.get("class_weight"):
        case dict() as table if len(table) >= 2:
            weights = [w for w in table.values() if isinstance(w, (int, float)) and w > 0]
            return max(weights) / min(weights) if len(weights) == len(table) else 0
        case Frequencies(direction=-1, values=None):
            return None
        case Frequencies(direction=-1, values=(_, _, *_) as found) if min(found) > 0:
            return max(found) / min(found)
    return 0


def _scored(facts: Facts, training: Training) -> bool:
    """Whether the script measures predictions in another way."""
    ways = ("score", "passed")
    return any(
        use.method in ways and (same_model(use.model, training.model) or use.method == "score")
        for use in facts.uses
    )


def _unweighted(facts: Facts, training: Training, units: int, ratio: float) -> Iterator[Finding]:
    """Classes of which counts or the subject of the script say that some are rare."""
    if facts.written.says(_BALANCED):
        return
    classes = 2 if units == 1 else units
    for counts in facts.counts:
        fits = len(counts.numbers) == classes and _PER_CLASS.search(counts.name)
        if fits and max(counts.numbers) >= ratio * min(counts.numbers):
            yield _counted(training, counts)
            return
    if classes == 2 and training.task().kind == "binary":
        for subject, names in _RARE.items():
            if facts.written.says(names):
                yield _about(training, subject)
                return


def _counted(training: Training, counts: Counts) -> Finding:
    few, many = min(counts.numbers), max(counts.numbers)
    why = f"`{counts.name}` has {many:g} samples of one class and {few:g} of another"
    label = Label(counts.site.at, "classes of very different size")
    return _finding(training, why, [label], Evidence.LIKELY)


def _about(training: Training, subject: str) -> Finding:
    return _finding(training, f"the script is about {subject}, which is the rarer case", [],
                    Evidence.HINT)  # fmt: skip


def _weighted(training: Training, fit: Fit, ratio: float | None) -> Finding:
    place = fit.args.get("class_weight", fit.site)
    weighted, shown = "the classes are weighted by how rare they are", "weights by class"
    if ratio is not None:
        weighted = f"one class is weighted {ratio:.3g} times as much as another"
        shown = "weights for classes of very different size"
    level = Evidence.HINT if ratio is None else Evidence.LIKELY
    return _finding(training, weighted, [Label(place.at, shown)], level)


def _finding(training: Training, why: str, labels: list[Label], level: Evidence) -> Finding:
    metric = training.metrics[0]
    assert isinstance(metric, Metric)
    alone = training.output.units == 1
    advice = (
        'write `metrics=[keras.metrics.AUC(curve="PR"), keras.metrics.Precision(), '
        "keras.metrics.Recall()]`"
        if alone
        else 'add `keras.metrics.F1Score(average="macro")` with one-hot labels, or score the '
        "predictions by class"
    )
    return Finding(
        metric.site.at,
        f"accuracy is the only metric, but {why}: a model that never predicts the rare class "
        "can still be very accurate.",
        labels=labels,
        help=advice,
        mark="mostly counts the common class",
        evidence=level,
    )
