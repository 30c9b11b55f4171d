"""A classifier is compiled without a metric, so that training prints its loss alone.

A note: the loss tells whether the training gets better, which is what many authors look at.

Why it hurts:

A cross-entropy of 0.43 says little to a person. How many samples are right, or how well the
classes are told apart, shows at a glance whether the model has learned anything, and whether a
falling loss still means better answers.

What Keras says:

Nothing.

Bad:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy")  # finding
model.fit(x, y, epochs=20, validation_split=0.2)
```

Good:

```python
import keras

(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.2)
```

When to ignore:

When the loss is what counts, as in calibration. The rule itself is silent where the script scores
predictions with functions of its own or of scikit-learn, where it computes with the one number that
`evaluate` gives, where `fit` is given the `show_accuracy` of the first Keras, for models that write,
and for regression, whose loss is a metric.

Fix safety:

Unsafe: `history` and the logs get more keys.

References:

- https://keras.io/api/metrics/
- https://keras.io/api/models/model_training_apis/#compile-method
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import losses
from kerascheck.keras_api.layers import Embedding
from kerascheck.rule import (
    CLASSIFICATION,
    Compile,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Label,
    Layer,
    Loss,
    Output,
    Severity,
    Spec,
    Training,
    Unknown,
    Use,
    rule,
    same_model,
)

_MARKS = frozenset({"rl", "gan", "autoencoder", "metric-learning", "distillation", "tuner"})


_RECURRENT = frozenset({"Bidirectional", "GRU", "LSTM", "SimpleRNN"})
_VOCABULARY = re.compile(
    r"\bn_?vocab\b|\bvocab(ulary)?_?size\b|"
    r"\b(char|word|note|token)s?_?(to|2)_?(int|idx|ind|index|indices|id)\b|"
    r"\b(int|idx|ind|index|indices|id)_?(to|2)?_(char|word|note|token)s?\b",
    re.IGNORECASE,
)
"""Names of what models that write have: all words or letters, and their numbers."""
_ASKED = re.compile(r"\bshow_accuracy\s*=\s*(?!False|0)")
"""How `fit` of the first Keras was asked for the accuracy."""
_MISSPELT = re.compile(r"\bmetric\w*(?=\s*=)", re.IGNORECASE)


@rule("KC207", certain=Severity.INFO, likely=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    seen: set[int] = set()
    for training in facts.trainings:
        match training:
            case Training(
                standard=True,
                fit=Fit(method="fit" | "fit_generator", called=True) as fit,
                loss=Loss(canonical=loss),
                compile=Compile(partial=False) as compiled,
            ) if loss in losses.CROSSENTROPY and id(compiled) not in seen:
                level = _level(training)
                if level is None or _measured(compiled, facts) or _spells(training, facts):
                    continue
                if _ASKED.search(fit.site.text):
                    continue  # told by `fit-renamed-argument`
                seen.add(id(compiled))
                yield _finding(training, compiled, fit, level)


def _level(training: Training) -> Evidence | None:
    """How sure it is that classes are predicted; several outputs are left alone."""
    task = training.task()
    if len(training.model.outputs) > 1 or task.kind not in CLASSIFICATION or _writes(training):
        return None
    return task.level if task.level is not Evidence.HINT else None


def _writes(training: Training) -> bool:
    """Whether the model writes, so that one is to read what it gives: it has a unit for each word.

    That is so if as many units as an `Embedding` has words come out of every step.
    """
    match training.output:
        case Output(sequence=True, units=units) | Output(spec=Spec(shape=(_, _, _)), units=units):
            words = [part for part in training.model.layers if isinstance(part, Embedding)]
            return any(part.input_dim is units or part.input_dim == units for part in words)
    return False


def _spells(training: Training, facts: Facts) -> bool:
    """Whether the model writes, and gets the words or notes before as numbers or one-hot rows."""
    kinds = {part.kind for part in training.model.layers if isinstance(part, Layer)}
    recurrent = not kinds.isdisjoint(_RECURRENT) and "Embedding" not in kinds
    open_ = isinstance(training.output.units, Unknown)
    return recurrent and open_ and facts.written.says(_VOCABULARY)


def _measured(compiled: Compile, facts: Facts) -> bool:
    """Whether anything besides the loss says how good the model is."""
    given = {"metrics", "weighted_metrics"} & {*compiled.config, *compiled.args}
    # Under a name that Keras does not know, of which `invalid-layer-argument` tells.
    given |= set(_MISSPELT.findall(compiled.site.text))
    if given or "add_metric" in compiled.model.config or compiled.model.overridden:
        return True
    if any(same_model(other.model, compiled.model) and other.metrics[:1] not in ((), ((),))
           for other in facts.compiles):  # fmt: skip
        return True
    return any(_scores(use, compiled) for use in facts.uses)


def _scores(use: Use, compiled: Compile) -> bool:
    mine = isinstance(use.model, Unknown) or same_model(use.model, compiled.model)
    # With a metric `evaluate` gives a list, and what the script computes with a number fails.
    known = use.number or use.method in ("score", "passed") or use.method.startswith("predict")
    return mine and known


def _finding(training: Training, compiled: Compile, fit: Fit, level: Evidence) -> Finding:
    kind = training.task().kind
    metric = "binary_accuracy" if kind == "multilabel" else "accuracy"
    return Finding(
        compiled.site.at,
        "`compile` is given no metrics, so that training prints the loss alone.",
        labels=[Label(fit.site.at, "trained here")],
        help=f'add `metrics=["{metric}"]`',
        mark="no metrics",
        evidence=level,
        fix=_fix(compiled, metric),
    )


def _fix(compiled: Compile, metric: str) -> Fix | None:
    """Add the metric behind the loss, where that is a string."""
    place = compiled.args.get("loss")
    if place is None or place.text[:1] not in ("'", '"') or "=" not in compiled.site.text:
        return None
    if f"loss={place.text}" not in compiled.site.text.replace(" ", ""):
        return None
    return Fix((Edit(place.at, f'{place.text}, metrics=["{metric}"]'),))
