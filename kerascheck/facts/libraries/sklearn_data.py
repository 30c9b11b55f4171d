"""Data sets and generators of samples that come with scikit-learn."""

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.facts.libraries.blocks import known_blocks
from kerascheck.facts.libraries.evidence import class_task, plural
from kerascheck.facts.libraries.instances import Attribute, from_state, short
from kerascheck.facts.libraries.samples import Samples, whole
from kerascheck.keras_api.datasets import OPENML, SKLEARN, Known
from kerascheck.values import Blocks, Clue, Data, Encoding, Int, Kind, Shape, Unknown, Value

BUNCH = "sklearn.utils.Bunch"
"""The kind of the object with `.data` and `.target` that the loaders return."""


_RANGES: dict[str, tuple[float, float]] = {
    "load_iris": (0.1, 7.9),
    "load_wine": (0.13, 1680),
    "load_breast_cancer": (0, 4254),
    "load_diabetes": (-0.14, 0.2),
    "load_boston": (0, 711),
    "load_linnerud": (1, 251),
    "fetch_california_housing": (-124.35, 35682),
}
"""The least and the greatest feature, which tell whether features need to be scaled."""
_TARGETS: dict[str, tuple[float, float]] = {
    "load_diabetes": (25, 346),
    "load_boston": (5, 50),
    "load_linnerud": (31, 247),
    "fetch_california_housing": (0.14999, 5.00001),
}
"""The least and the greatest target."""
_SORTED = {"load_iris": (50, 50, 50), "load_wine": (59, 71, 48)}
"""The rows of each class, in order; the other loaders of class labels mix the classes."""
_TEXTS = ("fetch_20newsgroups", "fetch_20newsgroups_vectorized")


def _features(known: Known, count: Int, why: Unknown) -> Data:
    inner: tuple[Int, ...] = tuple(why if size is None else size for size in known.x)
    if known.train is None:
        inner = (why,)
    low, high = _RANGES.get(known.name, (known.low, known.high))
    return Data(
        shape=(count, *inner),
        dtype=known.dtype,
        encoding=Encoding.STRING if known.text else Unknown("features"),
        low=low,
        high=high,
    )


def _labels(known: Known, count: Int, call: Call, why: Unknown) -> Data:
    name, n, site = known.name, known.classes, call.site
    shape: Shape = (count, *known.y)
    if known.task == "regression":
        clue = Clue("regression", 0.97, "labels", f"`{name}` has a continuous target", site)
        low, high = _TARGETS.get(name, (None, None))
        return Data(
            shape=shape,
            dtype="float64",
            encoding=Encoding.FLOAT,
            low=low,
            high=high,
            clues=(clue,),
        )
    if known.task == "multilabel" and n is not None:
        words = f"`{name}` has {n} labels, several at once"
        clue = Clue("multilabel", 0.97, "labels", words, site, n)
        return Data(
            shape=shape, encoding=Encoding.MULTI_HOT, classes=n, clues=(clue,), low=0, high=1
        )
    return _class_labels(call, name, count, why if n is None else n, known.lowest)


def _class_labels(call: Call, name: str, count: Int, n: Int, first: int = 0) -> Data:
    words = f"`{name}` has {plural(n)}"
    return Data(
        shape=(count,),
        dtype="int64",
        encoding=Encoding.BINARY if n == 2 else Encoding.INT,
        classes=n,
        clues=(Clue(class_task(n), 0.97, "labels", words, call.site, n),),
        low=first,
        high=None if isinstance(n, Unknown) else first + n - 1,
    )


def _pair(call: Call, x: Data, y: Data, rows: object, part: str = "") -> tuple[Data, Data]:
    name = short(call.name)
    x = x.step(f"{name} data", call.site, rows=rows, part=part, name=name)
    if isinstance(y.classes, Unknown):
        said = "labels" if y.encoding is not Encoding.FLOAT else "continuous target"
    else:
        said = f"labels of {y.classes} classes"
    return x, y.step(f"{name} {said}", call.site, rows=rows, part=part, name=name)


