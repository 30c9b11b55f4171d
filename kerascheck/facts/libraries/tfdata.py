"""Pipelines of `tf.data`: where their elements come from and what is done to them."""

import re
from collections.abc import Callable
from typing import cast

from kerascheck.facts.call import Call, Handler
from kerascheck.facts.libraries import batches, tensorflow_datasets
from kerascheck.facts.libraries.elements import (
    all_elements,
    as_target,
    dataset,
    each,
    file_names,
    leaves,
    one_element,
    part_of,
    receiver,
    reproduces,
    structure,
    whole_element,
)
from kerascheck.facts.libraries.evidence import one_hot
from kerascheck.facts.libraries.instances import Attribute
from kerascheck.facts.libraries.samples import as_array, whole
from kerascheck.facts.scope import Function
from kerascheck.keras_api.pipelines import CHANGING, SLICES
from kerascheck.values import Data, Int, Kind, Site, Tensor, Unknown, Value

_PATH = "tensorflow.data.Dataset."
_DRAWS = re.compile(r"\btf\.random\.\w*(?:uniform|normal)\(")
_TURNS = re.compile(r"\btf\.image\.(?:flip_\w+|rot90|transpose|adjust_\w+|crop\w*|central_crop)\(")


def _name(call: Call) -> str:
    return call.name.rpartition(".")[2]


def _from_tensor_slices(call: Call) -> Value:
    made = dataset(structure(call.get("tensors", 0), call.site), call.site)
    return made.step(SLICES, call.site)


def _from_tensors(call: Call) -> Value:
    """One element that holds everything: the arrays get a new first axis of size 1."""

    def change(leaf: Data) -> Data:
        return leaf.but(shape=(1, *leaf.shape) if isinstance(leaf.shape, tuple) else leaf.shape)

    given = each(structure(call.get("tensors", 0), call.site), change)
    return dataset(given, call.site).step("Dataset.from_tensors", call.site)


def _opaque(text: str, why: str) -> Handler:
    """A dataset of which it is not known what it gives."""
    return lambda call: dataset(call.unknown(why), call.site).step(text, call.site)


def _from_generator(call: Call) -> Value:
    """A dataset of what a function yields, of which only is known whether it has an end."""
    made = _opaque("Dataset.from_generator", "what a generator gives")(call)
    args = call.get("args", 3, ())
    function = call.get("generator", 0)
    if not isinstance(made, Data) or isinstance(function, Unknown):
        return made
    given = list(args) if isinstance(args, (list, tuple)) else [call.unknown("an argument")]
    source = call.run.call(function, given, {}, call.site)
    # What `ImageDataGenerator` reads has no end for a plain loop, though `fit` knows one.
    reads = isinstance(source, Data) and source.kind is Kind.SEQUENCE and source.flow is not None
    return made.but(
        endless=(True if reads else source.endless) if isinstance(source, Data) else None
    )


def _from_files(call: Call) -> Value:
    return file_names(call.site).step(f"tf.data.{_name(call)}", call.site)


def _zip(call: Call) -> Value:
    given = call.get("datasets", 0)
    if len(call.args) > 1:
        given = tuple(call.args)
    if isinstance(given, list):
        given = tuple(given)
    if not isinstance(given, (tuple, dict)):
        return _opaque("Dataset.zip", "datasets that are not known")(call)

    def element(item: Value) -> Value:
        return whole_element(item) if isinstance(item, Data) else call.unknown("not a dataset")

    if isinstance(given, dict):
        made = dataset({key: element(item) for key, item in given.items()}, call.site)
    else:
        made = dataset(tuple(element(item) for item in given), call.site)
        first = given[0] if given else None
        endless = all(isinstance(item, Data) and item.endless for item in given) or None
        made = made.but(
            batched=isinstance(first, Data) and first.batched,
            batch=first.batch if isinstance(first, Data) else None,
            endless=endless,
        )
    return made.step("Dataset.zip", call.site)


def _range(call: Call) -> Value:
    count: Int = call.unknown("length of the range not known")
    if len(call.args) == 1 and isinstance(call.args[0], int):
        count = call.args[0]
    return dataset(Data(shape=(count,), dtype="int64"), call.site).step("Dataset.range", call.site)


def _mapped(call: Call, given: Data, result: Value, x_given: Value) -> Data:
    """The dataset that gives what a function returned for one element."""
    if isinstance(result, tuple) and len(result) in (2, 3):
        x, y = result[0], result[1]
        if reproduces(x, y, x_given):
            words = "the dataset gives its input as the target"
            result = (x, as_target(cast(Data, y), call.site, words), *result[2:])
    made = dataset(all_elements(result, given, call.site), call.site, steps=given.steps)
    return made.but(
        rows=given.rows,
        parents=given.parents,
        part=given.part,
        shape=given.shape,
        batched=given.batched,
        batch=given.batch,
        temporal=given.temporal,
        endless=given.endless,
    )


