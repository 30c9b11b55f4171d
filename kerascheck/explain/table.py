"""`table`: the models for people to read in a terminal.

Nothing is cut: a row may be longer than the terminal is wide, as a number without its last
digits would be wrong.
"""

from collections.abc import Iterator, Sequence

from kerascheck.explain import side_by_side
from kerascheck.explain.description import Explained, Item, Note, Row, Summary
from kerascheck.explain.style import (
    MARKS,
    count,
    fresh,
    frozen,
    memory,
    noted,
    padded,
    parameters,
    totals,
    trainability,
    wide,
)
from kerascheck.report.style import clean, paint

_HEAD = ("line", "layer", "output shape", "params")
_SIDE_BY_SIDE = 2
"""So many blanks stand between two columns."""


def render(files: Sequence[Explained], *, batch: int | None = None, color: bool = False) -> str:
    """The models of all files, each with its table."""
    blocks = []
    models = [model for file in files for model in file.models]
    builders = dict.fromkeys(file.builder for file in files if file.builder)
    blocks += [clean(builder) for builder in builders]
    for file in files:
        blocks += ["\n".join(_model(model, batch, color)) for model in file.models]
        rest = list(_rest(file, color))
        if rest:
            blocks.append("\n".join(rest))
    if len(models) > 1:
        blocks.append(totals(models, sum(bool(file.models) for file in files)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _model(model: Summary, batch: int | None, color: bool) -> Iterator[str]:
    yield _header(model, color)
    yield ""
    if model.rows:
        yield from _table(model, color) if model.built is None else side_by_side.table(model, color)
        yield ""
    yield f" {parameters(model)}"
    if trainability(model):
        yield f" {trainability(model)}"
    if batch is not None:
        yield f" {memory(model, batch)}"
    yield from _items((*model.items, *_built(model)), color)
    for place, why in model.gaps:
        yield f" ? {place.seen_from(model.place.path)}: {clean(why)}"


def _header(model: Summary, color: bool) -> str:
    name = f" `{clean(model.name)}`" if model.name else ""
    parts = [paint(f"model{name}", "bold", color), clean(model.kind), clean(str(model.place))]
    for word, places in (("compiled", model.compiled), ("fitted", model.fitted)):
        if places:
            listed = ", ".join(_nearby(place.seen_from(model.place.path)) for place in places)
            parts.append(f"{word} {listed}")
    return "   ".join(parts)


def _built(model: Summary) -> Iterator[Item]:
    """What is said of the model as it was built."""
    for label, text in model.built.lines if model.built is not None else ():
        yield Item(label, text)


def _nearby(place: str) -> str:
    return f":{place}" if place.isdigit() else place


def _table(model: Summary, color: bool) -> Iterator[str]:
    cells = [_cells(row, model) for row in model.rows]
    told: set[str] = set()
    margin = [list(_margin(row, told)) for row in model.rows]
    columns = [max(wide(row[at]) for row in [_HEAD, *cells]) for at in range(4)]
    notes_of: list[list[Note | str]] = [["notes"], *margin]
    for (line, layer, shape, number), notes in zip([_HEAD, *cells], notes_of, strict=True):
        text = (" " * _SIDE_BY_SIDE).join(
            [
                padded("", columns[0] - wide(line)) + line,
                padded(layer, columns[1]),
                padded(shape, columns[2]),
                padded("", columns[3] - wide(number)) + number,
            ]
        )
        said = "  ".join(_painted(note, color) for note in notes)
        yield f" {text}  {said}".rstrip()


def _cells(row: Row, model: Summary) -> tuple[str, str, str, str]:
    indent = "  " * row.depth
    name = f"{indent}{clean(row.text)}"
    return row.place.seen_from(model.place.path), name, row.shape, count(row.parameters)


def _margin(row: Row, told: set[str]) -> Iterator["Note | str"]:
    if frozen(row):
        yield "frozen"
    yield from row.notes
    yield from (f"? {clean(reason)}" for reason in fresh(row.reasons, told))


def _painted(note: "Note | str", color: bool) -> str:
    if isinstance(note, str):
        return note
    mark = MARKS[note.severity]
    return paint(mark, note.severity, color) + noted(note)[len(mark) :]


def _items(items: Sequence[Item], color: bool) -> Iterator[str]:
    labels = max((wide(item.label) for item in items), default=0)
    texts = [item.text for item in items if item.notes]
    column = max(map(wide, texts), default=0)
    for item in items:
        text = padded(item.text, column) if item.notes else item.text
        notes = "  ".join(_painted(note, color) for note in item.notes)
        yield f" {padded(item.label, labels)}  {clean(text)}  {notes}".rstrip()


def _rest(file: Explained, color: bool) -> Iterator[str]:
    """What is told of a file beside its models."""
    for place, note in file.notes:
        yield f"{clean(str(place))}  {_painted(note, color)}"
    for name, place, why in file.missing:
        named = f"`{clean(name)}` " if name else ""
        yield f"not understood: {named}{clean(str(place))} \N{EN DASH} {clean(why)}"
