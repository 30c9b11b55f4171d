"""What comments say to kerascheck: `# kerascheck: ignore[KC101] reason` and the like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START = re.compile(r"#\s*(?:(?P<ours>kerascheck\b)\s*:?|noqa\b)", re.IGNORECASE)
_OURS = re.compile(
    r"#\s*kerascheck\s*(?P<colon>:?)\s*(?P<verb>[\w-]*)\s*"
    r"(?P<open>\[)?(?P<list>[^\]\[#]*)(?P<close>\])?(?P<reason>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NOQA = re.compile(
    r"#\s*noqa\s*:\s*(?P<list>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)(?P<reason>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CODE = re.compile(r"KC[0-9]+", re.IGNORECASE)
_VERBS = ("ignore", "file-ignore")
_FACTS = ("labels", "classes", "params")
"""What else may follow `kerascheck:`; it states facts and suppresses nothing."""


@dataclass(frozen=True, slots=True)
class Directive:
    """One suppression in a comment, whose text begins at `column` of the comment.

    `wrong` says what is wrong with it, if anything is; `reason` is what stands behind the list.
    """

    column: int
    text: str
    codes: tuple[str, ...] = ()
    reason: str = ""
    whole_file: bool = False
    wrong: str = ""


def directives(comment: str) -> Iterator[Directive]:
    """The suppressions in a comment, `#` included; there may be several."""
    starts = list(_START.finditer(comment))
    for index, start in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(comment)
        text = comment[start.start() : end].rstrip()
        found = _ours(text, start.start()) if start["ours"] else _noqa(text, start.start())
        if found:
            yield found


_CLAIM = re.compile(r"#\s*kerascheck\s*:\s*params\s*=\s*(\d[\d,_]*)", re.IGNORECASE)


def claimed_parameters(comment: str) -> int | None:
    """The number that `# kerascheck: params=109386` states, or None for any other comment."""
    found = _CLAIM.search(comment)
    return int(found[1].replace(",", "").replace("_", "")) if found else None


def _ours(text: str, column: int) -> Directive | None:
    found = _OURS.match(text)
    if not found or not found["colon"]:
        # Prose that names the tool, unless it has the form of a suppression.
        if found and found["verb"].lower() in _VERBS and found["open"]:
            return Directive(column, text, wrong="a colon is missing after `kerascheck`")
        return None
    verb = found["verb"].lower()
    if verb in _FACTS:
        return None
    if verb not in _VERBS:
        return Directive(column, text, wrong=_unknown(found["verb"]))
    codes = tuple(part for part in re.split(r"[,\s]+", found["list"]) if part)
    if not found["open"]:
        wrong = f"`{verb}` needs the codes of the rules to ignore, as in `{verb}[KC101]`"
        return Directive(column, text, wrong=wrong)
    if not found["close"]:
        return Directive(column, text, codes, wrong=f"the list after `{verb}` has no closing `]`")
    if not codes:
        return Directive(column, text, wrong=f"the list after `{verb}` is empty")
    return Directive(column, text, codes, _reason(found["reason"]), verb == "file-ignore")


def _noqa(text: str, column: int) -> Directive | None:
    """A `noqa` with codes of ours; those of other tools are none of our business."""
    found = _NOQA.match(text)
    if not found:
        return None
    codes = tuple(code for code in re.split(r"[,\s]+", found["list"]) if _CODE.fullmatch(code))
    return Directive(column, text, codes, _reason(found["reason"])) if codes else None


def _reason(text: str) -> str:
    return text.strip().lstrip("-:\u2013\u2014 ").strip()


def _unknown(verb: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(verb.lower(), _VERBS, 1, 0.6)
    meant = (
        f"; did you mean `{close[0]}`?" if close else "; only `ignore` and `file-ignore` are known"
    )
    return f"unknown suppression `{verb}`{meant}" if verb else "nothing follows `kerascheck:`"
