"""`class_weight` is not the dict from class numbers to weights that Keras reads.

Keras looks every label up as an integer: `class_weight.get(int(label), 1.0)`. A list or an array
has no `get`, and a class that is not found under its number gets the weight 1.

Why it hurts:

A list or array stops `fit` at once. String keys are worse: nothing is found under the integers,
every weight is 1, and the training is the one without weights. Targets that are values, not classes,
are rounded and looked up all the same. In Keras 3 it is for one label a sample: with a label for
every pixel or step `fit` stops.

What Keras says:

`'list' object has no attribute 'get'` for a list, `'numpy.ndarray' object has no attribute 'get'`
for an array, `class_weight is only supported for Models with a single output`, `only 0-dimensional
arrays can be converted to Python scalars` for labels of places, and nothing for string keys.

Bad:

```python
import keras
import numpy as np
import pandas as pd
from sklearn.utils.class_weight import compute_class_weight

table = pd.read_csv("transactions.csv")
x, y = table.drop(columns="fraud").to_numpy(), table["fraud"].to_numpy()
weights = compute_class_weight("balanced", classes=np.unique(y), y=y)
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
from sklearn.utils.class_weight import compute_class_weight

table = pd.read_csv("transactions.csv")
x, y = table.drop(columns="fraud").to_numpy(), table["fraud"].to_numpy()
weights = compute_class_weight("balanced", classes=np.unique(y), y=y)
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
model.fit(x, y, epochs=10, validation_split=0.2, class_weight=dict(enumerate(weights)))
```

When to ignore:

For scripts that stay with Keras 2, which took generators and a `sample_weight` beside it.

Fix safety:

Safe: the old code stops before the first batch. `dict(enumerate(weights))` numbers the weights
from 0, as `compute_class_weight` orders them.

References:

- https://keras.io/api/models/model_training_apis/#fit-method
- https://www.tensorflow.org/tutorials/structured_data/imbalanced_data
"""

from collections.abc import Iterator, Mapping

from kerascheck.keras_api import losses
from kerascheck.rule import (
    Applicability,
    Data,
    Edit,
    Encoding,
    Evidence,
    Facts,
    Finding,
    Fit,
    Fix,
    Frequencies,
    Kind,
    Label,
    Loss,
    Model,
    Output,
    Severity,
    Site,
    Training,
    Unknown,
    keras_runs,
    rule,
)


@rule("KC210", certain=Severity.ERROR, likely=Severity.WARNING)
def check(facts: Facts) -> Iterator[Finding]:
    for fit in facts.fits:
        if fit.method != "fit" or not keras_runs(fit.model, "fit"):
            continue
        if "class_weight" not in fit.args:
            yield from _by_class(fit)
            continue
        finding = (
            _wrong_kind(fit)
            or _wrong_place(fit, facts)
            or _wrong_keys(fit, facts)
            or _of_values(fit, facts)
        )
        if finding is not None:
            yield finding


def _by_class(fit: Fit) -> Iterator[Finding]:
    """Weights of classes in the place of those of samples."""
    match fit.config.get("sample_weight"), fit.args.get("sample_weight"):
        case dict() as weights, Site() as place if weights and all(
            isinstance(key, int) for key in weights
        ):
            yield Finding(
                place.at,
                "`sample_weight` is a dict from class to weight, but Keras takes an array with a weight "
                "for each sample, and `fit` stops.",
                help=f"write `class_weight={place.text}`",
                mark="weights of classes",
                keras="Unrecognized data type: … sample_weight={…} (of type <class 'dict'>)",
            )


def _wrong_kind(fit: Fit) -> Finding | None:
    """Weights that are no dict at all."""
    match fit.config["class_weight"]:
        case str():
            kind, type_name = "a string", "str"
        case list():
            kind, type_name = "a list", "list"
        case tuple():
            kind, type_name = "a tuple", "tuple"
        case Frequencies(mapped=False) as numbers if _series(numbers):
            # A Series has a `get`, which takes class numbers when these are its index.
            return None
        case Frequencies(mapped=False) | Data(kind=Kind.ARRAY):
            kind, type_name = "an array", "numpy.ndarray"
        case _:
            return None
    place = fit.args["class_weight"]
    if type_name == "str":
        advice = (
            "compute them: `dict(enumerate(compute_class_weight('balanced', classes=np.unique(y), "
            "y=y)))`"
        )
    else:
        advice = f"write `class_weight=dict(enumerate({place.text}))`"
    short = place.text.isidentifier() and type_name != "str"
    fix = Edit(place.at, f"dict(enumerate({place.text}))")
    return Finding(
        place.at,
        f"`class_weight` is {kind}, but Keras takes a dict from class number to weight, and `fit` "
        "stops.",
        help=advice,
        mark="not a dict",
        keras=f"'{type_name}' object has no attribute 'get'",
        fix=Fix((fix,), Applicability.SAFE) if short else None,
    )


def _series(numbers: Frequencies) -> bool:
    words = " ".join(step.text for step in numbers.steps)
    return any(word in words for word in ("value_counts", "Series", "groupby", "size"))


