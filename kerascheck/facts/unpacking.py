"""Iteration over values, and binding them to targets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import libcst as cst

from kerascheck.facts.applying import operation_on
from kerascheck.facts.call import Instance
from kerascheck.facts.columns import column_key, put, rename_columns, store_at
from kerascheck.facts.dropped import note_kept
from kerascheck.facts.libraries import arrays
from kerascheck.facts.libraries.appended import shuffle_items
from kerascheck.facts.libraries.tables import Log, View
from kerascheck.facts.models import ModelValue, set_trainable
from kerascheck.facts.scope import Class, Function, Method, Module, Object
from kerascheck.facts.storing import note_named
from kerascheck.facts.written import note_attribute
from kerascheck.values import (
    Callback,
    Counts,
    Data,
    Frequencies,
    Gap,
    Kind,
    Layer,
    More,
    Operation,
    Optimizer,
    Position,
    Site,
    Spec,
    Tensor,
    Unknown,
    UnknownRange,
    Value,
    WordIds,
)

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


def items_of(run: Interpreter, value: Value) -> list[Value] | None:
    """The items that iteration gives, or None if they are not known."""
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, (range, str)):
        return list(value) if len(value) <= run.limits.items else None
    if isinstance(value, dict):
        return list(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=repr)
    if isinstance(value, (Data, Frequencies)):
        return arrays.iterate(value, run.site(None))
    return None


def _openness(item: Value) -> type[Unknown]:
    """The kind of unknown that takes the place of an item: for any number of them, or for one."""
    return More if isinstance(item, More) else Unknown


def known_items(items: Sequence[Value]) -> tuple[list[Value], list[Value]]:
    """The items of a list that are there for sure, and what stands for the others."""
    rest: list[Value] = [item for item in items if isinstance(item, More)]
    return [item for item in items if not isinstance(item, More)], rest[:1]


@dataclass(frozen=True, eq=False)
class Numbered:
    """What `enumerate` gives for rows or batches, of which it is not known how many there are."""

    of: Value


@dataclass(frozen=True, eq=False)
class Zipped:
    """What `zip` gives for collections of which one has a length that is not known."""

    parts: tuple[Value, ...]


def item_of(run: Interpreter, value: Value, node: cst.CSTNode) -> Value:
    """What one unknown turn of a loop over the value gets."""
    site = run.site(node)
    if isinstance(value, Numbered):
        return (Position("the number of a turn", site), item_of(run, value.of, node))
    if isinstance(value, Zipped):
        return tuple(item_of(run, part, node) for part in value.parts)
    if isinstance(value, (range, UnknownRange)):
        return Position("a number that changes in a loop", site)
    if isinstance(value, Data):
        if value.kind in (Kind.DATASET, Kind.SEQUENCE, Kind.GENERATOR):
            return arrays.streamed(value)
        return arrays.subscript(value, Position("an index that changes in a loop", site), site)
    why = value.why if isinstance(value, Unknown) else "an item of a collection that is not known"
    return Unknown(why, site)


def bind_target(run: Interpreter, target: cst.BaseExpression, value: Value) -> None:
    """Assign to a name, an attribute, an element or a pattern of these."""
    if isinstance(target, cst.Name):
        _name_it(run, target.value, value)
        if isinstance(value, (list, tuple, dict)):
            _note_counts(run, target.value, value)
        if isinstance(value, (Callback, Optimizer, Tensor, list)):
            note_named(run, value)
        run.scope.bind(target.value, value)
    elif isinstance(target, (cst.Tuple, cst.List)):
        _unpack(run, target, value)
    elif isinstance(target, cst.Attribute):
        owner = run.evaluate(target.value)
        note_attribute(run, owner, target, assigned=True)
        name = target.attr.value
        known = name in _LABELS | _FILES
        if known and isinstance(owner, Data) and isinstance(target.value, cst.Name):
            run.scope.bind(target.value.value, _with(owner, name, run.site(target)))
            return
        _set_attribute(run, owner, name, value)
    elif isinstance(target, cst.Subscript):
        match target:
            # `iterator.__dict__["classes"] = labels` is another way to set an attribute.
            case cst.Subscript(
                value=cst.Attribute(cst.Name() as named, cst.Name("__dict__")),
                slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as text))],
            ):
                owner = run.evaluate(named)
                if isinstance(owner, Data):
                    changed = _with(owner, str(text.evaluated_value), run.site(target))
                    run.scope.bind(named.value, changed)
                    return
        _set_item(run, target, value)
    elif isinstance(target, cst.StarredElement):
        bind_target(run, target.value, value)


_LABELS = frozenset({"classes", "_targets", "labels", "_labels"})
"""Attributes of the iterators over folders that have the labels."""
_FILES = frozenset({"directory", "filenames", "_filepaths", "filepaths"})
"""Those that have the files which are read."""


def _with(data: Data, name: str, site: Site) -> Data:
    """Data after an attribute of theirs was set by the script."""
    if name in _LABELS:
        # Nothing of what the folders have told holds for labels that are put in their place.
        lost = Unknown("labels that the script sets itself", site)
        return data.but(y=lost, clues=(), flow=None)
    if name in _FILES and data.kind is Kind.SEQUENCE:
        images = data.x.but(rows=object(), parents=()) if isinstance(data.x, Data) else data.x
        return data.but(x=images, rows=object(), parents=(), flow=None)
    return data


def _name_it(run: Interpreter, name: str, value: Value) -> None:
    if isinstance(value, ModelValue) and not value.name:
        value.name = name
    elif isinstance(value, Object) and isinstance(value.keras, ModelValue):
        value.keras.name = value.keras.name or name


_COUNTED = re.compile(
    r"count|freq|support|n_samples|num_samples|samples_per|per_class", re.IGNORECASE
)


def _note_counts(run: Interpreter, name: str, value: Value) -> None:
    """Note numbers of samples a class that the script writes down."""
    if isinstance(value, dict) and list(value) == list(range(len(value))):
        value = list(value.values())
    if not isinstance(value, (list, tuple)) or len(value) < 2 or not _COUNTED.search(name):
        return
    numbers = tuple(n for n in value if isinstance(n, (int, float)) and n > 0)
    if len(numbers) == len(value):
        run.record.counts.append(Counts(name, numbers, run.site(run.statement)))


def _unpack(run: Interpreter, target: cst.Tuple | cst.List, value: Value) -> None:
    elements = list(target.elements)
    parts = _parts(run, value, len(elements))
    star = next((i for i, e in enumerate(elements) if isinstance(e, cst.StarredElement)), None)
    if star is not None and parts is not None and len(parts) >= len(elements) - 1:
        after = len(elements) - star - 1
        middle = parts[star : len(parts) - after]
        parts = [*parts[:star], middle, *parts[len(parts) - after :]]
    if parts is None or len(parts) != len(elements):
        why = value.why if isinstance(value, Unknown) else "an item of a value that is not known"
        parts = [Unknown(why, run.site(element)) for element in elements]
    for element, part in zip(elements, parts, strict=True):
        bind_target(run, element.value, part)


def _parts(run: Interpreter, value: Value, count: int) -> list[Value] | None:
    if isinstance(value, Data):
        if count == 2 and value.y is not None:
            return [value.x, value.y]
        shape = value.shape
        if isinstance(shape, tuple) and shape and shape[0] == count:
            return [arrays.subscript(value, i, run.site(None)) for i in range(count)]
        return None
    if isinstance(value, Tensor):
        # A layer that returns several tensors, such as an LSTM with `return_state`.
        first = value.index
        if not isinstance(value.spec.shape, Unknown) and value.spec.shape:
            # A tensor that is iterated over gives its rows.
            rows = (
                Operation(site=value.site, name="getitem", operands=(value, i))
                for i in range(count)
            )
            return [operation_on(run, row, {}) for row in rows]
        return [
            replace(
                value, index=first + i, spec=Spec(Unknown("one of several outputs", value.site))
            )
            for i in range(count)
        ]
    if isinstance(value, Frequencies):
        return arrays.iterate(value, run.site(None), count)
    return items_of(run, value)


def _set_attribute(run: Interpreter, receiver: Value, name: str, value: Value) -> None:
    if isinstance(receiver, Object):
        known = receiver.cls.lookup(name)
        if isinstance(known, Function) and known.setter is not None:
            site = run.site(run.statement)
            run.call(Method(receiver, known.setter, site), [value], {}, site)
            return
        former = receiver.attributes.get(name)
        if former is not None and former is not value:
            receiver.former.append(former)
        receiver.attributes[name] = value
        if isinstance(value, Layer):
            note_kept(run, receiver, name, value)
        if name == "trainable" and isinstance(receiver.keras, (Layer, ModelValue)):
            set_trainable(receiver.keras, value, run.site(run.statement))
        _name_it(run, f"self.{name}", value)
        return
    if isinstance(receiver, Class):
        receiver.names[name] = value
    elif isinstance(receiver, Module):
        receiver.scope.names[name] = value
    elif isinstance(receiver, ModelValue):
        receiver.set_attribute(name, value, run.site(run.statement))
    elif isinstance(receiver, Layer):
        if name == "trainable":
            set_trainable(receiver, value, run.site(run.statement))
        else:
            receiver.extra[name] = value
    elif isinstance(receiver, Instance):
        receiver.state[name] = value
    elif isinstance(receiver, Log):
        receiver.lose()
    elif isinstance(receiver, Data) and receiver.kind is Kind.FRAME and name == "columns":
        rename_columns(run, receiver, value)


def _put_table(run: Interpreter, target: cst.BaseExpression, old: Data, new: Data) -> None:
    bind_target(run, target, new)
    put(run, old, new)


def _bounds(run: Interpreter, node: cst.BaseSlice) -> Value:
    assert isinstance(node, cst.Slice)
    parts = (node.lower, node.upper, node.step)
    return slice(*(None if part is None else run.evaluate(part) for part in parts))


def _set_item(run: Interpreter, target: cst.Subscript, value: Value) -> None:
    receiver = run.evaluate(target.value)
    key: Value = None
    if len(target.slice) == 1 and isinstance(target.slice[0].slice, cst.Index):
        key = run.evaluate(target.slice[0].slice.value)
    elif len(target.slice) == 1 and isinstance(receiver, Data) and not run.loops:
        # In a loop the bounds change with each turn, which is not followed.
        key = _bounds(run, target.slice[0].slice)
    if isinstance(receiver, dict) and not isinstance(key, Unknown):
        try:
            receiver[key] = value
        except TypeError:
            receiver[Unknown("a key that is not known")] = value
    elif isinstance(receiver, dict):
        receiver[key] = value
    elif isinstance(receiver, list):
        if isinstance(key, int) and -len(receiver) <= key < len(receiver):
            receiver[key] = value
            shuffle_items(receiver)
        else:
            why, kinds = "an element that is not known was replaced", map(_openness, receiver)
            receiver[:] = [kind(why, run.site(target)) for kind in kinds]
    elif isinstance(receiver, View) and receiver.of.kind is Kind.FRAME:
        if receiver.how in ("loc", "at") and isinstance(target.value, cst.Attribute):
            _put_table(run, target.value.value, receiver.of, store_at(run, target, receiver))
    elif isinstance(receiver, Data) and receiver.kind is Kind.FRAME:
        several = Unknown("a column of several levels", run.site(target))
        key = several if len(target.slice) > 1 else column_key(run, target, receiver, key)
        changed = arrays.stored(receiver, key, value, run.site(target))
        _put_table(run, target.value, receiver, changed)
    elif isinstance(receiver, Data):
        changed = arrays.stored(receiver, key, value, run.site(target))
        bind_target(run, target.value, changed)
    elif isinstance(receiver, WordIds):
        # `word_index["<pad>"] = 0`: how many numbers there are is open again.
        bind_target(run, target.value, Unknown("words that are added", run.site(target)))
    elif isinstance(receiver, ModelValue):
        receiver.gaps.append(Gap(run.site(target), "a part of the model is replaced"))
