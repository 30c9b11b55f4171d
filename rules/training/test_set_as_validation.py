"""The test set is also the validation set.

Validation decides: when to stop, which epoch to keep, when to lower the learning rate. A test set
tells how good the result of all decisions is, so it must not have taken part in them.

Why it hurts:

The epoch is chosen that happens to do best on the test samples. The score on the same samples is
then too good, by more the more often it was looked at, and nothing is left to find that out with.

What Keras says:

Nothing.

Bad:

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
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
model.fit(
    x,
    y,
    epochs=50,
    validation_data=(x_test, y_test),  # finding
    callbacks=[stop],
)
print(model.evaluate(x_test, y_test))
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
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
model.fit(x, y, epochs=50, validation_split=0.1, callbacks=[stop])
print(model.evaluate(x_test, y_test))
```

When to ignore:

To compare with published numbers that were made in the same way. It is only a note where nothing
but the learning rate follows the validation set, where the training is too short for anything to
be chosen or ends before the patience does, and where the text beside the split or the training calls
the samples a validation set, whatever their name, or says which ones it validates on; so it is where
the text beside the callback says to take the test set, and where the text beside the score, its name,
or what is printed with it, calls it one of the validation.

References:

- https://keras.io/guides/training_with_built_in_methods/
- https://developers.google.com/machine-learning/crash-course/overfitting/dividing-datasets
"""

import re
from collections.abc import Iterator

from kerascheck.keras_api import logs
from kerascheck.rule import (
    Callback,
    Data,
    Evidence,
    Facts,
    Finding,
    Fit,
    Kind,
    Label,
    Model,
    Severity,
    Site,
    Use,
    first_input,
    rule,
    same_model,
    same_rows,
    told,
)

_MARKS = frozenset({"cross-validation", "rl", "gan", "tuner"})
_TEST = re.compile(r"(?<![a-z])test(?![a-z])", re.IGNORECASE)
_OWN = re.compile(r"(?<![a-z])(val|valid|validate|validation|dev)(?![a-z])", re.IGNORECASE)
"""How a set is called that is meant for validation, wherever its rows are from."""
_CALLED = re.compile(
    r"\bvalidation(?: and train\w*)?[ -](?:set|data|split|sample|part|subset)|"
    r"\b(?:and|into|as|for) validation\b|\bhold-?out\b",
    re.IGNORECASE,
)
"""How a text calls a set that is meant for validation, whatever its name."""
_TOLD = re.compile(
    r"\btest(?:ing)?[ _-]?(?:data(?:set)?|set|samples|images|split)? (?:\w+ )?"
    r"(?:as|for) (?:the |your |our |an? )?validation\b",
    re.IGNORECASE,
)
"""How a text beside a callback says that the test set is to be the validation set."""
_STATED = re.compile(r"\bvalidat\w*(?!\w*\s*=)", re.IGNORECASE)
"""How a remark speaks of the validation in words, which a call that is commented out does not."""
_VALIDATED = re.compile(
    r"\bval_(?:acc|loss)|\bvalidation[ _-](?:acc|loss|score|set)", re.IGNORECASE
)
_SCORE = r"(?:acc|score|rmse|mae|mse|loss|err|result|f1|auc|r2|recall|precision)"
_PRINTED, _TESTED = (
    re.compile(
        rf"\bprint\([^\S\n]*f?[\"'](?:\\n|[^\w\n\"'{{}}])*(?:\w+ ){{0,3}}"
        rf"(?:{part}[ _-](?:(?:set|data)\W+)?{_SCORE}|{_SCORE}\w*:? (?:\w+ ){{0,4}}{part}\b)",
        re.IGNORECASE,
    )
    for part in ("validations?", "test(?:ing)?")
)
"""How a script calls the score that it prints: one who knows it says on which samples it is."""
_CALL = re.compile(r"\w\(.*?(?:\)|$)")
"""A call in a remark: code that is left out says nothing."""
_WORD = re.compile(r"[^\W\d]\w+")
_SAME = "the score on the same samples"
_RATE, _BEST = "ReduceLROnPlateau", "keeps the best epoch by it"


