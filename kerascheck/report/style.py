"""Colours of a terminal, the width of characters, and text for streams that are not Unicode."""

RESET = "\x1b[0m"
STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "info": "\x1b[1;36m",
    "bold": "\x1b[1m",
    "gutter": "\x1b[34m",
    "label": "\x1b[36m",
    "added": "\x1b[32m",
    "removed": "\x1b[31m",
}
TAB = 4
_ASCII = {
    "⋮": "...",
    "…": "...",
    "\N{EN DASH}": "-",
    "—": "-",
    "\N{MULTIPLICATION SIGN}": "x",
    "→": "->",
    "\N{MIDDLE DOT}": "-",
    "✔": "ok",
    "✖": "x",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "“": '"',
    "”": '"',
    "\N{REPLACEMENT CHARACTER}": "?",
}


def paint(text: str, style: str, color: bool) -> str:
    """The text in a style of `STYLES` if `color` is on."""
    return f"{STYLES[style]}{text}{RESET}" if color and text else text


def encodable(text: str, encoding: str) -> str:
    """The text with what `encoding` does not have replaced by the nearest that it has."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        for character, plain in _ASCII.items():
            text = text.replace(character, plain)
        return text.encode(encoding, "replace").decode(encoding)
    return text


def width(character: str, column: int = 0) -> int:
    """How many columns a character takes that is shown in `column`."""
    if character.isascii():
        return TAB - column % TAB if character == "\t" else 1
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def visible(character: str, column: int = 0) -> str:
    """What is shown for a character: tabs as spaces, other control characters as a mark.

    A checked file must not be able to send commands to the terminal.
    """
    if character == "\t":
        return " " * width(character, column)
    if character < " " or "\x7f" <= character <= "\x9f" or character in "\u2028\u2029":
        return "\N{REPLACEMENT CHARACTER}"
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        return "\N{REPLACEMENT CHARACTER}"
    return character


def clean(text: str) -> str:
    """One line of text that is safe to print: no control characters, no line breaks."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(visible(character) for character in " ".join(text.split("\n")))
