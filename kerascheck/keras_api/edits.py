"""Small edits of a model that give it another number of parameters, by our own formulas.

They are what a description and a program of one model tend to differ in: a `Flatten` or pooling
before the first `Dense`, normalization after the layers of one kind, a bias, one argument.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from kerascheck.keras_api import graph, structures, tables
from kerascheck.keras_api.layers import (
    BatchNormalization,
    Conv1D,
    Conv2D,
    Conv3D,
    Dense,
    Flatten,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
)
from kerascheck.keras_api.words import words
from kerascheck.values import Layer, Model, Spec, Unknown

Part = Layer | Model
_MOST_LAYERS = 40
_CONVOLUTIONS = (Conv1D, Conv2D, Conv3D)
_POOLED = {3: GlobalAveragePooling1D, 4: GlobalAveragePooling2D, 5: GlobalAveragePooling3D}
_PLAIN_SIZES = frozenset(
    map(
        int,
        words(
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 20 24 25 30 32 36 40 48 50 60 64 72 80 96 100 "
            "120 128 150 160 192 200 240 250 256 300 320 384 400 500 512 600 640 768 800 1000 "
            "1024 2048 4096"
        ),
    )
)
"""The sizes that people write; among others, chance would find one for any number."""
_WINDOWS = (1, 2, 3, 4, 5, 7, 11)


@dataclass(frozen=True)
class Edit:
    """What is changed, in words that follow "with", and the kind by which edits are told apart."""

    kind: str
    words: str


@dataclass(frozen=True)
class _Variant:
    parts: tuple[Part, ...]
    edits: tuple[Edit, ...] = ()

    def changed(self, parts: Sequence[Part], edit: Edit) -> "_Variant":
        return _Variant(tuple(parts), (*self.edits, edit))


def explaining(model: Model, number: int, which: str = "") -> tuple[Edit, ...]:
    """The edits that give a model this number of parameters; empty unless one kind alone does.

    `which` is `total` or `trainable`; either fits if it is empty. Of edits that explain it, the
    fewest count. Only models whose layers stand one after the other are looked at.
    """
    if not graph.is_chain(model) or not isinstance(model.entry, Spec) or not model.entry.full:
        return ()
    if len(model.layers) > _MOST_LAYERS or not model.complete or model.unsettled is not None:
        return ()
    fitting = [variant.edits for variant in _variants(model, number, which) if variant.edits]
    fewest = min(map(len, fitting), default=0)
    best = [edits for edits in fitting if len(edits) == fewest]
    kinds = {tuple(edit.kind for edit in edits) for edits in best}
    return best[0] if len(kinds) == 1 else ()


def _variants(model: Model, number: int, which: str) -> Iterator[_Variant]:
    """The variants of a model that have this number of parameters."""
    heads = list(_heads(model, _Variant(model.layers)))
    for head in heads:
        for normed in _normed(head):
            for variant in _unbiased(normed):
                if number in _counts(model, variant.parts, which):
                    yield variant
    # Together with another edit, one argument of some layer would explain numbers by chance.
    yield from _resized(model, heads[0], number, which)


def _counts(model: Model, parts: Sequence[Part], which: str) -> tuple[int, ...]:
    """The numbers of parameters of the model with other layers; none if Keras refuses them."""
    other = replace(model, layers=tuple(parts), live=None)
    rows = tables.table(other)
    sums = tables.totals(rows)
    if any(row.error is not None for row in rows):
        return ()
    told = {"total": (sums.all,), "trainable": (sums.trainable,)}
    found = told.get(which, (sums.all, sums.trainable))
    return tuple(count for count in found if isinstance(count, int))


def _heads(model: Model, start: _Variant) -> Iterator[_Variant]:
    """The model with what may stand between features in space or time and the first `Dense`."""
    yield start
    parts = start.parts
    args: tuple[Any, ...] = (model.entry,)
    for step in graph.chain(parts, args):
        specs = structures.flatten(step.args)
        shape = specs[0].shape if len(specs) == 1 else Unknown("several")
        rank = len(shape) if isinstance(shape, tuple) else 0
        at = parts.index(step.part)
        pool = _POOLED.get(rank)
        if isinstance(step.part, Flatten) and pool is not None:
            told = f"`{pool.__name__}` in place of `Flatten`"
            other = [*parts[:at], pool(site=step.part.site), *parts[at + 1 :]]
            yield start.changed(other, Edit("pooling", told))
            return
        if type(step.part) in _POOLED.values():
            told = f"`Flatten` in place of `{step.part.kind}`"
            other = [*parts[:at], Flatten(site=step.part.site), *parts[at + 1 :]]
            yield start.changed(other, Edit("flatten", told))
            return
        if isinstance(step.part, Dense):
            if pool is not None:
                site, before = step.part.site, f"before `Dense({step.part.units})`"
                for name, cls in (("flatten", Flatten), ("pooling", pool)):
                    other = [*parts[:at], cls(site=site), *parts[at:]]
                    yield start.changed(other, Edit(name, f"`{cls.__name__}` {before}"))
            return


def _normed(start: _Variant) -> Iterator[_Variant]:
    """The model with normalization after each layer of one kind, or without any."""
    yield start
    if any(isinstance(part, BatchNormalization) for part in start.parts):
        kept = [part for part in start.parts if not isinstance(part, BatchNormalization)]
        yield start.changed(kept, Edit("no norm", "no `BatchNormalization`"))
        return
    last = max((at for at, p in enumerate(start.parts) if _weighty(p)), default=-1)
    for wanted in (("Conv",), ("MaxPooling", "AveragePooling"), ("Dense",), ("Conv", "Dense")):
        parts: list[Part] = []
        kinds: dict[str, None] = {}
        for at, part in enumerate(start.parts):
            parts.append(part)
            if part.kind.startswith(wanted) and at != last:
                parts.append(BatchNormalization(site=part.site))
                kinds[part.kind] = None
        if kinds:
            after = " and ".join(f"`{kind}`" for kind in kinds)
            yield start.changed(parts, Edit("norm", f"`BatchNormalization` after each {after}"))


def _weighty(part: Part) -> bool:
    return part.kind.startswith(("Conv", "Dense"))


def _unbiased(start: _Variant) -> Iterator[_Variant]:
    """The model with its convolutions without a bias."""
    yield start
    if any(isinstance(part, _CONVOLUTIONS) and part.use_bias is True for part in start.parts):
        parts = [
            _altered(part, "use_bias", False) if isinstance(part, _CONVOLUTIONS) else part
            for part in start.parts
        ]
        yield start.changed(parts, Edit("bias", "`use_bias=False` in each convolution"))


def _resized(model: Model, start: _Variant, number: int, which: str) -> Iterator[_Variant]:
    """The model with another value of one argument of one layer."""
    for at, part in enumerate(start.parts):
        if isinstance(part, Model):
            continue
        for name in ("units", "filters", "output_dim"):
            size = getattr(part, name, None)
            if isinstance(size, int) and not isinstance(size, bool):
                for other in _solved(model, start.parts, at, name, number, which):
                    yield _with(start, at, name, other)
        for name, value in _windows(part):
            changed = _with(start, at, name, value)
            if number in _counts(model, changed.parts, which):
                yield changed


def _solved(
    model: Model, parts: Sequence[Part], at: int, name: str, number: int, which: str
) -> Iterator[int]:
    """The sizes of a layer with which the numbers fit, which grow evenly with the size."""
    size = getattr(parts[at], name)
    first, second = (
        _counts(model, _replaced(parts, at, name, value), which) for value in (size, size + 1)
    )
    for now, next_ in zip(first, second, strict=False):
        if next_ > now and (number - now) % (next_ - now) == 0:
            found = size + (number - now) // (next_ - now)
            if found in _PLAIN_SIZES and found != size:
                fits = _counts(model, _replaced(parts, at, name, found), which)
                if number in fits:
                    yield found


def _windows(part: Layer) -> Iterator[tuple[str, Any]]:
    """Other values for the window of a convolution or pooling."""
    for name in ("kernel_size", "pool_size"):
        now = getattr(part, name, None)
        if now is not None and not isinstance(now, Unknown):
            edge = now[0] if isinstance(now, (tuple, list)) and now else now
            if isinstance(edge, int):
                yield from ((name, size) for size in _WINDOWS if size != edge)
    padding = getattr(part, "padding", None)
    if padding in ("valid", "same") and part.kind.startswith(_WINDOWED):
        yield "padding", "same" if padding == "valid" else "valid"
    strides = getattr(part, "strides", None)
    if part.kind.startswith(_WINDOWED) and strides is not None and not isinstance(strides, Unknown):
        edge = strides[0] if isinstance(strides, (tuple, list)) and strides else strides
        yield from (("strides", step) for step in (1, 2) if step != edge)


_WINDOWED = tuple(words("Conv MaxPooling AveragePooling SeparableConv"))


def _with(start: _Variant, at: int, name: str, value: Any) -> _Variant:
    """The variant with an argument of one layer changed."""
    part = start.parts[at]
    told = f"`{name}={value!r}` in `{part.kind}` instead of `{getattr(part, name)!r}`"
    edit = Edit(f"{name} of {id(part)}", told)
    return start.changed(_replaced(start.parts, at, name, value), edit)


def _replaced(parts: Sequence[Part], at: int, name: str, value: Any) -> tuple[Part, ...]:
    return (*parts[:at], _altered(parts[at], name, value), *parts[at + 1 :])


def _altered(part: Part, name: str, value: Any) -> Part:
    """A copy of a layer with another value of one argument."""
    twin = copy(part)
    twin.__dict__[name] = value
    return twin
