"""Texts and time series: `Tokenizer`, `pad_sequences`, `TimeseriesGenerator` and their kin."""

import re
from collections.abc import Callable, Sequence

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.facts.libraries.batches import size_of_batch
from kerascheck.facts.libraries.instances import (
    Attribute,
    from_state,
    make,
    method_text,
    option,
    receiver,
    returns_unknown,
)
from kerascheck.facts.libraries.samples import Same, Samples, as_data, length, whole
from kerascheck.facts.libraries.shapes import same
from kerascheck.values import (
    Data,
    Encoding,
    Int,
    Kind,
    More,
    Position,
    Shape,
    Site,
    Step,
    Unknown,
    Value,
    WordIds,
    count_of,
)

_WORDS = re.compile(r"to_sequences|[Tt]oken|\bids\b|_ids\b|word_?(?:ids?|index|to_?ix|2idx)")
"""What names sequences of the numbers of words, where nothing else tells what they are."""
_TOKENIZER = "keras.preprocessing.text.Tokenizer"


def _pad_sequences(call: Call) -> Value:
    data = as_data(call.get("sequences", 0), call.site)
    given = call.get("maxlen", 1)
    why = "length of the longest sequence"
    width: Int = Unknown(why, call.site) if given is None else whole(given, call.site, why)
    dtype, filler = call.get("dtype", 2, "int32"), call.get("value", 5, 0.0)
    inner = _step_shape(call.get("sequences", 0), call.place("sequences", 0).text)
    padded = data.but(
        kind=Kind.ARRAY,
        shape=inner if isinstance(inner, Unknown) else (length(data), width, *inner),
        dtype=dtype if isinstance(dtype, str) else None,
        low=_within(data.low, filler, min),
        high=_within(data.high, filler, max),
    )
    # A number below 0 is one that no word has.
    below = isinstance(filler, (int, float)) and filler < 0
    args = {"value": call.place("value", 5)} if below else None
    return padded.after(Step("pad_sequences", call.site, args=args))


def _step_shape(sequences: Value, text: str) -> Shape | Unknown:
    """The shape of what stands at a time step: `()` of a number, unknown if it may be a vector.

    `pad_sequences` leaves it as it is, so that sequences of vectors become an array of three axes.
    `text` is how the sequences are written; they are of numbers where it speaks of those of words.
    """
    match sequences:
        case Data(shape=tuple(shape)):
            return shape[2:]
        case list() | tuple():
            return _common([_of_sequence(row) for row in sequences if not _open(row)])
    return () if _WORDS.search(text) else _VECTORS


def _of_sequence(row: Value) -> Shape | Unknown:
    """The shape of what stands at the time steps of one sequence."""
    match row:
        case Data(shape=() | Unknown()) if row.dtype == "object":
            return ()  # One of the lists that a tokenizer makes.
        case Data(shape=tuple(shape)) if shape:
            return shape[1:]
        case list() | tuple() | range():
            return _common([_of_step(step) for step in row if not _open(step)])
    return _VECTORS


def _of_step(step: Value) -> Shape | Unknown:
    if isinstance(step, Position):
        return ()
    if isinstance(step, Unknown):
        return _VECTORS
    if isinstance(step, Data):
        return step.shape
    if isinstance(step, (list, tuple)):
        inner = _common([_of_step(item) for item in step if not _open(item)])
        return inner if isinstance(inner, Unknown) else (_count_of(step), *inner)
    return ()


def _count_of(items: Sequence[Value]) -> Int:
    count = count_of(items)
    return Unknown("size of a vector") if count is None else count


def _open(value: Value) -> bool:
    """Whether it stands for more items, or has none that is known, and so tells nothing of them."""
    if isinstance(value, (list, tuple)):
        return all(isinstance(item, More) for item in value)
    return isinstance(value, More)


def _common(shapes: Sequence[Shape | Unknown]) -> Shape | Unknown:
    """The shape that all of them have, with the sizes open in which they differ."""
    known = [shape for shape in shapes if isinstance(shape, tuple)]
    if not known or len(known) < len(shapes) or len({len(shape) for shape in known}) > 1:
        return _VECTORS
    return tuple(
        sizes[0] if all(same(size, sizes[0]) for size in sizes) else Unknown("size of a vector")
        for sizes in zip(*known, strict=True)
    )


