"""A model is trained, and nothing measures it on samples that it was not trained on.

A warning if the script trains for more than ten epochs and never measures anything on other data;
only a note if it measures once after the training, or elsewhere.

Why it hurts:

The loss on the training samples falls whether a network learns the task or learns the samples by
heart. Only other samples tell the two apart, and only a score after every epoch tells when the
one turned into the other.

What Keras says:

Nothing. `History` simply has no `val_loss`.

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
model.fit(x, y, epochs=20)  # finding
model.save("digits.keras")
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

For the last training on all the data, once the number of epochs has been chosen elsewhere, and
where another script measures the saved model. The rule itself leaves alone: cross-validation and
searches, autoencoders, GANs, reinforcement and metric learning, models that write texts, callbacks
of your own, functions that nothing in the file calls, random stand-in data, and
`validation_data=None` written out. It only notes up to ten epochs, a few hundred samples, a model
that is saved where the file holds nothing out itself or another script of the folder reads it and
measures it, a model with fewer weights than it takes to know the samples by heart, a sweep through
learning rates that grow with the epoch, a script that says its tests passed, a lesson that is about
callbacks, scripts that are about strategies and devices or are called a tutorial, a demo or an
example by their name, samples that `make_blobs` and such draw, and what a text beside it says is
done without validation.

Fix safety:

Unsafe: a fifth of the samples, the last ones, is no longer trained on.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
- https://keras.io/guides/training_with_built_in_methods/
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api.exercises import self_made
from kerascheck.keras_api.sizes import few_weights
from kerascheck.rule import (
    UNVALIDATED,
    Callback,
    CustomLoss,
    Data,
    Edit,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Kind,
    Label,
    Loss,
    Model,
    Output,
    Severity,
    Spec,
    Training,
    Undefined,
    Unknown,
    Use,
    rule,
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
_VECTORS = re.compile(r"2vec|glove|skip_?gram|cbow", re.IGNORECASE)
"""Names of models that are trained for the vectors in them, and not for what they predict."""
_STREAMS = (Kind.DATASET, Kind.SEQUENCE, Kind.GENERATOR)
_PROBE = 256
"""Up to so many samples a model may be meant to learn by heart, and be measured on."""
_QUICK, _FEW, _HANDFUL = 10, 32, 8
"""Up to so many epochs a training may only show that it runs; of so few samples none can be spared;
so many are made up to see a prediction."""
_SAVES = frozenset({"save", "save_model", "save_weights", "export"})
_READING = ("load_model(", "load_weights(")
_MEASURING = (".evaluate(", "accuracy_score(", "classification_report(", "confusion_matrix(")
"""What a script calls that reads a model, and that tells how good it is."""
_DEVICES = re.compile(
    r"\bdistribute\.|Strategy\(|\bset_distribution\(|Virtual(?:Device)?Configuration|"
    r"LogicalDeviceConfiguration"
)
"""What scripts use that are about the devices, and not about what is learnt on them."""
_LEFT_OUT = re.compile(r"^[ \t]*#.*\.evaluate\(", re.MULTILINE)
"""A line that measures, made a comment."""
_ON_ALL = re.compile(
    r"\b(?:re)?(?:train|fit)\w* (?:[\w-]+ ){0,4}(?:on|with|using) (?:all|the (?:full|whole|entire|complete))\b|"
    r"\bfinal (?:model|training|fit)\b",
    re.IGNORECASE,
)
"""How a text calls a last training, for which nothing is held out."""
_RISES = re.compile(
    r"(?<![\w.])(?<!/)(?<!/ )[1-9]\d*(?:\.\d*)?\s*\*\*\s*\(?\s*(?:epoch|e|x|i)\w*\s*/|"
    r"\bpow(?:er)?\(\s*[1-9]\d*(?:\.\d*)?\s*,\s*\(?\s*(?:epoch|e|x|i)\w*\s*/"
)
"""How a schedule makes the learning rate grow with the epoch, to see which one is too long."""
_TESTS = re.compile(
    r"['\"][^'\"\n]*\btests? (?:has |have |is |are )?(?:passed|failed)\b", re.IGNORECASE
)
"""What a script says in the end that tests the code, and not what is learnt."""
_CALLBACKS = re.compile(r".{0,60}\bcallbacks?\b", re.IGNORECASE)
"""How a lesson begins that is about what callbacks do."""
_DEMO = re.compile(
    r"^(?:tutorial|demo|example)s?(?![a-z])|(?<![a-z])(?:tutorial|demo|example)\.", re.IGNORECASE
)
"""Names of files that show how something is done, and train a model only for that."""
_TRIAL = 3000
"""So many samples, epochs included, only show whether a setting works at all."""


@rule("KC201", certain=Severity.WARNING, likely=Severity.INFO, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    for fit in facts.fits:
        if _unvalidated(fit) and _judgeable(fit, facts) and not _only_on_itself(fit, facts):
            yield _finding(fit, facts)


def _unvalidated(fit: Fit) -> bool:
    """Whether it is a plain training that leaves validation out without a word."""
    written = {"validation_data", "validation_split"} & {*fit.args, *fit.config}
    return fit.method in ("fit", "fit_generator") and fit.validation is None and not written


def _judgeable(fit: Fit, facts: Facts) -> bool:
    """Whether validation is wanted here at all, as far as is known."""
    mine = [training for training in facts.trainings if training.fit is fit]
    if not fit.called or not mine or _own_callback(fit.config.get("callbacks")):
        return False
    if any(_watches(callback) for callback in fit.callbacks):
        return False  # told by `monitor-unavailable`
    if any(not part.standard or part.loss is None for part in mine):
        return False
    if any(part.task().kind in _TASKS or _VECTORS.search(part.model.name) for part in mine):
        return False
    if any(_writes(part) for part in mine):
        return False
    others = [other for other in facts.fits if other is not fit and _same(other.model, fit.model)]
    return not _stand_in(fit.x) and all(other.validation is None for other in others)


def _writes(training: Training) -> bool:
    """Whether the model writes: it gives a token for each that it reads, and is judged by reading.

    That is so if whole sequences come out of an `Embedding`, and integers are compared with them.
    """
    match training:
        case Training(
            loss=Loss(canonical="sparse_categorical_crossentropy"),
            output=Output(sequence=True) | Output(spec=Spec(shape=(_, _, _))),
        ):
            return any(part.kind == "Embedding" for part in training.model.layers)
    return False


def _own_callback(callbacks: object) -> bool:
    """Whether something that Keras does not bring along runs after every epoch."""
    given = callbacks if isinstance(callbacks, (list, tuple)) else [callbacks]
    return any(callback is not None and not _of_keras(callback) for callback in given)


def _watches(callback: object) -> bool:
    """Whether a callback waits for what only validation data give."""
    match callback:
        case Callback(kind="EarlyStopping" | "ReduceLROnPlateau", config={"monitor": str(name)}):
            return name.startswith("val_")
        case Callback(config={"monitor": str(name), "save_best_only": True}):
            return name.startswith("val_")
    return False


def _of_keras(callback: object) -> bool:
    match callback:
        case Callback(custom=False, kind=kind):
            return kind != "LambdaCallback"
    return False


def _stand_in(x: object) -> bool:
    """Whether the samples are random numbers, or so few that none can be held out."""
    match x:
        case Data(shape=(int(n), *_)) if n <= _FEW:
            return True
        case Data():
            return x.random
        case dict():
            return any(_stand_in(part) for part in x.values())
        case [Data() as first, *_]:
            return _stand_in(first)
        case [*rows]:
            return len(rows) <= _FEW
    return False


def _only_on_itself(fit: Fit, facts: Facts) -> bool:
    """Whether the scores are of the training samples alone, which KC206 says where they are."""
    uses = [
        use for use in facts.uses if isinstance(use.model, Unknown) or _same(use.model, fit.model)
    ]
    later = any(use.score and use.order > fit.order and not use.loop for use in uses)
    large = not isinstance(fit.x, Data) or not fit.x.at_most(_PROBE)
    return later and large and all(same_rows(use.data, fit.x) for use in uses)


def _finding(fit: Fit, facts: Facts) -> Finding:
    name = f"`{fit.model.name}`" if isinstance(fit.model, Model) and fit.model.name else "the model"
    uses = [use for use in facts.uses if _on_other_samples(use, fit)]
    mine = [use for use in uses if isinstance(use.model, Unknown) or _same(use.model, fit.model)]
    scores = [use for use in mine if use.score]
    labels = []
    if mine or fit.partial:
        level = Evidence.LIKELY if mine and not scores else Evidence.HINT
        message = f"{name} is trained without validation data: when it overfits is not seen."
        labels = [Label(use.site.at, "measured here, once") for use in scores[:1]]
    elif uses or any(other.validation is not None or other.partial for other in facts.fits):
        level = Evidence.LIKELY
        message = f"nothing measures {name} on samples that it is not trained on."
    else:
        sure = _long(fit) and not _plain(fit, facts) and not _handed_on(fit, facts)
        sure = sure and not _knowingly(fit, facts)
        level = Evidence.CERTAIN if sure else Evidence.LIKELY
        message = (
            f"{_length(fit)} and nothing in this file measures {name} on other samples, so that "
            "overfitting goes unseen."
        )
    return Finding(
        fit.site.at,
        message,
        labels=labels,
        help=_help(fit),
        mark="no validation data",
        evidence=level,
        fix=_fix(fit),
    )


def _long(fit: Fit) -> bool:
    epochs = fit.config.get("epochs")
    if not isinstance(epochs, int) or epochs <= _QUICK or fit.loop:
        return False
    if isinstance(fit.y, Data) and fit.y.at_most(_PROBE):
        return False
    match fit.x:
        case Undefined():
            return False  # A sketch, whose samples are yet to come.
        case dict() if any(isinstance(part, Undefined) for part in fit.x.values()):
            return False
        case [*parts] if any(isinstance(part, Undefined) for part in parts):
            return False
        case Data(shape=(int(n), *_)):
            return epochs * n > _TRIAL and n > _PROBE
    return True


def _knowingly(fit: Fit, facts: Facts) -> bool:
    """Whether the script is about something else, or its text says that nothing is held out."""
    written = facts.written
    kinds = {part.kind for part in fit.callbacks if isinstance(part, Callback)}
    return (
        written.says(_DEVICES)
        or written.says(_TESTS)
        or ("LearningRateScheduler" in kinds and written.says(_RISES))
        or (bool(kinds) and _CALLBACKS.match(written.title()) is not None)
        or told(facts, UNVALIDATED, fit.site)
        or told(facts, _ON_ALL, fit.site)
        or _DEMO.search(re.split(r"[\\/]", fit.site.at.path)[-1]) is not None
    )


def _plain(fit: Fit, facts: Facts) -> bool:
    """Whether the model is too small to learn by heart, or learns something of its own kind.

    So are samples that a function such as `make_blobs` draws, of which there are always more.
    """
    mine = [training for training in facts.trainings if training.fit is fit]
    own = all(isinstance(training.loss, CustomLoss) for training in mine)
    made = isinstance(fit.x, Data) and self_made(fit.x)
    return own or made or few_weights(fit)


def _handed_on(fit: Fit, facts: Facts) -> bool:
    """Whether the model is saved for another script, which may have the samples to measure it.

    Where this one holds samples out, it is the place to use them.
    """
    kept = [part for part in fit.callbacks if isinstance(part, Callback)]
    kept = [part for part in kept if part.kind == "ModelCheckpoint"]
    saved = [
        stored
        for stored in facts.stored
        if stored.method in _SAVES and stored.order > fit.order and _same(stored.model, fit.model)
    ]
    if isinstance(fit.x, Data) and fit.x.part == "train" and not facts.written.says(_LEFT_OUT):
        paths = [*(one.path for one in saved), *(part.config.get("filepath") for part in kept)]
        return any(_measured_beside(path, facts) for path in paths)
    return bool(kept or saved)


def _measured_beside(path: object, facts: Facts) -> bool:
    """Whether another script of the folder has the name of a file, reads models and measures them."""
    name = path.replace("\\", "/").rpartition("/")[2] if isinstance(path, str) else ""
    return bool(name) and any(
        facts.beside((name, reads, measures)) for reads in _READING for measures in _MEASURING
    )


def _length(fit: Fit) -> str:
    epochs = fit.config.get("epochs")
    return f"{epochs} epochs" if isinstance(epochs, int) and epochs > 1 else "a training"


def _on_other_samples(use: Use, fit: Fit) -> bool:
    """Whether it shows how the model does on samples that `fit` is not given."""
    trained = [fit.x, fit.y, fit.data]
    if any(_same_rows(seen, part) for seen in (use.data, use.labels) for part in trained):
        return False
    match use.data:
        case Data(shape=(int(n), *_)) if not use.score:
            part = use.data.part in ("test", "validation") or _of_one_table(use.data, fit.x)
            return n > _HANDFUL or use.loop or part
    return True


def _of_one_table(held: Data, x: object) -> bool:
    """Whether the samples are of the same table as those of the training, and not made up."""
    return isinstance(x, Data) and not {held.rows, *held.parents}.isdisjoint({x.rows, *x.parents})


def _same_rows(a: object, b: object) -> bool:
    if a is None or b is None:
        return False
    return a is b or (isinstance(a, Data) and isinstance(b, Data) and a.rows == b.rows)


def _same(a: object, b: object) -> bool:
    """Whether two snapshots are of one model."""
    return isinstance(a, Model) and isinstance(b, Model) and a.site.node is b.site.node


def _help(fit: Fit) -> str:
    match fit:
        case Fit(data=Data(kind=kind)) if kind in _STREAMS:
            return "hold some samples out and pass them as another dataset: `validation_data=…`"
        case Fit(method="fit_generator"):
            return "make a second generator from held-out samples: `validation_data=…`"
    return (
        "add `validation_split=0.2`, or hold samples out and pass `validation_data=(x_val, y_val)`"
    )


def _fix(fit: Fit) -> Fix | None:
    """Add `validation_split` behind the epochs, where arrays are surely given."""
    place, x = fit.args.get("epochs"), fit.x
    arrays = isinstance(x, Data) and fit.data is None and x.kind not in _STREAMS
    keyword = re.search(r"\b(nb_epoch|epochs)\s*=\s*\w", fit.site.text)
    if place is None or fit.partial or not arrays or not keyword or not place.text.isalnum():
        return None
    return Fix((Edit(place.at, f"{place.text}, validation_split=0.2"),))