def _delivered(call: Call, x: Data, y: Data, position: int | None = None) -> Value:
    """A pair if `return_X_y` says so, else an object with `.data` and `.target`."""
    as_pair = call.get("return_X_y", position, False)
    if call.get("as_frame", None, False) is True:
        x = x.but(kind=Kind.FRAME)
        y = y.but(kind=Kind.SERIES) if y.rank == 1 else y.but(kind=Kind.FRAME)
    if as_pair is True:
        return x, y
    if isinstance(as_pair, Unknown):
        return as_pair
    state: dict[str, Value] = {"data": x, "target": y}
    state["target_names"] = Data(shape=(y.classes,), encoding=Encoding.STRING, classes=y.classes)
    return Instance(BUNCH, call.site, list(call.args), dict(call.kwargs), state)


def _loader(name: str, known: Known) -> Handler:
    position = 0 if name.startswith("load_") and name != "load_digits" else None

    def handler(call: Call) -> Value:
        why = Unknown(f"`{name}` depends on its arguments", call.site)
        part = call.get("subset", None, "train") if name in _TEXTS else ""
        usual = part in ("train", "") and call.get("n_class", None, 10) == 10
        count: Int = why if known.train is None or not usual else known.train
        x, y = _features(known, count, why), _labels(known, count, call, why)
        if name == "load_digits" and not usual:
            n = whole(call.get("n_class"), call.site, "number of digits not known")
            y = _class_labels(call, name, count, n)
        part = part if isinstance(part, str) and part in ("train", "test") else ""
        x, y = _pair(call, x, y, Samples(call.name, part), part)
        if name in _SORTED:
            y = y.but(blocks=known_blocks(call, f"{name}: sorted by class", _SORTED[name]))
        result = _delivered(call, x, y, position)
        if isinstance(result, Instance) and name in ("load_digits", "fetch_olivetti_faces"):
            side = 8 if name == "load_digits" else 64
            result.state["images"] = x.but(shape=(count, side, side))
        return result

    return handler


def _openml(call: Call) -> Value:
    name = call.get("name", 0)
    known = _OPENML.get(name.lower()) if isinstance(name, str) else None
    if known is None or known.train is None or known.classes is None:
        return call.unknown("a data set of OpenML that is not in the tables")
    count, n = known.train, known.classes
    words = f"`{name}` has {n} classes"
    x = _features(known, count, call.unknown("features")).but(kind=Kind.FRAME)
    y = Data(
        kind=Kind.SERIES,
        shape=(count,),
        encoding=known.encoding,
        classes=n,
        clues=(Clue("multiclass", 0.97, "labels", words, call.site, n),),
    )
    if call.get("as_frame", None, "auto") is False:
        x, y = x.but(kind=Kind.ARRAY), y.but(kind=Kind.ARRAY)
    x, y = _pair(call, x, y, Samples(known.name))
    return _delivered(call, x, y)


def _generated(call: Call, features: Value, y: Data) -> Value:
    count = y.shape[0] if isinstance(y.shape, tuple) else None
    width = whole(features, call.site, "number of features not known")
    x, y = _pair(call, Data(shape=(count, width), dtype="float64"), y, object())
    if call.get("shuffle", None, True) is False and y.encoding in (Encoding.INT, Encoding.BINARY):
        name = short(call.name)
        y = y.but(blocks=Blocks(f"{name}(shuffle=False): sorted by class", call.site))
    return x, y


def _count(call: Call, default: int = 100, position: int = 0) -> Int:
    given = call.get("n_samples", position, default)
    if isinstance(given, (tuple, list)) and all(isinstance(part, int) for part in given):
        return sum(given)
    return whole(given, call.site, "number of samples not known")


def _make_classification(call: Call) -> Value:
    n = whole(call.get("n_classes", 5, 2), call.site, "number of classes not known")
    y = _class_labels(call, short(call.name), _count(call), n)
    return _generated(call, call.get("n_features", 1, 20), y)


def _make_gaussian_quantiles(call: Call) -> Value:
    n = whole(call.get("n_classes", None, 3), call.site, "number of classes not known")
    y = _class_labels(call, short(call.name), _count(call), n)
    return _generated(call, call.get("n_features", None, 2), y)