_VECTORS = Unknown("whether sequences are of numbers or of vectors")


def _within(end: float | None, value: Value, choose: Callable[..., float]) -> float | None:
    """A bound of data to which a value is added."""
    known = end is not None and isinstance(value, (int, float))
    return choose(end, value) if known else None


def _fit_on_texts(call: Call) -> Value:
    made = receiver(call)
    data = as_data(call.get("texts", 0, call.get("sequences")), call.site)
    made.state |= {"fitted": data.rows, "learnt": data.step(method_text(call), call.site)}
    return None


def _numbered(call: Call, made: Instance) -> Step:
    """The step of texts as numbers, which knows the texts that gave the words their numbers."""
    learnt = made.state.get("learnt")
    return Step(method_text(call), call.site, learnt if isinstance(learnt, Data) else None)


def _texts_to_sequences(call: Call) -> Value:
    made, data = receiver(call), as_data(call.get("texts", 0), call.site)
    words = option(made, "num_words", 0)
    encoding = Unknown("numbers of words", call.site)
    return data.after(
        _numbered(call, made),
        kind=Kind.LIST,
        shape=(length(data),),
        dtype="object",
        encoding=encoding,
        low=0,
        high=words - 1 if isinstance(words, int) else None,
    )


def _texts_to_matrix(call: Call) -> Value:
    made = receiver(call)
    data = as_data(call.get("texts", 0, call.get("sequences")), call.site)
    why = "number of words in the texts"
    given = option(made, "num_words", 0)
    width: Int = Unknown(why, made.site) if given is None else whole(given, made.site, why)
    binary = call.get("mode", 1, "binary") == "binary"
    return data.after(
        _numbered(call, made),
        kind=Kind.ARRAY,
        shape=(length(data), width),
        dtype="float64",
        encoding=Unknown("words of texts", call.site),
        low=0,
        high=1 if binary else None,
    )


def _hashed(call: Call) -> Value:
    n = call.get("n", 1)
    words = Unknown("number of words in a text", call.site)
    high = n - 1 if isinstance(n, int) else None
    return Data(kind=Kind.LIST, shape=(words,), dtype="int64", low=0, high=high)


def _words(call: Call) -> Value:
    count = Unknown("number of words in a text", call.site)
    return Data(kind=Kind.LIST, shape=(count,), encoding=Encoding.STRING)


def _windows(data: Data, size: Value, call: Call, text: str, count: Int | None = None) -> Data:
    if count is None:
        count = Unknown("number of windows not known", call.site)
    steps = whole(size, call.site, "length of a window not known")
    inner: Shape = data.shape[1:] if isinstance(data.shape, tuple) else ()
    known = isinstance(data.shape, tuple)
    shape = (count, steps, *inner) if known else data.shape
    return data.step(text, call.site, kind=Kind.ARRAY, shape=shape, temporal=True)


def _count(data: Data, call: Call) -> Int:
    """How many windows a `TimeseriesGenerator` gives: one for each row that has enough before it."""
    rows, before, step = length(data), call.get("length", 2), call.get("stride", 4, 1)
    start, end = call.get("start_index", 5, 0), call.get("end_index", 6)
    if (step, start, end) == (1, 0, None) and isinstance(rows, int) and isinstance(before, int):
        return max(rows - before, 0)
    return Unknown("number of windows not known", call.site)


def _targets(value: Value, call: Call, text: str) -> Value:
    if value is None:
        return None
    data = as_data(value, call.site)
    count = Unknown("number of windows not known", call.site)
    shape = (count, *data.shape[1:]) if isinstance(data.shape, tuple) else data.shape
    return data.step(text, call.site, kind=Kind.ARRAY, shape=shape, temporal=True)


def _steps(call: Call, size: Value, rate: Value) -> Value:
    """Time steps of a window of `size` of which every `rate`-th is kept."""
    if rate == 1:
        return size
    if isinstance(size, int) and isinstance(rate, int) and rate > 0:
        return size // rate
    return call.unknown("length of a window not known")


