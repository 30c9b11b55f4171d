"""`dot`: the graph of the layers, for Graphviz; one digraph with a cluster a model."""

from collections.abc import Iterator, Sequence

from kerascheck.explain.description import Explained, Summary
from kerascheck.report.style import clean


def render(files: Sequence[Explained], *, batch: int | None = None) -> str:
    """The graphs of all models; nothing if there is none. The batch has no place here."""
    models = [model for file in files for model in file.models]
    if not models:
        return ""
    lines = ["digraph kerascheck {", "  node [shape=box, fontname=sans];"]
    for number, model in enumerate(models):
        lines += _model(model, number)
    return "".join(f"{line}\n" for line in [*lines, "}"])


def _model(model: Summary, number: int) -> Iterator[str]:
    heading = f"{model.name} {model.kind} {model.place}".strip()
    yield f"  subgraph cluster_{number} {{"
    yield f'    label="{escaped(heading)}";'
    for position, node in enumerate(model.graph):
        label = f"{escaped(node.text)}\\n{escaped(node.shape)}"
        look = "" if node.row is not None else ", shape=ellipse"
        yield f'    m{number}n{position} [label="{label}"{look}];'
    if not model.graph:
        yield f'    m{number}n0 [label="?"];'
    for position, node in enumerate(model.graph):
        for feed in node.feeds:
            yield f"    m{number}n{feed} -> m{number}n{position};"
    yield "  }"


def escaped(text: str) -> str:
    """The text for a quoted string, in which a backslash and a quote need one before them."""
    return clean(text).replace("\\", "\\\\").replace('"', '\\"')