def _make_blobs(call: Call) -> Value:
    centers = call.get("centers", 2, None)
    sizes = call.get("n_samples", 0, 100)
    if isinstance(centers, (list, tuple)):
        n: Int = len(centers)
    elif isinstance(sizes, (list, tuple)):
        n = len(sizes)
    else:
        n = 3 if centers is None else whole(centers, call.site, "number of centers not known")
    y = _class_labels(call, "make_blobs", _count(call), n)
    result = _generated(call, call.get("n_features", 1, 2), y)
    if call.get("return_centers", 7, False) is True and isinstance(result, tuple):
        return (*result, Data(dtype="float64"))
    return result


def _make_two(call: Call) -> Value:
    return _generated(call, 2, _class_labels(call, short(call.name), _count(call), 2))


def _make_hastie(call: Call) -> Value:
    words = "`make_hastie_10_2` has the classes -1 and 1"
    y = Data(shape=(_count(call, 12000),), classes=2, low=-1, high=1, encoding=Encoding.FLOAT)
    clue = Clue("binary", 0.97, "labels", words, call.site, 2)
    return _generated(call, 10, y.but(clues=(clue,)))


def _make_regression(call: Call) -> Value:
    name = short(call.name)
    width = {"make_regression": 100, "make_friedman1": 10}.get(name, 4)
    targets = call.get("n_targets", 3, 1) if name == "make_regression" else 1
    count = _count(call)
    k = whole(targets, call.site, "number of targets not known")
    clue = Clue("regression", 0.97, "labels", f"`{name}` makes a continuous target", call.site)
    shape: Shape = (count,) if k == 1 else (count, k)
    y = Data(shape=shape, dtype="float64", encoding=Encoding.FLOAT, clues=(clue,))
    features = width if width == 4 else call.get("n_features", 1, width)
    result = _generated(call, features, y)
    if call.get("coef", None, False) is True and isinstance(result, tuple):
        return (*result, Data(dtype="float64"))
    return result


def _make_multilabel(call: Call) -> Value:
    n = whole(call.get("n_classes", None, 5), call.site, "number of labels not known")
    words = f"`make_multilabel_classification` makes {plural(n, 'labels')}, several at once"
    y = Data(
        shape=(_count(call), n),
        dtype="int64",
        encoding=Encoding.MULTI_HOT,
        classes=n,
        clues=(Clue("multilabel", 0.98, "labels", words, call.site, n),),
        low=0,
        high=1,
    )
    return _generated(call, call.get("n_features", None, 20), y)


def _item(call: Call) -> Value:
    """`bunch["data"]`, the same as `bunch.data`."""
    key = call.get("key", 0)
    if isinstance(call.receiver, Instance) and isinstance(key, str):
        return call.receiver.state.get(key, call.unknown(f"`{key}` of a data set"))
    return call.unknown("an item of a data set")


_OPENML = {name.lower(): known for name, known in OPENML.items()}
_PATH = "sklearn.datasets."
FUNCTIONS: dict[str, Handler] = {
    **{_PATH + name: _loader(name, known) for name, known in SKLEARN.items()},
    _PATH + "fetch_openml": _openml,
    _PATH + "make_classification": _make_classification,
    _PATH + "make_gaussian_quantiles": _make_gaussian_quantiles,
    _PATH + "make_blobs": _make_blobs,
    _PATH + "make_moons": _make_two,
    _PATH + "make_circles": _make_two,
    _PATH + "make_hastie_10_2": _make_hastie,
    _PATH + "make_regression": _make_regression,
    **{f"{_PATH}make_friedman{i}": _make_regression for i in (1, 2, 3)},
    _PATH + "make_multilabel_classification": _make_multilabel,
}
METHODS: dict[str, Handler] = {BUNCH + ".__getitem__": _item}
ATTRIBUTES: dict[str, Attribute] = {
    f"{BUNCH}.{name}": from_state(name, f"`.{name}` of a data set")
    for name in ("data", "target", "target_names", "feature_names", "images", "frame", "DESCR")
}
