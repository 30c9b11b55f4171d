"""The methods of data and of class counts, by name."""

from collections.abc import Callable

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries import frequencies
from kerascheck.facts.libraries.arguments import Transform, as_method
from kerascheck.facts.libraries.frame_methods import FRAME_METHODS
from kerascheck.facts.libraries.numpy_axes import cumulated, differences
from kerascheck.facts.libraries.pointwise import scalar
from kerascheck.facts.libraries.tables import View
from kerascheck.facts.libraries.transforms import TRANSFORMS, nothing, reordered, same_data, to_list
from kerascheck.values import Data, Encoding, Frequencies, Kind, Unknown, Value

_SAME = "numpy cpu detach contiguous tocsr toarray compute persist infer_objects set_shape"
_SILENT = "info describe plot hist fill setflags to_csv to_pickle to_json save tofile dump"


def method(receiver: Value, name: str) -> Handler | None:
    """The handler for a method of data, a view of data or class counts; None if not followed."""
    if isinstance(receiver, View):
        return _of_view
    if isinstance(receiver, Frequencies) and name in _OF_COUNTS:
        return METHODS[name]
    return METHODS.get(name) if isinstance(receiver, (Data, Frequencies)) else None


def _of_view(call: Call) -> Value:
    """Methods of `.str` and `.dt` make strings or numbers row by row."""
    if not isinstance(call.receiver, View):
        return call.unknown("a method of an accessor")
    data, how = call.receiver.of, call.receiver.how
    why = Unknown(f"values after `.{how}`", call.site)
    name = call.name.rpartition(".")[2]
    encoding = Encoding.STRING if how == "str" and name not in _NOT_TEXT else why
    made = data.step(
        f".{how}.{name}", call.site, encoding=encoding, classes=why, clues=(), low=None, high=None
    )
    wide = call.get("expand", None, name in ("extract", "partition", "rpartition"))
    if how != "str" or wide is False:
        return made
    return made.but(kind=Kind.FRAME, shape=Unknown("columns made of texts"), columns=None)


_NOT_TEXT = frozenset({"len", "count", "contains", "startswith", "endswith", "split", "match"})


def _dispatch(name: str) -> Handler:
    on_counts, transform = _OF_COUNTS.get(name), _OF_DATA.get(name)
    on_data = None if transform is None else as_method(transform, name)

    def handler(call: Call) -> Value:
        if isinstance(call.receiver, View):
            return _of_view(call)
        if isinstance(call.receiver, Frequencies) and on_counts is not None:
            return on_counts(call.receiver, call)
        if on_data is not None:
            return on_data(call)
        return call.unknown(f"`.{name}()` of a value that is not followed")

    return handler


def _items(value: Frequencies, call: Call) -> Value:
    numbers = frequencies.elements(value, call.site)
    return [(n.index, n) for n in numbers if isinstance(n, frequencies.Counts)]


_OF_COUNTS: dict[str, Callable[[Frequencies, Call], Value]] = {
    "to_dict": lambda value, call: frequencies.as_mapping(value, call.site),
    "items": _items,
    "keys": lambda value, call: frequencies.keys(value, call.site),
    "values": lambda value, call: frequencies.unordered(value),
    "get": lambda value, call: frequencies.pick(value, call.get("key", 0), call.site),
    "sort_index": lambda value, call: frequencies.by_class(value),
    "sort_values": lambda value, call: frequencies.unordered(value),
    "most_common": lambda value, call: call.unknown("the most frequent classes"),
    "reset_index": lambda value, call: call.unknown("a table of counts"),
    "plot": lambda value, call: None,
}
_OF_DATA: dict[str, Transform] = {
    **TRANSFORMS,
    **FRAME_METHODS,
    "tolist": to_list,
    "to_list": to_list,
    "item": scalar,
    "todense": lambda data, args: data.but(matrix=True),
    "getA": lambda data, args: data.but(matrix=False),
    "dot": lambda data, args: Unknown("a matrix product", args.site),
    "swapaxes": lambda data, args: data.but(shape=Unknown("shape after `swapaxes`")),
    "cumsum": cumulated,
    "cumprod": cumulated,
    "diff": differences,
    "argsort": reordered("argsort"),
    **dict.fromkeys(_SAME.split(), same_data),
    **dict.fromkeys(_SILENT.split(), nothing),
}
_OF_TEXT = (
    "lower upper strip lstrip rstrip title capitalize len contains startswith endswith split"
    " extract findall zfill slice cat strftime normalize date total_seconds as_ordered"
)
METHODS: dict[str, Handler] = {
    **dict.fromkeys(_OF_TEXT.split(), _of_view),
    **{name: _dispatch(name) for name in {**_OF_DATA, **_OF_COUNTS}},
}
"""Handlers by the name of the method; each looks at the receiver, and never fails."""
