"""Encoders of labels and categories: what scikit-learn's `LabelEncoder` and its kin make."""

from collections.abc import Callable
from dataclasses import replace

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.facts.libraries.evidence import class_clues, classes_clue, integers, one_hot
from kerascheck.facts.libraries.instances import Attribute, make, method_text, option, receiver
from kerascheck.facts.libraries.samples import as_data, with_last
from kerascheck.values import (
    Clue,
    Data,
    Encoding,
    Int,
    Kind,
    More,
    Site,
    Unknown,
    Value,
    count_of,
    open_ended,
)

_PATH = "sklearn.preprocessing."
Encode = Callable[[Call, Instance, Data], Data]


def _n(made: Instance) -> Int:
    n = made.state.get("n")
    if isinstance(n, (int, Unknown)):
        return n
    return Unknown("the encoder has not been fitted in the script", made.site)


def _learn(call: Call, made: Instance, data: Data) -> None:
    """Note the number of classes that the encoder sees, or that its arguments name."""
    given = option(made, "classes" if made.kind.endswith("LabelBinarizer") else "categories")
    if isinstance(given, (list, tuple)) and given:
        inner = given[0] if len(given) == 1 and isinstance(given[0], (list, tuple)) else given
        unknown = Unknown("number of categories not known", call.site)
        made.state["n"] = unknown if open_ended(inner) else len(inner)
    elif any(step.text == "cut" for step in data.steps):
        # A bin may be empty, and what is in none becomes a class of its own as a text.
        made.state["n"] = Unknown("which bins have values is not known", call.site)
    elif data.encoding is Encoding.BINARY:
        made.state["n"] = 2
    elif made.kind.endswith("MultiLabelBinarizer"):
        made.state["n"] = Unknown("number of different labels not known", call.site)
    else:
        made.state["n"] = data.classes


def _integers(call: Call, made: Instance, data: Data) -> Data:
    return integers(data, _n(made), 0.90, method_text(call), call.site)


def _numbers(call: Call, made: Instance, data: Data) -> Data:
    """`LabelEncoder` takes one column alone, and gives one number a sample."""
    encoded = _integers(call, made, data)
    if encoded.rank is not None:
        return encoded
    return encoded.but(shape=(Unknown("number of samples not known", call.site),))


def _ordinals(call: Call, made: Instance, data: Data) -> Data:
    if data.rank == 2 and isinstance(data.shape, tuple) and data.shape[1] != 1:
        unknown = Unknown("categories as numbers", call.site)
        return data.step(method_text(call), call.site, encoding=unknown, dtype="float64")
    return _integers(call, made, data)


def _one_hot(call: Call, made: Instance, data: Data) -> Data:
    text, n = method_text(call), _n(made)
    columns = data.shape[-1] if isinstance(data.shape, tuple) and len(data.shape) > 1 else 1
    several = isinstance(columns, int) and columns > 1
    if several or option(made, "drop") is not None:
        why = Unknown("columns depend on the categories", call.site)
        shape = with_last(data.shape, why)
        return data.step(text, call.site, shape=shape, encoding=why, classes=why, columns=None)
    return one_hot(data, n, text, call.site, weight=0.95)


def _binarize(call: Call, data: Data, n: Int, text: str) -> Data:
    """`LabelBinarizer`: one-hot rows, but a single 0/1 column for two classes."""
    if isinstance(n, int) and n > 2:
        return one_hot(data, n, text, call.site, weight=0.95).but(dtype="int64")
    two = n == 2
    words = f"`{text}` makes " + ("0 and 1 of two classes" if two else "a column for each class")
    width: Int = 1 if two else Unknown("1 column for two classes, else one a class", call.site)
    count = data.shape[0] if isinstance(data.shape, tuple) and data.shape else None
    return data.step(
        text,
        call.site,
        shape=data.shape if isinstance(data.shape, Unknown) else (count, width),
        dtype="int64",
        encoding=Encoding.BINARY if two else Unknown("depends on the number of classes", call.site),
        classes=n,
        clues=(*class_clues(data), classes_clue(n, 0.95, words, call.site)),
        low=0,
        high=1,
        columns=None,
    )


def _label_binarizer(call: Call, made: Instance, data: Data) -> Data:
    return _binarize(call, data, _n(made), method_text(call))