@rule("KC205", certain=Severity.WARNING, hint=Severity.INFO)
def check(facts: Facts) -> Iterator[Finding]:
    if not _MARKS.isdisjoint(facts.context.marks):
        return
    for fit in facts.fits:
        held, place = _held_out(fit), fit.args.get("validation_data")
        given = first_input(held)
        if (
            not isinstance(given, Data)
            or place is None
            or fit.method not in ("fit", "fit_generator")
        ):
            continue
        if not (_TEST.search(place.text) or (given.part == "test" and not _OWN.search(place.text))):
            # A validation set that is measured once more is only what it says.
            continue
        scores = [use for use in facts.uses if _scores(use, fit, facts)]
        mine = [use for use in scores if same_rows(use.data, held)]
        if mine and len(mine) == len(scores):
            yield _finding(fit, mine, given, facts)


def _held_out(fit: Fit) -> object:
    """The inputs that are validated on: data, or a list of data for a model with several inputs."""
    match fit.validation:
        case Data() as data:
            return data
        case [x, *_]:
            return x
    return None


def _scores(use: Use, fit: Fit, facts: Facts) -> bool:
    """Whether a later line measures the trained model on something else than what it learned."""
    mine = same_model(use.model, fit.model) or _read_again(use, fit, facts)
    later = use.score and use.order > fit.order and mine
    return later and not same_rows(use.data, fit.x)


def _read_again(use: Use, fit: Fit, facts: Facts) -> bool:
    """Whether a model is measured that is read from the very file of a checkpoint."""
    if not isinstance(use.model, Model) or use.model.kind != "loaded":
        return False
    saved = [
        _path(part.config.get("filepath"))
        for part in fit.callbacks
        if isinstance(part, Callback) and part.kind == "ModelCheckpoint"
    ]
    read = [_path(one.path) for one in facts.stored if one.site.node is use.model.site.node]
    return any(path and path in saved for path in read)


def _path(value: object) -> str:
    """A path as text; empty if it is not known. A folder may be written with a slash behind it."""
    return value.rstrip("/") if isinstance(value, str) else ""


def _finding(fit: Fit, scores: list[Use], given: Data, facts: Facts) -> Finding:
    place = fit.args["validation_data"]
    selection = _selection(fit, scores, facts)
    if selection is None:
        labels = [Label(scores[0].site.at, _SAME)]
        message = "the test set is the validation set, too, so that nothing is left to test with."
    else:
        callback, words, score = selection
        labels = [Label(callback.site.at, words), Label(score.site.at, _SAME)]
        message = (
            f"the test set is the validation set, too, and `{callback.kind}` {words}: its score is "
            "no longer one of unseen samples."
        )
    return Finding(
        place.at,
        message,
        labels=labels,
        help=_third_part(fit),
        mark="also the test set",
        evidence=Evidence.CERTAIN if selection is not None else Evidence.HINT,
        slight=(selection is not None and _weak(fit, selection[0]))
        or told(facts, _CALLED, fit.site, *(step.site for step in given.steps))
        or _stated(fit, facts)
        or (selection is not None and _called_so(fit, selection, facts))
        or (selection is not None and told(facts, _TOLD, selection[0].site)),
    )


def _weak(fit: Fit, callback: Callback) -> bool:
    """Whether a callback neither ends the training by the validation set nor was meant to keep more."""
    stops = callback.kind == "EarlyStopping"
    return callback.kind == _RATE or (stops and _outlasts(fit, callback))


def _third_part(fit: Fit) -> str:
    """How a third part is held out of arrays, of a dataset, or of what a generator reads."""
    match fit.data:
        case None:
            return (
                "hold out a third part: `validation_split=0.1`, or "
                "`x, x_val, y, y_val = train_test_split(x, y)` before `fit`"
            )
        case Data(kind=Kind.DATASET):
            return (
                "hold out a third part: `take(n)` of the training batches to validate on, and "
                "`skip(n)` of them to train on"
            )
    return "hold out a third part of the training samples, and validate on that"


def _stated(fit: Fit, facts: Facts) -> bool:
    """Whether a remark beside the training says by their names which samples it validates on."""
    names = set(_WORD.findall(fit.args["validation_data"].text))
    return any(
        _STATED.search(remark) and not names.isdisjoint(_WORD.findall(_CALL.sub("", remark)))
        for remark in facts.written.around(fit.site).split("\n")
    )


