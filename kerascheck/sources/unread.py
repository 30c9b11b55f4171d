"""What stands in for code that is no Python, so that what it changes is not taken as it was."""

import re
from keyword import iskeyword

from kerascheck.sources.exercises import EMPTY, uncovered
from kerascheck.sources.identifiers import identifiers
from kerascheck.sources.parse import Parsed, SyntaxProblem, parse
from kerascheck.sources.source import Block, Source

_PRINT = re.compile(r"^([ \t]*)print\b.*$")
_TARGETS = re.compile(
    r"^\s*((?:\([\w\s,]+\)|[\w\s,.:*+/\-\[\]'\"])+?)\s*(?:[-+*/%|&^@]|//|\*\*)?=(?!=)", re.MULTILINE
)
_BOUND = re.compile(r"\b(?:def|class|for|import|as)\s+([^\W\d]\w*)")
_CHANGED = re.compile(
    r"^\s*([^\W\d]\w*)\.(?:add|append|build|compile|extend|fit\w*|insert|load_weights|pop|"
    r"set_weights|train_on_batch|update)\(",
    re.MULTILINE,
)
_USED = re.compile(r"(?<![\w.])([^\W\d]\w*)\.\w+\(")


def filled_in(source: Source, block: int, problem: SyntaxProblem) -> tuple[Parsed, str] | None:
    """What can be followed once each name that gets no value has one that is not known.

    Values that comments give are taken from these. None if the code is no Python for other
    reasons, too.
    """
    plain = uncovered(source.blocks[block].text)
    parsed = _parsed(source, block, plain) if plain else problem
    if isinstance(parsed, Parsed):
        return parsed, plain
    lines = source.blocks[block].text.split("\n")
    while written := EMPTY.match(lines[problem.span.line - 1]):
        number = problem.span.line - 1
        lines[number] = f"{written[0]} unread(){lines[number][written.end() :]}"
        parsed = _parsed(source, block, "\n".join(lines))
        if isinstance(parsed, Parsed):
            return parsed, "\n".join(lines)
        problem = parsed
    return None


def stand_in(source: Source, block: int, problem: SyntaxProblem) -> tuple[Parsed, str] | None:
    """What can be followed of a cell that is no Python, and its text; None if nothing can.

    The `print` statements of Python 2 change nothing: without them the rest may be read as it is
    written. Else each name that the cell binds or changes gets a value that is not known.
    """
    filled = filled_in(source, block, problem)
    if filled is not None:
        return filled
    text = source.blocks[block].text
    quiet = text.split("\n")
    for _ in quiet:
        written = _PRINT.match(quiet[problem.span.line - 1])
        if not problem.message.startswith("this is Python 2 (print") or written is None:
            break
        line = f"{written[1]}pass"
        quiet[problem.span.line - 1] = line.ljust(len(written[0]))
        parsed = _parsed(source, block, "\n".join(quiet))
        if isinstance(parsed, Parsed):
            return parsed, "\n".join(quiet)
        problem = parsed
    changed = _names(" ".join([*_TARGETS.findall(text), *_BOUND.findall(text)]))
    changed += [name for name in _names(" ".join(_CHANGED.findall(text))) if name not in changed]
    used = [name for name in _names(" ".join(_USED.findall(text))) if name not in changed]
    if not changed and not used:
        return None
    call = f"unread({', '.join([*changed, *used])})"
    instead = " = ".join([*changed, call]) + "\n" * text.count("\n")
    parsed = _parsed(source, block, instead)
    return (parsed, instead) if isinstance(parsed, Parsed) else None


def _parsed(source: Source, block: int, text: str) -> Parsed | SyntaxProblem:
    blocks = (*source.blocks[:block], Block(text))
    return parse(Source(source.path, source.kind, blocks), block)


def _names(text: str) -> list[str]:
    return [name for name in dict.fromkeys(identifiers(text)) if not iskeyword(name)]
