"""The only score that is measured is one on the samples that the model was trained on.

Why it hurts:

A large enough network gets any training set right, by heart if need be. The score on it is high
for a good model and for a useless one, so it cannot tell them apart.

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
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20)
print(model.evaluate(x, y))  # finding
```

Good:

```python
import keras

(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()
x, x_test = x / 255.0, x_test / 255.0
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, validation_split=0.1)
print(model.evaluate(x_test, y_test))
```

When to ignore:

When the model shall learn a few samples by heart, to see whether it can; up to 256 samples the rule
is silent by itself, and so it is for a model with a tenth as many weights as samples. It is only a
note after one or two epochs, where the score is that of a model before and after it is saved, and
where the text says that it is one of the training samples, or their name that they are those of a
test, as where a linear probe tells how good an encoder is; and so it is where `validation_split` has
held out some of the samples that are measured.

References:

- https://keras.io/api/models/model_training_apis/#evaluate-method
- https://developers.google.com/machine-learning/crash-course/overfitting/dividing-datasets
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api.sizes import few_weights
from kerascheck.rule import (
    UNVALIDATED,
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Label,
    Model,
    Severity,
    Use,
    first_input,
    rule,
    same_model,
    same_rows,
    told,
)

_MARKS = frozenset(
    [
        "rl",
        "gan",
        "metric-learning",
        "distillation",
        "autoencoder",
        "cross-validation",
        "tuner",
        "wrapper",
    ]
)
_TASKS = frozenset({"autoencoder", "gan", "rl", "metric-learning", "distillation"})
_QUICK = 2
"""In so few epochs nothing is learnt by heart."""
_PRINTED = re.compile(
    r"\bprint\([^\n]*(?:\btrain(?:ing)?[ _](?:set[ _])?|\bin[- ]sample )(?:acc|score|rmse|loss|error)",
    re.IGNORECASE,
)
"""How a script calls a score that it prints."""
_TEST = re.compile(r"(?<![a-z])test(?![a-z])", re.IGNORECASE)
_PROBE = 256
"""Up to so many samples a model may be meant to learn by heart."""


@rule("KC206", certain=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    for training in facts.trainings:
        x = first_input(training.fit.x) if training.fit is not None else None
        match training.fit:
            case Fit(called=True, model=Model()) as fit if isinstance(x, Data) and not _few(
                x, fit.y
            ):
                # Custom losses include those of models that are asked for something else.
                if not training.standard or training.task().kind in _TASKS:
                    continue
                if x.random or few_weights(fit):
                    continue  # Nothing is known by heart, or worth it.
                scores, part = _on_itself(fit, facts), _split_off(fit, facts)
                if scores:
                    yield _finding(fit, scores[0], facts)
                    continue
                mixed = _scores(fit, facts) if part is not None else []
                if part is not None and mixed and not _shown(fit, mixed[0], facts):
                    yield _mixed(fit, mixed[0], part)


def _few(x: Data, y: object) -> bool:
    """Whether there are so few samples that they may be learnt by heart on purpose."""
    return x.at_most(_PROBE) or (isinstance(y, Data) and y.at_most(_PROBE))


def _on_itself(fit: Fit, facts: Facts) -> list[Use]:
    """The scores on the training samples, if there is nothing else that measures the model."""
    fits = [other for other in facts.fits if same_model(other.model, fit.model)]
    if any(other.validation is not None or other.partial for other in fits):
        return []
    return _scores(fit, facts)


def _split_off(fit: Fit, facts: Facts) -> float | None:
    """The share that the only training of a model has held out by itself."""
    fits = [other for other in facts.fits if same_model(other.model, fit.model)]
    share = fit.config.get("validation_split")
    alone = len(fits) == 1 and not fit.partial and fit.config.get("validation_data") is None
    return share if alone and isinstance(share, float) and 0 < share <= 0.5 else None


def _scores(fit: Fit, facts: Facts) -> list[Use]:
    """The scores on the samples that are given to `fit`, if the model is used on no others."""
    uses = [use for use in facts.uses if not _of_another(use, fit)]
    if any(not same_rows(use.data, fit.x) and not _trained(use, fit) for use in uses):
        return []
    return [use for use in uses if use.score and use.order > fit.order and not use.loop]


def _of_another(use: Use, fit: Fit) -> bool:
    """Whether another model is used; one that is read from a file may be this one again."""
    other = isinstance(use.model, Model) and use.model.kind != "loaded"
    return other and not same_model(use.model, fit.model)


def _trained(use: Use, fit: Fit) -> bool:
    """Whether a dataset that was trained on is measured."""
    return isinstance(fit.data, Data) and same_rows(use.data, fit.data)


def _shown(fit: Fit, score: Use, facts: Facts) -> bool:
    """Whether the score is not meant to tell how good the model is.

    So it is where the text says of which samples it is, where the model is read from its file and
    has to give the same again, where the samples that are trained on are those of a test by their
    name, and where the epochs are too few to learn anything by heart.
    """
    epochs = fit.config.get("epochs", 1)
    again = any(
        isinstance(use.model, Model) and use.model.kind == "loaded" and same_rows(use.data, fit.x)
        for use in facts.uses
    )
    said = facts.written.says(_PRINTED) or told(facts, UNVALIDATED, fit.site, score.site)
    named = any(_TEST.search(fit.args[name].text) for name in ("x", "y") if name in fit.args)
    return again or said or named or (isinstance(epochs, int) and epochs <= _QUICK)


def _mixed(fit: Fit, score: Use, share: float) -> Finding:
    """A score on the samples that were held out and on those that were not."""
    return Finding(
        score.site.at,
        f"this score is one on all the samples, and {1 - share:.0%} of them are those that the "
        "model was trained on.",
        labels=[Label(fit.args.get("validation_split", fit.site).at, "these alone are held out")],
        help="the last `val_…` of the history is the score on the held-out samples; or hold samples "
        "out before `fit`, and measure on these",
        mark="most of them are known",
        evidence=Evidence.CERTAIN,
        slight=True,
    )


def _finding(fit: Fit, score: Use, facts: Facts) -> Finding:
    return Finding(
        score.site.at,
        "the only score is one on the samples that the model was trained on, which it may know by "
        "heart.",
        labels=[Label(fit.site.at, "trained on the same samples")],
        help="hold samples out before `fit`, and measure on these: "
        "`x, x_test, y, y_test = train_test_split(x, y)`",
        mark="the training samples",
        evidence=Evidence.CERTAIN,
        slight=_shown(fit, score, facts),
    )