def _wrong_place(fit: Fit, facts: Facts) -> Finding | None:
    """Weights where Keras cannot use them, however they are written."""
    if not isinstance(fit.config["class_weight"], (dict, Frequencies)):
        return None
    place = fit.args["class_weight"]
    generator = isinstance(fit.data, Data) and fit.data.kind is Kind.GENERATOR
    if isinstance(fit.model, Model) and fit.model.output_known and len(fit.model.outputs) > 1:
        return Finding(
            place.at,
            f"`class_weight` is for models with one output, but this one has "
            f"{len(fit.model.outputs)}.",
            help="give each output its own weights: `sample_weight=[…]`, one array an output",
            mark="which output is meant?",
            keras="`class_weight` is only supported for Models with a single output.",
        )
    if not facts.written.asks_keras_3:
        return None
    if isinstance(fit.config.get("sample_weight"), Data) and "sample_weight" in fit.args:
        return Finding(
            place.at,
            "`class_weight` and `sample_weight` are both given, but Keras 3 takes only one of "
            "them.",
            labels=[Label(fit.args["sample_weight"].at, "the weights of samples")],
            help="multiply the class weights into `sample_weight` and drop `class_weight`",
            keras="You cannot `class_weight` and `sample_weight` at the same time.",
        )
    if generator:
        return Finding(
            place.at,
            "`class_weight` does not work with a Python generator in Keras 3.",
            help="let the generator give `(x, y, sample_weight)`",
            keras="Argument `class_weight` is not supported for Python generator inputs.",
            evidence=Evidence.LIKELY,
        )
    mine = [training for training in facts.trainings if training.fit is fit]
    return _places(mine[0], fit) if len(mine) == 1 else None


def _places(training: Training, fit: Fit) -> Finding | None:
    """Weights for labels of places or steps, of which Keras 3 looks up one a sample."""
    output = training.output.spec.shape
    if fit.data is not None or isinstance(output, Unknown) or len(output) < 3:
        return None
    if not _per_place(training):
        return None
    return Finding(
        fit.args["class_weight"].at,
        "`class_weight` gives a whole sample one weight, but here every place or step has a label: "
        f"the output is {training.output.spec}, and `fit` stops.",
        help="weigh the places: `sample_weight=weights[y]`, with an array `weights` and integers `y`",
        mark="one weight a sample",
        keras="only 0-dimensional arrays can be converted to Python scalars",
        evidence=Evidence.CERTAIN,
    )


def _per_place(training: Training) -> bool:
    """Whether a sample is known to have more than one label."""
    match training.labels, training.loss:
        case Data(encoding=Encoding.ONE_HOT, shape=(_, _)), _:
            return False
        case Data(shape=(_, int(steps))), Loss(canonical=name):
            return steps > 1 and name in losses.SPARSE
        case Data(shape=(_, _, _, *_)), _:
            return True
    return False


def _wrong_keys(fit: Fit, facts: Facts) -> Finding | None:
    """Keys that no label has."""
    weights = fit.config["class_weight"]
    if not isinstance(weights, dict) or not weights:
        return None
    place = fit.args["class_weight"]
    texts = [key for key in weights if isinstance(key, str)]
    if texts and len(texts) == len(weights):
        silent = fit.data is None
        return Finding(
            place.at,
            f"the keys of `class_weight` are strings such as {texts[0]!r}, but labels are looked "
            f"up as integers{', so that every weight is 1' if silent else ''}.",
            help="write the numbers of the classes as keys: `{0: …, 1: …}`",
            mark="no class is found",
        )
    n = _classes(fit, facts)
    return None if n is None else _beyond(fit, weights, n)


def _of_values(fit: Fit, facts: Facts) -> Finding | None:
    """Weights of classes where there are none."""
    mine = [training for training in facts.trainings if training.fit is fit]
    if not isinstance(fit.config["class_weight"], (dict, Frequencies)) or len(mine) != 1:
        return None
    match mine[0]:
        case Training(
            output=Output(activation=None | "linear"),
            loss=Loss(canonical=name),
            labels=Data(encoding=Encoding.FLOAT, soft=False),
        ) if name in losses.REGRESSION and "rl" not in facts.context:
            task = mine[0].task()
            if task.kind not in ("regression", "autoencoder") or task.level is not Evidence.CERTAIN:
                return None
            return Finding(
                fit.args["class_weight"].at,
                "the targets are values, not classes: each is rounded and looked up in `class_weight`"
                ", and all that are no key have the weight 1.",
                help="give every sample its weight: `sample_weight=…`, or leave the weights out",
                mark="weights of classes",
                evidence=Evidence.LIKELY,
            )
    return None


def _classes(fit: Fit, facts: Facts) -> int | None:
    """How many classes there are, as labels and output agree."""
    for training in facts.trainings:
        if training.fit is not fit:
            continue
        match training.output.activation, training.output.units:
            case "softmax", int(units) if units > 1:
                n = units
            case "sigmoid", 1:
                n = 2
            case _:
                return None
        match training.labels:
            case Data(classes=int(known)) if known != n:
                return None
        return n
    return None


def _beyond(fit: Fit, weights: Mapping[object, object], n: int) -> Finding | None:
    keys = [key for key in weights if isinstance(key, int)]
    if len(keys) != len(weights) or max(keys) < n or min(keys) < 0:
        return None
    missing = [number for number in range(n) if number not in keys]
    if not missing:
        return None
    named = f"class {missing[0]}" if len(missing) == 1 else f"{len(missing)} classes"
    return Finding(
        fit.args["class_weight"].at,
        f"`class_weight` has a weight for class {max(keys)}, but classes are counted from 0 to "
        f"{n - 1}, and {named} gets the weight 1.",
        help=f"write keys from 0 to {n - 1}",
        mark="counted from 1" if min(keys) == 1 else "a class that there is not",
    )