def _called_so(fit: Fit, selection: tuple[Callback, str, Use], facts: Facts) -> bool:
    """Whether the text beside a score calls it one of the validation, or the script prints it so.

    What stands beside the training or its callback as well is about these.
    """
    written, (callback, _, score) = facts.written, selection
    if not written.says(_TESTED) and (written.says(_PRINTED) or _assigned(score)):
        return True
    others = f"{written.around(fit.site)}\n{written.around(callback.site)}".split("\n")
    mine = [line for line in written.around(score.site).split("\n") if line not in others]
    return bool(_VALIDATED.search("\n".join(mine)))


def _assigned(score: Use) -> bool:
    """Whether a score gets the name of one of the validation."""
    site = score.site
    whole = Site(site.locator, site.statement, site.statement).text
    return bool(_VALIDATED.search(whole.partition(site.text)[0]))


def _selection(fit: Fit, scores: list[Use], facts: Facts) -> tuple[Callback, str, Use] | None:
    """A callback that decides something by the validation set, what, and a score after that.

    One that ends the training or keeps an epoch comes before one that only chooses the learning rate
    or cannot stop so short a training.
    """
    given = fit.config.get("callbacks")
    weak = None
    for callback in given if isinstance(given, (list, tuple)) else [given]:
        match callback:
            case Callback(custom=False, kind=kind, config=config):
                monitor = config.get("monitor", "val_loss")
                if not isinstance(monitor, str) or not monitor.startswith("val_"):
                    continue
                if logs.blind(callback, fit.compile):
                    continue  # told by `monitor-unavailable`
                if _too_short(fit, callback):
                    continue
                if kind == "EarlyStopping":
                    if not _outlasts(fit, callback):
                        return callback, "stops the training by it", scores[0]
                    weak = weak or (callback, _BEST, scores[0])
                if kind == _RATE:
                    weak = weak or (callback, "lowers the learning rate by it", scores[0])
                if kind == "ModelCheckpoint" and config.get("save_best_only") is True:
                    best = next((use for use in scores if _read(callback, fit, use, facts)), None)
                    if best is not None:
                        return callback, _BEST, best
    return weak


def _epochs(fit: Fit) -> int | None:
    match fit.config:
        case {"epochs": int(epochs), "initial_epoch": int(first)}:
            return epochs - first
        case {"epochs": int(epochs)} if "initial_epoch" not in fit.config:
            return epochs
    return None


def _outlasts(fit: Fit, callback: Callback) -> bool:
    """Whether the patience of a callback is as long as the training, so that it cannot stop it.

    Its best weights come back at the end all the same since Keras 3, and not before.
    """
    match _epochs(fit), callback.config:
        case int(epochs), {"patience": int(patience), "baseline": None}:
            return patience >= epochs
    return False


def _too_short(fit: Fit, callback: Callback) -> bool:
    """Whether a callback cannot choose between epochs: its patience lasts to the end, or it sees one.

    With `restore_best_weights` the best of all epochs is taken, whether the training stops or not.
    """
    epochs = _epochs(fit)
    if epochs is None:
        return False
    match callback:
        case Callback(kind="ModelCheckpoint"):
            return epochs <= 1 and not fit.loop
        case Callback(
            kind="EarlyStopping",
            config={"restore_best_weights": False, "baseline": None, "patience": int(patience)},
        ):
            # The first epoch is always the best so far; after `patience` more it stops.
            return epochs <= max(patience, 1) + 1
    return epochs <= 1


def _read(callback: Callback, fit: Fit, score: Use, facts: Facts) -> bool:
    """Whether the file of a checkpoint may be read between the training and a score.

    Else it is the model of the last epoch that is measured, whichever was the best one. So it is where
    the file is read into another model than the one that is measured.
    """
    saved = _path(callback.config.get("filepath"))
    return any(
        one.loads
        and fit.order < one.order < score.order
        and (not saved or _path(one.path) in ("", saved))
        and (one.model is None or same_model(one.model, score.model))
        for one in facts.stored
    )
