"""What operations on labels say about the task, and which rows data have."""

import re
from collections.abc import Iterable
from functools import lru_cache

from kerascheck.values import Clue, Data, Encoding, Int, Kind, Site, Taken, Unknown

LABELS = frozenset(
    {Encoding.INT, Encoding.BINARY, Encoding.ONE_HOT, Encoding.MULTI_HOT, Encoding.STRING}
)
"""Encodings of class labels."""

_MEASURED = frozenset(
    [
        "price",
        "prices",
        "saleprice",
        "sale_price",
        "salary",
        "income",
        "sales",
        "age",
        "temperature",
        "temp",
        "rating",
        "score",
        "demand",
        "mpg",
        "yield",
        "consumption",
        "close",
        "revenue",
        "cost",
        "charges",
    ]
)
_TWO_VALUED = frozenset(
    [
        "churn",
        "churned",
        "fraud",
        "isfraud",
        "is_fraud",
        "survived",
        "spam",
        "is_spam",
        "default",
        "exited",
    ]
)
_CLASSES = frozenset(
    [
        "label",
        "labels",
        "class",
        "classes",
        "category",
        "species",
        "target_class",
        "diagnosis",
        "sentiment",
    ]
)


def words(site: Site) -> str:
    """The source text of a place on one line, cut at 40 characters."""
    text = " ".join(site.text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def relabel(
    data: Data, text: str, site: Site, clues: Iterable[Clue] = (), **changes: object
) -> Data:
    """Data whose labels mean something else now: what spoke for the old meaning is dropped."""
    kept = tuple(clue for clue in data.clues if clue.source not in ("labels", "names"))
    return data.step(text, site, clues=(*kept, *clues), **changes)


def two_valued(
    data: Data, text: str, site: Site, *, weight: float = 0.95, **changes: object
) -> Data:
    """Labels of two classes, 0 and 1, made at `site`."""
    clue = Clue("binary", weight, "labels", f"`{words(site)}` leaves two classes", site, 2)
    return relabel(
        data,
        text,
        site,
        (clue,),
        **{"encoding": Encoding.BINARY, "classes": 2, "low": 0.0, "high": 1.0, **changes},
    )


def grouped(data: Data, text: str, site: Site, n: Int, *, weight: float = 0.95) -> Data:
    """Integer labels of `n` classes, made at `site`."""
    if isinstance(n, int) and n == 2:
        return two_valued(data, text, site, weight=weight)
    said = f"{n} classes" if isinstance(n, int) else "classes"
    task = "multiclass" if isinstance(n, int) else "classification"
    clue = Clue(task, weight, "labels", f"`{words(site)}` makes {said}", site, n)
    high = float(n - 1) if isinstance(n, int) else None
    low = 0.0 if isinstance(n, int) else None
    return relabel(data, text, site, (clue,), encoding=Encoding.INT, classes=n, low=low, high=high)


def continuous(data: Data, text: str, site: Site, weight: float) -> Data:
    """Numbers that a transform such as a logarithm shows to be measured, not counted off."""
    clue = Clue("regression", weight, "labels", f"`{words(site)}` treats them as numbers", site)
    return relabel(
        data, text, site, (clue,), encoding=Encoding.FLOAT, classes=_NO_CLASSES, low=None, high=None
    )


_NO_CLASSES = Unknown("not class labels")


def named(column: str, site: Site) -> tuple[Clue, ...]:
    """What the name of a column says about the task, if it is taken as the target."""
    name = re.sub(r"[^a-z0-9]+", "_", column.strip().lower()).strip("_")
    last = name.rpartition("_")[2]
    for task, table in (("binary", _TWO_VALUED), ("classification", _CLASSES)):
        if name in table or (last in table and task == "classification"):
            return (Clue(task, 0.45, "names", f"a column named `{column}`", site),)
    if name in _MEASURED or last in _MEASURED:
        return (Clue("regression", 0.45, "names", f"a column named `{column}`", site),)
    return ()


@lru_cache(maxsize=2048)
def _rows(parent: object, key: object) -> Taken:
    return Taken(parent, key)


def subset(data: Data, key: object) -> dict[str, object]:
    """The `rows` and `parents` of some of the rows, alike for data whose rows are the same.

    So the first thousand images and the first thousand labels belong together.
    """
    try:
        rows: object = _rows(data.rows, key)
    except TypeError:
        rows = object()
    return {
        "rows": rows,
        "parents": (data.rows, *data.parents),
        "blocks": None,
        "times": None,
    }


def joined(parts: Iterable[Data]) -> dict[str, object]:
    """The `rows` and `parents` of data put one after the other."""
    several = list(parts)
    parents: list[object] = []
    for part in several:
        parents.extend(row for row in (part.rows, *part.parents) if row not in parents)
    return {
        "rows": _rows("joined", tuple(part.rows for part in several)),
        "parents": tuple(parents),
    }


def main(first: Data, second: Data) -> Data:
    """Of two operands the one whose rows the result has: the larger, or the one from a source."""
    ranks = first.rank, second.rank
    if ranks[0] is not None and ranks[1] is not None and ranks[0] != ranks[1]:
        return first if ranks[0] > ranks[1] else second
    marks = [bool(d.part or d.parents or d.name or d.clues or d.predicted) for d in (first, second)]
    return second if marks[1] and not marks[0] else first


def plain(kind: Kind, site: Site, text: str, **fields: object) -> Data:
    """Fresh data with one step that says where they come from."""
    return Data(kind=kind, **fields).step(text, site)  # type: ignore[arg-type]
