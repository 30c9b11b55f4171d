"""The table of a model that was built, too: what was traced and what Keras made of it."""

from collections.abc import Iterator

from kerascheck.explain.description import Really, Row, Summary
from kerascheck.explain.style import count, counted, fresh, noted, padded, wide
from kerascheck.report.style import clean, paint

_HEAD = ("line", "layer", "static shape", "built shape", "static", "built", "check")
_RIGHT = (0, 4, 5)
"""The columns of numbers."""
_SIGNS = {"agrees": "✔", "differs": "✖", "built only": "?", "not built": "-"}


def table(model: Summary, color: bool) -> Iterator[str]:
    """The rows, and how many of them agree."""
    told: set[str] = set()
    rows = [_cells(row, model, told) for row in model.rows]
    columns = [max(wide(row[at]) for row in [_HEAD, *rows]) for at in range(len(_HEAD))]
    for row in [_HEAD, *rows]:
        cells = [
            padded("", columns[at] - wide(cell)) + cell
            if at in _RIGHT
            else padded(cell, columns[at])
            for at, cell in enumerate(row)
        ]
        yield f" {'  '.join(cells)}".rstrip()
    yield agreement(model, color)


def _cells(row: Row, model: Summary, told: set[str]) -> tuple[str, ...]:
    really = row.built or Really()
    reasons = fresh(row.reasons, told)
    shape = f"{row.shape}  ({clean(reasons[0])})" if reasons and "?" in row.shape else row.shape
    outputs = really.outputs
    built = ", ".join(map(str, outputs)) if outputs is not None else ""
    number = "" if really.parameters is None else count(really.parameters)
    sign = _SIGNS.get(really.verdict, "")
    said = "  ".join([clean(really.words) if really.words else "", *map(noted, row.notes)]).strip()
    return (
        row.place.seen_from(model.place.path),
        f"{'  ' * row.depth}{clean(row.text)}",
        shape,
        built,
        count(row.parameters),
        number,
        f"{sign} {said}".strip(),
    )


def agreement(model: Summary, color: bool) -> str:
    """How many layers agree, are known by one of the two only, or disagree."""
    found = [row.built.verdict for row in model.rows if row.built is not None]
    agree, differ = found.count("agrees"), found.count("differs")
    only, lost = found.count("built only"), found.count("not built")
    parts = [
        f"{paint('✔', 'added', color)} {agree:,} of {counted(len(found), 'layer')} agree",
        f"? {only:,} known only dynamically",
        f"{paint('✖', 'error', color) if differ else '✖'} {differ:,} disagree",
    ]
    if lost:
        parts.append(f"- {lost:,} not built")
    return f" {'   '.join(parts)}"
