"""`markdown`: the models as sections with tables, for a README or a pull request."""

import re
from collections.abc import Iterator, Sequence

from kerascheck.explain.description import Explained, Really, Row, Summary
from kerascheck.explain.style import (
    count,
    fresh,
    frozen,
    memory,
    noted,
    parameters,
    totals,
    trainability,
)
from kerascheck.report.style import clean


def render(files: Sequence[Explained], *, batch: int | None = None) -> str:
    """The models of all files, a section each."""
    blocks = []
    models = [model for file in files for model in file.models]
    builders = dict.fromkeys(file.builder for file in files if file.builder)
    blocks += [escaped(builder) for builder in builders]
    for file in files:
        blocks += ["\n".join(_model(model, batch)) for model in file.models]
        rest = list(_rest(file))
        if rest:
            blocks.append("\n".join(rest))
    if len(models) > 1:
        blocks.append(f"{totals(models, sum(bool(file.models) for file in files))}.")
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _model(model: Summary, batch: int | None) -> Iterator[str]:
    name = f"{code(model.name)} " if model.name else ""
    yield f"## {name}{escaped(model.kind)}"
    yield ""
    yield _places(model)
    yield ""
    if model.rows:
        built = "" if model.built is None else " built shape | built params |"
        yield f"| line | layer | output shape | params |{built} notes |"
        yield (
            "|---:|---|---|---:|---|" if model.built is None else "|---:|---|---|---:|---|---:|---|"
        )
        told: set[str] = set()
        for row in model.rows:
            yield _row(row, model, told)
        yield ""
    yield from (f"- {line}" for line in _under(model, batch))


def _places(model: Summary) -> str:
    parts = [code(str(model.place))]
    for word, places in (("compiled", model.compiled), ("fitted", model.fitted)):
        if places:
            parts.append(f"{word} at {', '.join(code(str(place)) for place in places)}")
    return ", ".join(parts)


def _row(row: Row, model: Summary, told: set[str]) -> str:
    notes = ["frozen"] if frozen(row) else []
    notes += [noted(note) for note in row.notes]
    notes += [f"? {clean(reason)}" for reason in fresh(row.reasons, told)]
    indent = "&nbsp;&nbsp;" * row.depth
    cells = [
        escaped(row.place.seen_from(model.place.path)),
        indent + escaped(row.text),
        code(row.shape),
        count(row.parameters),
    ]
    if model.built is not None:
        really = row.built or Really()
        shapes = ", ".join(map(str, really.outputs or ()))
        cells += [
            code(shapes) if shapes else "",
            "" if really.parameters is None else count(really.parameters),
        ]
        notes.insert(0, really.words or really.verdict)
    cells.append(escaped("; ".join(filter(None, notes))))
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def _under(model: Summary, batch: int | None) -> Iterator[str]:
    yield escaped(parameters(model))
    if trainability(model):
        yield escaped(trainability(model))
    if batch is not None:
        yield escaped(memory(model, batch))
    for item in model.items:
        notes = "; ".join(noted(note) for note in item.notes)
        said = ": ".join(part for part in (item.label, item.text) if part)
        yield escaped(" ".join(part for part in (said, notes) if part))
    for label, text in model.built.lines if model.built is not None else ():
        yield escaped(f"{label}: {text}")
    for place, why in model.gaps:
        yield escaped(f"? {place.seen_from(model.place.path)}: {why}")


def _rest(file: Explained) -> Iterator[str]:
    for place, note in file.notes:
        yield f"- {code(str(place))} {escaped(noted(note))}"
    for name, place, why in file.missing:
        yield f"- not understood: {f'{code(name)} ' if name else ''}{code(str(place))}: {escaped(why)}"


def escaped(text: str) -> str:
    r"""The text so that Markdown shows it as it is, on one line of a table."""
    return re.sub(r"([\\`*_\[\]<>|~#])", r"\\\1", clean(text))


def code(text: str) -> str:
    """The text as code, on one line of a table."""
    said = clean(text)
    longest = max((len(run) for run in re.findall("`+", said)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{said}{pad}{fence}".replace("|", "\\|")
