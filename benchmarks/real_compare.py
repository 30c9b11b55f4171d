"""Compares two lists of models: those that kerascheck knows and those that Keras built.

Part of `real_models.py`. A number that is not known is `"?"`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

Json = dict[str, Any]
OWN_WEIGHTS = "own weights"
"""The row of our table that has the weights of a model itself; for Keras it is no layer."""


def compare(ours: Json, theirs: Json) -> tuple[str, list[str]]:
    """`equal`, `partly` or `WRONG`, and the differences."""
    wrong: list[str] = []
    open_ends = not ours["whole"] or ours["kind"] in ("loaded", "unknown")
    listed = [layer for layer in ours["layers"] if layer["class"] != OWN_WEIGHTS]
    pairs, mine, rest = _paired(listed, theirs["layers"])
    unknown = bool(open_ends)
    if len(mine) != len(rest) or any(layer["class"] == "?" for layer in mine):
        if not open_ends:
            count = len(listed), len(theirs["layers"])
            names = [layer["class"] for layer in mine], [layer["class"] for layer in rest]
            wrong.append(f"layers: {count[0]} for {count[1]}; {names[0]} for {names[1]}")
    else:
        pairs += list(zip(mine, rest, strict=True))
    for one, other in pairs:
        for what in _differences(one, other):
            if what == "?":
                unknown = True
            else:
                wrong.append(f"{other['class']} {other['name']}: {what}")
    for when in ("sums", "at_compile"):
        if theirs[when] is None:
            continue
        for name, one, other in zip(("trainable", "other"), ours[when], theirs[when], strict=True):
            if one == "?":
                unknown = True
            elif one != other and not open_ends:
                wrong.append(f"{when}: {one} {name} parameters for {other}")
    return ("WRONG" if wrong else "partly" if unknown else "equal"), wrong


def _paired(
    ours: Sequence[Json], theirs: Sequence[Json]
) -> tuple[list[tuple[Json, Json]], list[Json], list[Json]]:
    """Layers that agree, in any order, then those of one class in order; and what is left."""
    pairs: list[tuple[Json, Json]] = []
    mine, rest = list(ours), list(theirs)

    def same(one: Json, other: Json) -> bool:
        return bool(one["class"] == other["class"] or (one["model"] and other["model"]))

    def agree(one: Json, other: Json) -> bool:
        return same(one, other) and not any(_differences(one, other))

    def may_agree(one: Json, other: Json) -> bool:
        return same(one, other) and set(_differences(one, other)) <= {"?"}

    for test in (agree, may_agree, same):
        for one in list(mine):
            for other in rest:
                if test(one, other):
                    pairs.append((one, other))
                    mine.remove(one)
                    rest.remove(other)
                    break
    return pairs, mine, rest


def _differences(one: Json, other: Json) -> Iterator[str]:
    if one["count"] == "?":
        if other["count"] is not None:
            yield "?"
    elif other["count"] is not None and one["count"] != other["count"]:
        yield f"{one['count']} parameters for {other['count']}"
    if other["shapes"] is not None:
        yield from _outputs(one["shapes"], other["shapes"])
    elif other.get("calls"):
        # Outside of a graph, a layer may have been called with data of several shapes.
        yield from min((list(_outputs(one["shapes"], c, True)) for c in other["calls"]), key=len)


def _outputs(mine: Any, real: Any, data: bool = False) -> Iterator[str]:
    if "?" in mine:
        yield "?"
    elif len(mine) != len(real):
        yield f"outputs {mine} for {real}"
    else:
        for shape, right in zip(mine, real, strict=True):
            yield from _shape(shape, right, data)


def _shape(shape: Any, right: Any, data: bool) -> Iterator[str]:
    """The batch axis is open for one and may have a size, that of some data, for the other."""
    if len(shape) != len(right):
        yield f"output {shape} for {right}"
        return
    for axis, (dim, size) in enumerate(zip(shape, right, strict=True)):
        loose = axis == 0 and (data or dim is None or size is None)
        if dim == "?":
            yield "?"
        elif dim != size and not loose:
            yield f"output {shape} for {right}"
            return


def join(ours: Sequence[Json], theirs: Sequence[Json]) -> Iterator[tuple[Json | None, Json | None]]:
    """Models of the same place: in order if there are as many, else those that fit best."""
    mine: Mapping[Any, list[Json]] = defaultdict(list)
    real: Mapping[Any, list[Json]] = defaultdict(list)
    for model in ours:
        mine[tuple(model["place"])].append(model)
    for model in theirs:
        real[tuple(model["place"])].append(model)
    for place in {**mine, **real}:
        left, right = mine[place], real[place]
        if len(left) == len(right):
            yield from zip(left, right, strict=True)
            continue
        used: list[Json] = []
        for other in list(right):
            # What a loop makes may stand there once for all its turns.
            best = min(left or used, key=partial(_distance, other), default=None)
            if best is not None and best in left:
                left.remove(best)
                used.append(best)
            yield best, other
        yield from ((one, None) for one in left)


def _distance(other: Json, one: Json) -> int:
    return ["equal", "partly", "WRONG"].index(compare(one, other)[0])
