"""The data sets that Keras downloads: `keras.datasets.*.load_data()`."""

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries.evidence import class_task
from kerascheck.facts.libraries.samples import Samples
from kerascheck.keras_api.datasets import CALIFORNIA_SMALL, CIFAR100_COARSE, KERAS, Known
from kerascheck.values import Clue, Data, Encoding, Int, Shape, Unknown, Value

_RANGES: dict[str, tuple[float, float]] = {
    "boston_housing": (0, 711),
    "california_housing": (-124.35, 35682),
}
_CHANNELS = ("cifar10", "cifar100")
"""Data sets whose images have their channels where `keras.config.image_data_format` says."""
_PRICES: dict[str, tuple[float, float]] = {
    "boston_housing": (5, 50),
    "california_housing": (14999, 500001),
}


def _chosen(name: str, known: Known, call: Call) -> tuple[Known, Int]:
    """The data set and its classes, 0 for regression, as the arguments change them."""
    if name == "cifar100":
        match call.get("label_mode", 0, "fine"):
            case "fine":
                return known, 100
            case "coarse":
                return CIFAR100_COARSE, 20
            case _:
                return known, Unknown("`label_mode` not known", call.place("label_mode", 0))
    if name == "california_housing" and call.get("version", 0, "large") == "small":
        known = CALIFORNIA_SMALL
    return known, known.classes or 0


def _counts(name: str, known: Known, call: Call) -> tuple[Int, Int]:
    # `test_split` moves the border between the parts; `maxlen` leaves out long texts.
    split = call.get("test_split", 4 if name == "reuters" else 1)
    plain = split is None or split == 0.2
    why = Unknown("number of samples depends on the arguments", call.site)
    if name in ("imdb", "reuters") and call.get("maxlen", 3) is not None:
        plain = False
    if plain or name in ("mnist", "fashion_mnist", "cifar10", "cifar100"):
        train, test = known.train, known.test
        return (why if train is None else train), (why if test is None else test)
    return why, why


def _labels(name: str, known: Known, n: Int, count: Int, call: Call) -> Data:
    shape: Shape = (count, *known.y)
    if n == 0:
        words = f"keras.datasets.{name} has a continuous target"
        low, high = _PRICES.get(name, (None, None))
        return Data(
            shape=shape,
            dtype=known.label_dtype,
            encoding=Encoding.FLOAT,
            clues=(Clue("regression", 0.97, "labels", words, call.site),),
            low=low,
            high=high,
        )
    words = f"keras.datasets.{name} has {_said(n)} classes"
    return Data(
        shape=shape,
        dtype=known.label_dtype,
        encoding=Encoding.BINARY if n == 2 else Encoding.INT,
        classes=n,
        clues=(Clue(class_task(n), 0.97, "labels", words, call.site, n),),
        low=0,
        high=None if isinstance(n, Unknown) else n - 1,
    )


def _said(n: Int) -> str:
    return "20 or 100" if isinstance(n, Unknown) else str(n)


def _label_text(name: str, n: Int) -> str:
    if n == 0:
        return f"keras.datasets.{name} target: floats"
    top = "n - 1" if isinstance(n, Unknown) else n - 1
    return f"keras.datasets.{name} labels: integers 0-{top}"


def _features(name: str, known: Known, count: Int, call: Call) -> Data:
    low, high = _RANGES.get(name, (known.low, known.high))
    if known.sequences and isinstance(words := call.get("num_words", 1), int):
        low, high = 0, words - 1
    sizes = _sizes(known, call)
    if name in _CHANNELS and call.run.image_format != "channels_last":
        sizes = (*sizes[-1:], *sizes[:-1])
        if call.run.image_format != "channels_first":
            sizes = tuple(Unknown("the image data format is not known", call.site) for _ in sizes)
    x = Data(shape=(count, *sizes), dtype=known.dtype, low=low, high=high)
    said = "word numbers" if known.sequences else "data"
    return x.step(f"keras.datasets.{name} {said}", call.site)


def _sizes(known: Known, call: Call) -> tuple[Int, ...]:
    return tuple(Unknown("it varies", call.site) if size is None else size for size in known.x)


def _loader(name: str, default: Known) -> Handler:
    def handler(call: Call) -> Value:
        known, n = _chosen(name, default, call)
        parts: list[Value] = []
        for part, count in zip(("train", "test"), _counts(name, known, call), strict=True):
            place = {"rows": Samples(call.name, part), "part": part, "name": name}
            y = _labels(name, known, n, count, call).step(_label_text(name, n), call.site)
            parts.append((_features(name, known, count, call).but(**place), y.but(**place)))
        return tuple(parts)

    return handler


def _word_index(call: Call) -> Value:
    return call.unknown("the word index of a data set")


FUNCTIONS: dict[str, Handler] = {
    **{f"keras.datasets.{name}.load_data": _loader(name, known) for name, known in KERAS.items()},
    "keras.datasets.imdb.get_word_index": _word_index,
    "keras.datasets.reuters.get_word_index": _word_index,
}