def _map(call: Call) -> Value:
    given, function = receiver(call), call.get("map_func", 0)
    element = one_element(whole_element(given), batched=given.batched)
    args = list(element) if isinstance(element, tuple) else [element]
    result = call.run.call(function, args, {}, call.site)
    text = CHANGING if _changes_at_random(function) else "map"
    return _mapped(call, given, result, args[0] if args else None).step(text, call.site)


def _changes_at_random(function: Value) -> bool:
    """Whether a function of the script turns or flips images if a number that it draws says so."""
    if not isinstance(function, Function):
        return False
    text = function.locator.text(function.body)
    return _DRAWS.search(text) is not None and _TURNS.search(text) is not None


def _each_to_dataset(call: Call) -> Value:
    """`flat_map` and `interleave`: what their functions make of an element is not followed."""
    given, unknown = receiver(call), call.unknown(f"`{_name(call)}` is not followed")
    return given.but(x=unknown, y=unknown, shape=unknown, batch=None).step(_name(call), call.site)


def _same(call: Call) -> Value:
    """Steps that change neither what is given nor which samples it is of."""
    return receiver(call).step(_name(call), call.site)


def _repeat(call: Call) -> Value:
    """`repeat` goes on without end, unless it is told how often."""
    given, count = receiver(call), call.get("count", 0)
    ever = count is None or (isinstance(count, int) and count < 0)
    return given.step("repeat", call.site, endless=True if ever else given.endless)


def _shuffle(call: Call) -> Value:
    fixed = call.get("reshuffle_each_iteration", 2) is False
    text = "shuffle(reshuffle_each_iteration=False)" if fixed else "shuffle"
    return receiver(call).step(text, call.site)


def _length(data: Data) -> int | None:
    # Of a batched dataset, elements are batches, whose number is not tracked.
    if data.batched or not isinstance(data.shape, tuple) or not data.shape:
        return None
    return data.shape[0] if isinstance(data.shape[0], int) else None


def _take(call: Call) -> Value:
    given, count = receiver(call), call.get("count", 0)
    if count == -1:
        return given.step("take(-1)", call.site)
    rows = _key("take", count)
    total, left = _length(given), call.unknown("number of elements not known")
    size: Int = left if given.batched else whole(count, call.site, left.why)
    if isinstance(size, int) and total is not None:
        size = min(size, total)
    taken = part_of(given, rows, _said("take", count), call.site, size, together=True)
    return taken.but(endless=None)


def _skip(call: Call) -> Value:
    given, count = receiver(call), call.get("count", 0)
    total = _length(given)
    size: Int = call.unknown("number of elements not known")
    if isinstance(count, int) and total is not None:
        size = max(total - count, 0)
    text = _said("skip", count)
    return part_of(given, _key("skip", count), text, call.site, size, together=True)


def _key(name: str, count: Value) -> tuple[object, ...]:
    return (name, count if isinstance(count, (int, Unknown)) else object())


def _said(name: str, count: Value) -> str:
    return f"{name}({count})" if isinstance(count, int) else f"{name}(…)"


def _shard(call: Call) -> Value:
    key = ("shard", *(arg if isinstance(arg, (int, Unknown)) else object() for arg in call.args))
    return part_of(receiver(call), key, "shard", call.site, call.unknown("size of a shard"))


def _filter(call: Call) -> Value:
    left = call.unknown("number of elements that are left")
    part = part_of(receiver(call), object(), "filter", call.site, left)
    return part.but(endless=None) if call.name.endswith("take_while") else part


def _concatenate(call: Call) -> Value:
    given, other = receiver(call), call.get("dataset", 0)
    if not isinstance(other, Data):
        return _each_to_dataset(call)
    parents = (given.rows, other.rows, *given.parents, *other.parents)
    rows, count = object(), call.unknown("number of elements not known")

    def change(leaf: Data) -> Data:
        shape = (count, *leaf.shape[1:]) if isinstance(leaf.shape, tuple) else leaf.shape
        return leaf.but(rows=rows, parents=parents, shape=shape)

    y: Value = each(given.y, change)
    if _encodings(given.y) != _encodings(other.y):
        y = call.unknown("datasets whose labels differ, one after the other")
    joined = given.but(x=each(given.x, change), y=y, rows=rows, parents=parents)
    return joined.step("concatenate", call.site)


def _encodings(value: Value) -> list[object]:
    return [None if isinstance(y.encoding, Unknown) else y.encoding for y in leaves(value)]


def _enumerate(call: Call) -> Value:
    given = receiver(call)
    index = Data(shape=given.shape, dtype="int64", rows=given.rows)
    return given.step("enumerate", call.site, x=index, y=whole_element(given))


def _window(call: Call) -> Value:
    call.run.mark("temporal", call.site)
    unknown = call.unknown("windows of a dataset are not followed")
    made = receiver(call).but(x=unknown, y=unknown, temporal=True, batch=None)
    return made.step("window", call.site)


