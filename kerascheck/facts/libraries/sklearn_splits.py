"""Splits, folds, resampling and searches of scikit-learn and imbalanced-learn."""

from dataclasses import replace

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries.evidence import classes_clue
from kerascheck.facts.libraries.instances import (
    Attribute,
    make,
    method_text,
    option,
    receiver,
    short,
)
from kerascheck.facts.libraries.samples import (
    Samples,
    as_data,
    length,
    parts_of,
    split_sizes,
    subset,
    whole,
    with_length,
)
from kerascheck.values import Clue, Data, Int, Kind, Site, Times, Unknown, Value

_SELECTION = "sklearn.model_selection."
_STRATIFIED = ("StratifiedKFold", "StratifiedShuffleSplit", "RepeatedStratifiedKFold")
_FOLDS = (
    *_STRATIFIED,
    "KFold",
    "GroupKFold",
    "StratifiedGroupKFold",
    "RepeatedKFold",
    "LeaveOneOut",
    "LeaveOneGroupOut",
    "LeavePOut",
    "ShuffleSplit",
    "GroupShuffleSplit",
    "PredefinedSplit",
    "TimeSeriesSplit",
)
_DRAWN = ("ShuffleSplit", "StratifiedShuffleSplit", "RepeatedKFold", "RepeatedStratifiedKFold")
_SHUFFLING = ("KFold", "StratifiedKFold")
_SEARCHES = (
    "GridSearchCV",
    "RandomizedSearchCV",
    "HalvingGridSearchCV",
    "HalvingRandomSearchCV",
)
_WRAPPERS = (
    "keras.wrappers.scikit_learn.KerasClassifier",
    "keras.wrappers.scikit_learn.KerasRegressor",
    "keras.wrappers.SKLearnClassifier",
    "keras.wrappers.SKLearnRegressor",
    "keras.wrappers.SKLearnTransformer",
    "scikeras.wrappers.KerasClassifier",
    "scikeras.wrappers.KerasRegressor",
)
_RESAMPLERS = (
    "over_sampling.SMOTE",
    "over_sampling.SMOTEN",
    "over_sampling.SMOTENC",
    "over_sampling.BorderlineSMOTE",
    "over_sampling.SVMSMOTE",
    "over_sampling.KMeansSMOTE",
    "over_sampling.ADASYN",
    "over_sampling.RandomOverSampler",
    "under_sampling.RandomUnderSampler",
    "under_sampling.NearMiss",
    "under_sampling.TomekLinks",
    "under_sampling.ClusterCentroids",
    "under_sampling.EditedNearestNeighbours",
    "combine.SMOTEENN",
    "combine.SMOTETomek",
)


def _stratified(text: str, site: Site) -> Clue:
    return Clue("classification", 0.85, "labels", f"`{text}` keeps the share of each class", site)


def _train_test_split(call: Call) -> Value:
    """Two parts of every array; the training parts share their rows, as do the test parts."""
    if not call.args or not call.complete:
        return call.unknown("`train_test_split` of arrays that are not known")
    stratify = call.get("stratify")
    if stratify is not None and not any(stratify is array for array in call.args):
        clue = _stratified("train_test_split(stratify=…)", call.place("stratify"))
        # A table may be split by a column of its own, such as one that a target was cut into.
        match call.args:
            case [Data(kind=Kind.FRAME)]:
                clue = replace(clue, weight=0.6)
        call.run.clue(clue)
    rows, shuffled = _rows_of_parts(call), call.get("shuffle", None, True)
    known = {value.part if isinstance(value, Data) else "" for value in call.args}
    result: list[Value] = []
    for value in call.args:
        if value is None:
            result += [None, None]
            continue
        data = as_data(value, call.site)
        if stratify is not None and value is stratify:
            clue = _stratified("train_test_split(stratify=…)", call.place("stratify"))
            data = data.but(clues=(*data.clues, clue))
        sizes = split_sizes(length(data), call.get("test_size"), call.get("train_size"), call.site)
        # What is cut together gets roles together, though one array has lost what it was before.
        former = "" if "" in known and len(known) == 2 else data.part
        for token, part, size in zip(rows, parts_of(former), sizes, strict=True):
            text = f"train_test_split ({part} part)"
            taken = subset(data, token, part, size, text, call.site)
            times = _times(data, shuffled, call.site)
            result.append(taken.but(times=times, written=data.written))
    return result


def _times(data: Data, shuffled: Value, site: Site) -> Times | None:
    """What is known of the order of a part: contiguous rows, or rows drawn at random."""
    if data.times is None or shuffled is False:
        return data.times
    return data.times.mix(site, held=True) if shuffled is True else None


