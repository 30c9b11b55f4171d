"""Globs of `per-file-ignores`: which files a pattern means."""

import os
import re
from functools import lru_cache


def matches(pattern: str, path: str, folder: str = "") -> bool:
    """Whether `pattern`, which stands in a file of `folder`, means the file `path`.

    A pattern without a slash is held against the name of the file, any other against its path
    from `folder`. `*` also matches slashes and `**/` may match nothing, as in ruff. A leading `!`
    turns the answer round.
    """
    if pattern.startswith("!"):
        return not matches(pattern[1:], path, folder)
    absolute = os.path.abspath(path).replace(os.sep, "/")
    if "/" not in pattern:
        name = absolute.rpartition("/")[2]
        if _compiled(pattern).fullmatch(name):
            return True
    base = (folder or os.getcwd()).replace(os.sep, "/").rstrip("/")
    if pattern.startswith("/"):
        return _compiled(pattern).fullmatch(absolute) is not None
    inside = absolute.removeprefix(f"{base}/")
    return (
        inside != absolute and _compiled(pattern.removeprefix("./")).fullmatch(inside) is not None
    )


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression for a glob; an unclosed bracket stands for itself."""
    parts = []
    position = 0
    while position < len(pattern):
        rest = pattern[position:]
        group = re.match(r"\[!?\]?[^\]]*\]", rest)
        if rest.startswith("**/"):
            parts.append("(?:.*/)?")
            position += 3
        elif rest[0] == "*":
            parts.append(".*")
            position += 1
        elif rest[0] == "?":
            parts.append("[^/]")
            position += 1
        elif group:
            body = group.group()[1:-1].replace("\\", "\\\\").replace("[", "\\[")
            parts.append(f"[{'^' + body[1:] if body.startswith('!') else body}]")
            position += group.end()
        else:
            parts.append(re.escape(rest[0]))
            position += 1
    return re.compile("".join(parts), re.DOTALL)