def _apply(call: Call) -> Value:
    result = call.run.call(call.get("transformation_func", 0), [receiver(call)], {}, call.site)
    return result if isinstance(result, Data) else _each_to_dataset(call)


def _as_iterator(call: Call) -> Value:
    return receiver(call).but(kind=Kind.GENERATOR)


def _cardinality(call: Call) -> Value:
    count = _length(receiver(call))
    return call.unknown("number of elements not known") if count is None else count


def _split_dataset(call: Call) -> Value:
    """`keras.utils.split_dataset`: two datasets that share no sample."""
    given = call.get("dataset", 0)
    whole_data = given
    if not isinstance(given, Data) or given.kind is not Kind.DATASET:
        whole_data = dataset(structure(given, call.site), call.site)
    assert isinstance(whole_data, Data)
    left = call.unknown("size of a part of a dataset")
    token = object()
    return tuple(
        part_of(whole_data, (token, side), f"split_dataset ({side} part)", call.site, left)
        for side in ("left", "right")
    )


def _one_hot(call: Call) -> Value:
    given = call.get("indices", 0)
    if isinstance(given, Tensor) or not isinstance(given, (Data, list, tuple, int, Unknown)):
        return call.unknown("`tf.one_hot` of a tensor of a model")
    n = whole(call.get("depth", 1), call.place("depth", 1), "number of classes not known")
    text = "tf.one_hot(…)" if isinstance(n, Unknown) else f"tf.one_hot(…, {n})"
    made = one_hot(as_array(given, call.site), n, text, call.site, squeeze=False)
    values = call.get("on_value", 2), call.get("off_value", 3)
    plain = values[0] in (None, 1, 1.0) and values[1] in (None, 0, 0.0)
    return made if plain else made.but(soft=True)


_MAKERS: dict[str, Handler] = {
    "from_tensor_slices": _from_tensor_slices,
    "from_tensors": _from_tensors,
    "from_generator": _from_generator,
    "zip": _zip,
    "range": _range,
    "list_files": _from_files,
    "random": _range,
    "sample_from_datasets": _opaque("Dataset.sample_from_datasets", "datasets that are mixed"),
    "choose_from_datasets": _opaque("Dataset.choose_from_datasets", "datasets that are mixed"),
    "load": _opaque("Dataset.load", "a saved dataset"),
}
_UNCHANGED = (
    "prefetch cache with_options options ignore_errors snapshot assert_cardinality "
    "rejection_resample"
)
_STEPS: dict[str, Handler] = {
    "map": _map,
    **batches.STEPS,
    "repeat": _repeat,
    "shuffle": _shuffle,
    "take": _take,
    "skip": _skip,
    "shard": _shard,
    "filter": _filter,
    "take_while": _filter,
    "unique": _filter,
    "concatenate": _concatenate,
    "enumerate": _enumerate,
    "window": _window,
    "flat_map": _each_to_dataset,
    "interleave": _each_to_dataset,
    "scan": _each_to_dataset,
    "group_by_window": _each_to_dataset,
    "apply": _apply,
    "as_numpy_iterator": _as_iterator,
    "make_one_shot_iterator": _as_iterator,
    "cardinality": _cardinality,
    "__len__": _cardinality,
    **dict.fromkeys(_UNCHANGED.split(), _same),
}

FUNCTIONS: dict[str, Handler] = {
    **{_PATH + name: handler for name, handler in _MAKERS.items()},
    "tensorflow.data.TFRecordDataset": _from_files,
    "tensorflow.data.TextLineDataset": _from_files,
    "tensorflow.data.FixedLengthRecordDataset": _from_files,
    "tensorflow.data.experimental.make_csv_dataset": _opaque(
        "make_csv_dataset", "columns of a file"
    ),
    "tensorflow.data.experimental.cardinality": lambda call: _cardinality(
        Call(call.name, call.site, [], {}, call.run, call.get("dataset", 0))
    ),
    "tensorflow.one_hot": _one_hot,
    "keras.utils.split_dataset": _split_dataset,
    **tensorflow_datasets.FUNCTIONS,
}
METHODS: dict[str, Handler] = {_PATH + name: handler for name, handler in _STEPS.items()}
ATTRIBUTES: dict[str, Attribute] = {**tensorflow_datasets.ATTRIBUTES}
DATA_ATTRIBUTES: dict[str, Callable[[Data, Site], Value]] = {
    _PATH + "element_spec": lambda _, site: Unknown("the types of a dataset's elements", site),
    _PATH + "class_names": lambda data, site: class_names(data, site),
}
"""Attributes of datasets, by `tensorflow.data.Dataset.` and their name."""


def class_names(data: Data, site: Site) -> Value:
    """The names of the classes: a list where they are written in the script."""
    labels = next(iter(leaves(data.y)), None)
    if labels is None:
        return Unknown("names of classes not known", site)
    if labels.columns is not None:
        return list(labels.columns)
    return Data(shape=(labels.classes,), classes=labels.classes, kind=Kind.LIST)
