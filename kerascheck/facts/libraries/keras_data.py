"""What the data functions of Keras do: data sets, one-hot labels, texts and time series."""

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries import keras_datasets, keras_text
from kerascheck.facts.libraries.arithmetic import class_numbers
from kerascheck.facts.libraries.evidence import number_of_classes, one_hot
from kerascheck.facts.libraries.instances import Attribute, short
from kerascheck.facts.libraries.samples import as_array, whole
from kerascheck.values import Data, Encoding, Int, Kind, Step, Tensor, Unknown, Value


def one_hot_text(name: str, n: Int) -> str:
    """How the step reads: `to_categorical(…, 10)`."""
    return f"{name}(…)" if isinstance(n, Unknown) else f"{name}(…, {n})"


def _to_categorical(call: Call) -> Value:
    given = call.get("y", 0, call.get("x"))
    if isinstance(given, Tensor):
        return call.unknown("`to_categorical` of a tensor of a model")
    labels = as_array(given, call.site)
    if labels.kind in (Kind.SERIES, Kind.FRAME):
        labels = labels.but(kind=Kind.ARRAY)
    if labels.rank == 1 and labels.dtype == "object":
        # Lists of one length, as a tokenizer makes of texts of one length: of which is not known.
        labels = labels.but(shape=Unknown("the length of lists", call.site))
    n = call.get("num_classes", 1, call.kwargs.get("nb_classes"))
    if n is None:
        classes = number_of_classes(labels, call.site)
        text = one_hot_text(short(call.name), Unknown("not written"))
    else:
        classes = whole(n, call.place("num_classes", 1), "number of classes not known")
        text = one_hot_text(short(call.name), classes)
    return one_hot(labels, classes, text, call.site)


def _backend_one_hot(call: Call) -> Value:
    given = call.get("indices", 0, call.get("x"))
    if not isinstance(given, (Data, list, Unknown)):
        return call.unknown("`one_hot` of a tensor of a model")
    n = whole(call.get("num_classes", 1), call.site, "number of classes not known")
    labels = as_array(given, call.site)
    return one_hot(labels, n, one_hot_text("one_hot", n), call.site, squeeze=False)


def _normalize(call: Call) -> Value:
    data = as_array(call.get("x", 0), call.site)
    low = 0.0 if data.low is not None and data.low >= 0 else -1.0
    step = Step("keras.utils.normalize", call.site, numbers=class_numbers(data))
    return data.after(step, encoding=Encoding.FLOAT, low=low, high=1.0)


FUNCTIONS: dict[str, Handler] = {
    **keras_datasets.FUNCTIONS,
    **keras_text.FUNCTIONS,
    "keras.utils.to_categorical": _to_categorical,
    "keras.backend.one_hot": _backend_one_hot,
    "keras.ops.one_hot": _backend_one_hot,
    "keras.utils.normalize": _normalize,
}
METHODS: dict[str, Handler] = {**keras_text.METHODS}
ATTRIBUTES: dict[str, Attribute] = {**keras_text.ATTRIBUTES}