def _timeseries_generator(call: Call) -> Value:
    call.run.mark("temporal", call.site)
    data = as_data(call.get("data", 0), call.site)
    size = _steps(call, call.get("length", 2), call.get("sampling_rate", 3, 1))
    text = "TimeseriesGenerator"
    made = Data(
        kind=Kind.SEQUENCE,
        x=_windows(data, size, call, text, _count(data, call)),
        y=_targets(call.get("targets", 1), call, text),
        rows=data.rows,
        parents=data.parents,
        part=data.part,
        temporal=True,
        batched=True,
        batch=size_of_batch(call, 9),
    ).step(text, call.site)
    return _between(made, call.get("start_index", 5, 0), call.get("end_index", 6))


def _timeseries_dataset(call: Call) -> Value:
    call.run.mark("temporal", call.site)
    data = as_data(call.get("data", 0), call.site)
    # Here the window keeps `sequence_length` steps, whatever the sampling rate.
    size, text = call.get("sequence_length", 2), "timeseries_dataset_from_array"
    made = Data(
        kind=Kind.DATASET,
        x=_windows(data, size, call, text),
        y=_targets(call.get("targets", 1), call, text),
        rows=data.rows,
        parents=data.parents,
        part=data.part,
        temporal=True,
        batched=call.get("batch_size", 5, 128) is not None,
        batch=size_of_batch(call, 5),
    ).step(text, call.site)
    return _between(made, call.get("start_index", 8), call.get("end_index", 9))


def _between(made: Data, start: Value, end: Value) -> Data:
    """The windows of a part of the series: other samples than those of another part."""
    start = 0 if start is None else start
    if isinstance(start, int) and start == 0 and end is None:
        return made
    bounds = (
        item if item is None or isinstance(item, int) else Same(item) for item in (start, end)
    )
    rows, parents = Samples((made.rows, *bounds)), (made.rows, *made.parents)

    def cut(value: Value) -> Value:
        return value.but(rows=rows, parents=parents) if isinstance(value, Data) else value

    return made.but(x=cut(made.x), y=cut(made.y), rows=rows, parents=parents)


def _tokenizer(call: Call) -> Instance:
    made = make(call)
    made.kind = _TOKENIZER
    return made


def _ids(made: Instance, site: Site) -> Value:
    """The numbers of the words; only as many as `num_words` says are ever given."""
    return (
        Unknown(_TEXTS, site) if option(made, "num_words", 0) is not None else WordIds(_TEXTS, site)
    )


_TEXTS = "depends on the texts"
FUNCTIONS: dict[str, Handler] = {
    "keras.utils.pad_sequences": _pad_sequences,
    _TOKENIZER: _tokenizer,
    "keras.preprocessing.text.tokenizer_from_json": lambda call: Instance(
        _TOKENIZER, call.site, kwargs={"num_words": call.unknown("a saved tokenizer")}
    ),
    "keras.preprocessing.text.one_hot": _hashed,
    "keras.preprocessing.text.hashing_trick": _hashed,
    "keras.preprocessing.text.text_to_word_sequence": _words,
    "keras.preprocessing.sequence.TimeseriesGenerator": _timeseries_generator,
    "keras.utils.timeseries_dataset_from_array": _timeseries_dataset,
}
METHODS: dict[str, Handler] = {
    _TOKENIZER + ".fit_on_texts": _fit_on_texts,
    _TOKENIZER + ".fit_on_sequences": _fit_on_texts,
    _TOKENIZER + ".texts_to_sequences": _texts_to_sequences,
    _TOKENIZER + ".texts_to_matrix": _texts_to_matrix,
    _TOKENIZER + ".sequences_to_matrix": _texts_to_matrix,
    _TOKENIZER + ".sequences_to_texts": returns_unknown("texts made of numbers of words"),
    _TOKENIZER + ".to_json": returns_unknown("a tokenizer as text"),
}
ATTRIBUTES: dict[str, Attribute] = {
    f"{_TOKENIZER}.{name}": _ids if name == "word_index" else from_state(name, _TEXTS)
    for name in ("word_index", "index_word", "word_counts", "word_docs", "document_count")
}
