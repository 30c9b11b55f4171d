"""The options about fixes, and what they do with the files that a run has fixed."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from kerascheck.cli.group import write
from kerascheck.cli.options import Decorator, option
from kerascheck.result import Result

_LIST = {"multiple": True, "metavar": "LIST"}
_OPTIONS: tuple[Decorator, ...] = (
    option("Fixes", "--fix/--no-fix", default=None, help="Apply the safe fixes."),
    option(
        "Fixes",
        "--unsafe-fixes/--no-unsafe-fixes",
        default=None,
        help="Count fixes that change the training as such that --fix applies.",
    ),
    option("Fixes", "--fix-only", is_flag=True, help="Fix, and do not report what is left."),
    option("Fixes", "--show-fixes", is_flag=True, help="List what was fixed."),
    option(
        "Fixes",
        "--diff",
        is_flag=True,
        help="Print what --fix-only would change, and write nothing; exit status 1 if it would.",
    ),
    option("Fixes", "--fixable", help="Rules whose fixes may be applied.", **_LIST),
    option("Fixes", "--unfixable", help="Rules whose fixes are only shown.", **_LIST),
    option(
        "Fixes",
        "--exit-non-zero-on-fix",
        is_flag=True,
        help="Exit with 1 if something was fixed, even if nothing is left.",
    ),
)


def fix_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about fixes to a command."""
    return reduce(lambda decorated, add: add(decorated), reversed(_OPTIONS), function)


@dataclass(frozen=True)
class Fixes:
    """What a run does with its fixes: `options` are those of the command."""

    options: Mapping[str, Any]

    @property
    def diff(self) -> bool:
        """Whether the changes are printed and not made."""
        return bool(self.options["diff"])

    @property
    def only(self) -> bool:
        """Whether the findings that are left do not matter."""
        return bool(self.options["fix_only"]) or self.diff

    @property
    def asked(self) -> bool:
        """Whether the command itself asks for changes of the source."""
        return bool(self.options["fix"] or self.options["fix_only"]) and not self.diff

    def save(
        self, results: Sequence[Result], stdin: str, complain: Callable[[str], None]
    ) -> tuple[list[Result], set[str]]:
        """Write the files that have changed.

        Gives the results, and the paths whose result no longer holds: those of files that could
        not be written, and of files that import one that was.
        """
        from kerascheck.fixing import save

        kept, stale, changed = [], set(), set()
        for result in results:
            if _changes(result) and result.path != stdin:
                assert result.change is not None
                try:
                    save(result.path, result.change)
                    changed.add(os.path.abspath(result.path))
                except OSError as error:
                    complain(f"{result.path}: cannot be fixed: {error.strerror or error}")
                    stale.add(result.path)
                    result = replace(result, change=None)
            kept.append(result)
        for result in kept:
            others = {os.path.abspath(path) for path in result.sources if path != result.path}
            if others & changed:
                stale.add(result.path)
        return kept, stale - {stdin}

    def print_diffs(self, results: Sequence[Result], *, color: bool) -> None:
        """Print what would change."""
        from kerascheck.report.diff import render

        screen = sys.stdout.isatty()
        for result in _changed(results):
            assert result.change is not None
            write(render(result.path, result.change, color=color, screen=screen))

    def would_fail(self, results: Sequence[Result]) -> bool:
        """Whether the changes alone give exit status 1."""
        asked = self.diff or self.options["exit_non_zero_on_fix"]
        return bool(asked) and any(True for _ in _changed(results))


def echo(data: bytes) -> None:
    """Print a source as it is, byte by byte."""
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def warnings(results: Sequence[Result]) -> str:
    """What is to be known of fixes that were not applied, and of files that were not read."""
    texts = [text for result in results if result.change for text in result.change.warnings]
    texts += dict.fromkeys(note for result in results for note in result.notes)
    return "".join(f"warning: {text}\n" for text in texts)


def _changes(result: Result) -> bool:
    return result.change is not None and result.change.before != result.change.after


def _changed(results: Sequence[Result]) -> Iterator[Result]:
    return filter(_changes, results)