def _rows_of_parts(call: Call) -> tuple[object, object]:
    """The rows of the two parts: the same for calls with one seed on arrays of the same rows."""
    seed, first = call.get("random_state"), as_data(call.args[0], call.site)
    sizes = call.get("test_size"), call.get("train_size")
    numbers = all(size is None or isinstance(size, (int, float)) for size in sizes)
    if isinstance(seed, int) and numbers:
        source = (first.rows, seed, *sizes)
        return Samples(source, "train"), Samples(source, "test")
    return object(), object()


def _folds(call: Call) -> Value:
    """The indices of one fold, as a generator of pairs: fresh rows of the data that is split."""
    name = short(receiver(call).kind)
    call.run.mark("cross-validation", call.site)
    if name in _STRATIFIED:
        labels = call.get("y", 1)
        model_clue = _stratified(f"{name}.split", call.site)
        if labels is not None:
            call.run.clue(model_clue)
    data = as_data(call.get("X", 0), call.site)
    drawn = name in _DRAWN or (name in _SHUFFLING and option(receiver(call), "shuffle", 1, False))
    times = _times(data, drawn, call.site) if drawn is True else None
    parts = []
    for part in parts_of(data.part):
        index = Data(shape=(Unknown("size of a fold not known", call.site),), dtype="int64")
        made = index.step(f"{name}.split ({part} rows)", call.site, part=part)
        parts.append(made.but(parents=(data.rows, *data.parents), times=times))
    temporal = name == "TimeSeriesSplit"
    if temporal:
        call.run.mark("temporal", call.site)
    return Data(kind=Kind.GENERATOR, x=parts[0], y=parts[1], temporal=temporal)


def _number_of_folds(call: Call) -> Value:
    made = receiver(call)
    return whole(option(made, "n_splits", 0, 5), call.site, "number of folds not known")


def _cross_validated(call: Call) -> Value:
    call.run.mark("cross-validation", call.site)
    return Data(shape=(Unknown("number of folds not known", call.site),), dtype="float64")


def _marked(mark: str) -> Handler:
    def handler(call: Call) -> Value:
        call.run.mark(mark, call.site)
        return make(call)

    return handler


def _fit_itself(call: Call) -> Value:
    return receiver(call)


def _fit_resample(call: Call) -> Value:
    """`SMOTE` and its kin: other samples of the same classes."""
    rows, text = object(), method_text(call)
    count = Unknown("number of samples after resampling not known", call.site)
    x, y = as_data(call.get("X", 0), call.site), as_data(call.get("y", 1), call.site)
    words = f"`{text}` balances classes"
    clue = classes_clue(y.classes, 0.85, words, call.site)
    y = y.but(clues=(*y.clues, clue))
    return tuple(subset(d, rows, d.part, count, text, call.site) for d in (x, y))


def _shuffle(call: Call) -> Value:
    if not call.complete:
        return call.unknown("`shuffle` of arrays that are not known")
    given = [as_data(value, call.site) for value in call.args]
    shuffled = [
        data.step(
            "shuffle",
            call.site,
            blocks=None,
            times=None if data.times is None else data.times.mix(call.site),
        )
        for data in given
    ]
    return shuffled[0] if len(shuffled) == 1 else shuffled


def _resample(call: Call) -> Value:
    if not call.complete or not call.args:
        return call.unknown("`resample` of arrays that are not known")
    rows, result = object(), []
    for value in call.args:
        data = as_data(value, call.site)
        given = call.get("n_samples")
        count: Int = length(data) if given is None else whole(given, call.site, "not known")
        part = subset(data, rows, data.part, count, "resample", call.site)
        result.append(part.but(shape=with_length(data.shape, count)))
    return result[0] if len(result) == 1 else result


FUNCTIONS: dict[str, Handler] = {
    _SELECTION + "train_test_split": _train_test_split,
    "sklearn.cross_validation.train_test_split": _train_test_split,
    "dask_ml.model_selection.train_test_split": _train_test_split,
    **{_SELECTION + name: make for name in _FOLDS},
    **{
        _SELECTION + name: _cross_validated
        for name in ("cross_val_score", "cross_val_predict", "cross_validate")
    },
    **{_SELECTION + name: _marked("tuner") for name in _SEARCHES},
    **{path: _marked("wrapper") for path in _WRAPPERS},
    **{f"imblearn.{name}": make for name in _RESAMPLERS},
    "sklearn.utils.shuffle": _shuffle,
    "sklearn.utils.resample": _resample,
}
METHODS: dict[str, Handler] = {
    **{f"{_SELECTION}{name}.split": _folds for name in _FOLDS},
    **{f"{_SELECTION}{name}.get_n_splits": _number_of_folds for name in _FOLDS},
    **{f"{_SELECTION}{name}.fit": _fit_itself for name in _SEARCHES},
    **{f"{path}.fit": _fit_itself for path in _WRAPPERS},
    **{
        f"imblearn.{name}.{method}": _fit_resample
        for name in _RESAMPLERS
        for method in ("fit_resample", "fit_sample")
    },
}
ATTRIBUTES: dict[str, Attribute] = {}
