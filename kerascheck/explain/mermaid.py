"""`mermaid`: the graph of the layers, for a Markdown file; one flowchart with a part a model."""

from collections.abc import Iterator, Sequence

from kerascheck.explain.description import Explained, Summary
from kerascheck.report.style import clean

_LITERAL = frozenset(" .,:=+*/-_()\N{MULTIPLICATION SIGN}→?'[]{}")


def render(files: Sequence[Explained], *, batch: int | None = None) -> str:
    """The graphs of all models; nothing if there is none. The batch has no place here."""
    models = [model for file in files for model in file.models]
    if not models:
        return ""
    lines = ["flowchart TD"]
    for number, model in enumerate(models):
        lines += _model(model, number)
    return "".join(f"{line}\n" for line in lines)


def _model(model: Summary, number: int) -> Iterator[str]:
    heading = f"{model.name} {model.kind} {model.place}".strip()
    yield f'  subgraph m{number}["{escaped(heading)}"]'
    for position, node in enumerate(model.graph):
        label = f"{escaped(node.text)}<br/>{escaped(node.shape)}"
        left, right = ('["', '"]') if node.row is not None else ('(["', '"])')
        yield f"    m{number}n{position}{left}{label}{right}"
    if not model.graph:
        yield f'    m{number}n0["?"]'
    for position, node in enumerate(model.graph):
        for feed in node.feeds:
            yield f"    m{number}n{feed} --> m{number}n{position}"
    yield "  end"


def escaped(text: str) -> str:
    """The text for a label in quotes: what is no letter, digit or plain sign becomes an entity."""
    return "".join(
        character if character.isalnum() or character in _LITERAL else f"#{ord(character)};"
        for character in clean(text)
    )