def _alone(labels: Value) -> bool:
    """Whether each sample has a list with one label, as `[[label] for label in labels]` gives."""
    if not isinstance(labels, (list, tuple)):
        return False
    rows = [row for row in labels if not isinstance(row, More)]
    return bool(rows) and all(
        isinstance(row, (list, tuple)) and len(row) == 1 and not isinstance(row[0], More)
        for row in rows
    )


def _multi_hot(call: Call, made: Instance, data: Data) -> Data:
    n, text = _n(made), method_text(call)
    if _alone(call.get("y", 0)):
        return one_hot(data, n, text, call.site)
    count = data.shape[0] if isinstance(data.shape, tuple) and data.shape else None
    rows = Unknown("number of samples not known", call.site) if count is None else count
    counted = "" if isinstance(n, Unknown) else f" of {n} labels"
    words = f"`{text}` makes multi-hot rows{counted}"
    return data.step(
        text,
        call.site,
        shape=(rows, n),
        dtype="int64",
        encoding=Encoding.MULTI_HOT,
        classes=n,
        clues=(Clue("multilabel", 0.98, "labels", words, call.site, n),),
        low=0,
        high=1,
        columns=None,
    )


_ENCODERS: dict[str, Encode] = {
    "LabelEncoder": _numbers,
    "OrdinalEncoder": _ordinals,
    "OneHotEncoder": _one_hot,
    "LabelBinarizer": _label_binarizer,
    "MultiLabelBinarizer": _multi_hot,
}


def _given(call: Call) -> Value:
    return call.get("y", 0, call.get("X"))


def _fit(call: Call) -> Value:
    made = receiver(call)
    _learn(call, made, as_data(_given(call), call.site))
    return made


def _fit_transform(encode: Encode) -> Handler:
    def handler(call: Call) -> Value:
        made, data = receiver(call), as_data(_given(call), call.site)
        _learn(call, made, data)
        result = encode(call, made, data)
        *before, last = result.steps
        return result.but(kind=Kind.ARRAY, steps=(*before, replace(last, seen=data, refit=True)))

    return handler


def _transform(encode: Encode) -> Handler:
    def handler(call: Call) -> Value:
        data = as_data(_given(call), call.site)
        return encode(call, receiver(call), data).but(kind=Kind.ARRAY)

    return handler


def _inverse_transform(call: Call) -> Value:
    data, text = as_data(call.get("y", 0, call.get("X")), call.site), method_text(call)
    if data.predicted is not None:
        words = f"predictions go through `{text}`"
        task = "multilabel" if "MultiLabel" in text else "classification"
        call.run.clue(Clue(task, 0.75, "predictions", words, call.site), data.predicted)
    why = Unknown("the labels before they were encoded", call.site)
    return data.step(text, call.site, encoding=why, shape=why, dtype=None, low=None, high=None)


def _label_binarize(call: Call) -> Value:
    names, data = call.get("classes"), as_data(call.get("y", 0), call.site)
    count = count_of(names) if isinstance(names, (list, tuple, range)) else None
    n: Int = Unknown("classes not known", call.site) if count is None else count
    if isinstance(names, Data) and isinstance(names.shape, tuple) and len(names.shape) == 1:
        n = names.shape[0] if names.shape[0] is not None else n
    return _binarize(call, data, n, "label_binarize")


def _classes(made: Instance, site: Site) -> Value:
    n = _n(made)
    return Data(shape=(n,), encoding=Unknown("names of the classes", site), classes=n)


def _categories(made: Instance, site: Site) -> Value:
    return [_classes(made, site)]


FUNCTIONS: dict[str, Handler] = {
    **{_PATH + name: make for name in _ENCODERS},
    _PATH + "label_binarize": _label_binarize,
}
METHODS: dict[str, Handler] = {
    f"{_PATH}{name}.{method}": handler
    for name, encode in _ENCODERS.items()
    for method, handler in {
        "fit": _fit,
        "fit_transform": _fit_transform(encode),
        "transform": _transform(encode),
        "inverse_transform": _inverse_transform,
    }.items()
}
ATTRIBUTES: dict[str, Attribute] = {
    **{_PATH + name + ".classes_": _classes for name in _ENCODERS},
    _PATH + "OneHotEncoder.categories_": _categories,
    _PATH + "OrdinalEncoder.categories_": _categories,
}
