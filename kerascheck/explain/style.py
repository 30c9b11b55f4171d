"""Marks and figures in the text formats."""

from collections.abc import Iterable

from kerascheck.explain.description import Note, Number, Row, Summary, Unsure
from kerascheck.report.style import clean, width

MARKS = {"error": "✖", "warning": "!", "info": "i"}
_UNITS = ("B", "KB", "MB", "GB", "TB")


def count(number: Number) -> str:
    """A number with thousands separators, `?` if it is not known."""
    return "?" if isinstance(number, Unsure) else f"{number:,}"


def amount(size: int) -> str:
    """Bytes in the unit that suits them, of 1,024 each, as Keras's own summary has them."""
    value = float(size)
    for unit in _UNITS:
        if value < 1024 or unit == _UNITS[-1]:
            return f"{size} B" if unit == "B" else f"{value:,.2f} {unit}"
        value /= 1024
    raise AssertionError


def frozen(row: Row) -> bool:
    """Whether a layer has parameters, none of which is trained."""
    return row.trainable == 0 and isinstance(row.parameters, int) and row.parameters > 0


def noted(note: Note) -> str:
    """A finding in the margin: `! KC401 drops 80 %`."""
    return f"{MARKS[note.severity]} {note.code} {clean(note.text)}"


def padded(text: str, columns: int) -> str:
    """The text with blanks up to a width; wide characters take two columns."""
    return text + " " * (columns - wide(text))


def wide(text: str) -> int:
    """How many columns a text takes."""
    return len(text) if text.isascii() else sum(map(width, text))


def parameters(summary: Summary) -> str:
    """The parameters of a model in one sentence, with the layer that has most of them."""
    size = summary.size
    if isinstance(size.parameters, Unsure):
        known = f"; {count(size.known)} in the layers that are known" if size.known else ""
        return f"? parameters: {clean(size.parameters.why)}{known}"
    text = f"{counted(size.parameters, 'parameter')}{_bytes(summary)}"
    row = summary.dominant
    if row is not None and isinstance(row.parameters, int):
        share = 100 * row.parameters / size.parameters
        where = row.place.seen_from(summary.place.path)
        where = f"line {where}" if where.isdigit() else where
        text += f", {share:.1f} % of them in {clean(row.text)} ({where})"
    return text


def _bytes(summary: Summary) -> str:
    size = summary.size
    if isinstance(size.bytes, Unsure) or not size.bytes:
        return ""
    dtype = f" in {size.dtypes[0]}" if len(size.dtypes) == 1 else ""
    return f" ({amount(size.bytes)}{dtype})"


def trainability(summary: Summary) -> str:
    """How many parameters are trained and how many not; empty if all of them are trained."""
    size = summary.size
    if isinstance(size.parameters, Unsure) or size.non_trainable == 0:
        return ""
    if isinstance(size.trainable, Unsure):
        return f"trainable ?: {clean(size.trainable.why)}"
    return f"{count(size.trainable)} trainable, {count(size.non_trainable)} not"


def counted(number: int, noun: str) -> str:
    """`1 model`, `2 models`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def fresh(reasons: Iterable[str], told: set[str]) -> list[str]:
    """The reasons that have not been told yet: those that follow from one are told once."""
    new = [reason for reason in reasons if reason not in told]
    told.update(new)
    return new


def memory(summary: Summary, batch: int) -> str:
    """The memory of the outputs for a batch, and of the parameters."""
    from kerascheck.explain.flow import memory as measured

    found = measured(summary, batch)
    missing = ", ".join(clean(text) for text in found.missing[:3])
    more = len(found.missing) - 3
    if more > 0:
        missing += f" and {more} more"
    least = "at least " if missing else ""
    outputs = f"{least}{amount(found.activations)}" if found.activations else "?"
    line = f"{outputs} of layer outputs for a batch of {batch:,}"
    if isinstance(summary.size.bytes, int) and summary.size.bytes:
        line = f"{amount(summary.size.bytes)} of parameters, {line}"
    return f"{line}; not known of {missing}" if missing else line


def totals(summaries: Iterable[Summary], files: int) -> str:
    """One line about several models: how many, their layers and parameters."""
    models = list(summaries)
    layers = sum(row.depth == 0 for model in models for row in model.rows)
    sizes = [model.size.parameters for model in models]
    known = sum(
        size if isinstance(size, int) else model.size.known
        for size, model in zip(sizes, models, strict=True)
    )
    unsure = sum(isinstance(size, Unsure) for size in sizes)
    where = f" in {files:,} files" if files > 1 else ""
    text = f"{counted(len(models), 'model')}{where}, {counted(layers, 'layer')}, "
    if unsure:
        return f"{text}at least {counted(known, 'parameter')}; {unsure:,} not fully known"
    return f"{text}{counted(known, 'parameter')}"
