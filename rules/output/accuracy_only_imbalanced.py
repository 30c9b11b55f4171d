"""Accuracy is the only metric, and some classes are much rarer than others.

A warning where weights for the classes say how much rarer; a note where the script computes weights
from how often each class occurs, as `compute_class_weight("balanced", …)` does.

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
predictions with other functions.

Options:

- `ratio` (default 4): how many times as large the largest weight or count has to be.

References:

- https://www.tensorflow.org/tutorials/structured_data/imbalanced_data
- https://keras.io/api/metrics/classification_metrics/
"""

from collections.abc import Iterator

from kerascheck.keras_api import losses, metrics
from kerascheck.rule import (
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
                ratio = _ratio(fit)
                far = ratio is None or ratio >= options["ratio"]
                if far and not _scored(facts, training):
                    yield _finding(training, fit, ratio)


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


def _finding(training: Training, fit: Fit, ratio: float | None) -> Finding:
    place = fit.args.get("class_weight", fit.site)
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
    weighted, shown = "the classes are weighted by how rare they are", "weights by class"
    if ratio is not None:
        weighted = f"one class is weighted {ratio:.3g} times as much as another"
        shown = "weights for classes of very different size"
    return Finding(
        metric.site.at,
        f"accuracy is the only metric, but {weighted}: a model that never predicts the rare class "
        "can still be very accurate.",
        labels=[Label(place.at, shown)],
        help=advice,
        mark="mostly counts the common class",
        evidence=Evidence.HINT if ratio is None else Evidence.LIKELY,
    )
