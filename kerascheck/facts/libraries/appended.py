"""Lists that a script fills with the labels of one class after the other, or with windows."""

from collections.abc import Sequence

from kerascheck.values import Blocks, More, Times, Unknown, Value


def appended(items: Sequence[Value]) -> dict[str, Blocks | Times | None]:
    """The fields of data that tell in what order loops have filled a list."""
    return {"blocks": _blocks(items), "times": _times(items)}


def _blocks(items: Sequence[Value]) -> Blocks | None:
    """The blocks of labels in a list that loops have filled, if all of it is known to be so."""
    first = items[1] if len(items) > 1 else None
    if not isinstance(first, More) or not first.order or first.site is None:
        return None
    text = f"`{first.site.text}`"
    if first.order == "classes":
        return Blocks(text, first.site) if _one_turn(items) else None
    labels: list[float | str] = []
    for label, rest in zip(items[::2], items[1::2], strict=False):
        if not isinstance(rest, More) or rest.order != "same":
            return None
        known = _known(label)
        if known is None:
            return None
        if not labels or labels[-1] != known:
            labels.append(known)
    if len(items) % 2 or len(labels) < 2 or len(set(labels)) < len(labels):
        return None
    return Blocks(text, first.site, tuple(labels))


def _one_turn(items: Sequence[Value]) -> bool:
    """Whether all is of the one turn of the loops that is followed: the same label each time."""
    rest = [item for item in items[1::2] if isinstance(item, More) and item.order == "classes"]
    if 2 * len(rest) != len(items):
        return False
    label = items[0]
    # Two loops may count from the same number on, but what is not known is itself alone.
    return len(items) == 2 or (isinstance(label, Unknown) and all(i is label for i in items[::2]))


def _known(label: Value) -> float | str | None:
    if isinstance(label, (bool, int, float)):
        return float(label)
    return label if isinstance(label, str) else None


def _times(items: Sequence[Value]) -> Times | None:
    """What a list of overlapping windows says about its rows, which stay in the order of time."""
    orders = [item.order for item in items if isinstance(item, More)]
    last = next((item for item in reversed(items) if isinstance(item, More)), None)
    if last is None or last.site is None or set(orders) != {"windows"}:
        return None
    return Times(f"`{last.site.text}`", last.site, windows=True)


def shuffle_items(items: list[Value]) -> None:
    """What may have brought the items of a list into another order ends their blocks."""
    # Each store into a list asks this, and most lists are long and have nothing of the kind.
    if More in map(type, items) and any(isinstance(i, More) and i.order for i in items):
        items.append(More("items in an order that is not known"))
