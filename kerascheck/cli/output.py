"""Where a report goes: to stdout or files, in one or several formats, with its summary."""

from collections.abc import Sequence
from dataclasses import dataclass

import click

from kerascheck.cli.group import write
from kerascheck.report import FORMATS, TEXT_FORMATS, Run, render


@dataclass(frozen=True)
class Output:
    """How `check` reports.

    `targets` are pairs of a format and a file, an empty one for stdout. Findings go to stdout;
    the summary follows them if a format for people is there, else it goes to stderr. With `aside`
    stdout is for something else, and all of it goes to stderr. `only_fixes` leaves the findings
    out; `show_fixes` lists what was fixed; `dry` says that nothing was written.
    """

    targets: Sequence[tuple[str, str]]
    color: bool = False
    statistics: bool = False
    summary: bool = True
    coverage: bool = True
    verbose: bool = False
    aside: bool = False
    only_fixes: bool = False
    show_fixes: bool = False
    dry: bool = False

    def report(self, run: Run) -> None:
        """Write everything; raises `OSError` if a file cannot be written."""
        if self.only_fixes:
            write(self._fixes(run), err=self.aside)
            return
        shown = [name for name, file in self.targets if not file]
        for name in shown:
            write(self._findings(name, run, self.color), err=self.aside)
        people = any(name in TEXT_FORMATS for name in shown)
        if self.statistics and not people:
            write(self._statistics(run), err=True)
        write(self._summary(run, self.color and people), err=self.aside or not people)
        files: dict[str, str] = {}
        for name, file in self.targets:
            if file:
                text = self._findings(name, run, False)
                text += self._summary(run, False) if name in TEXT_FORMATS else ""
                files[file] = files.get(file, "") + text
        for file, text in files.items():
            with open(file, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)

    def _findings(self, name: str, run: Run, color: bool) -> str:
        if self.statistics and name in TEXT_FORMATS:
            return self._statistics(run)
        return render(name, run, color=color)

    def _statistics(self, run: Run) -> str:
        from kerascheck.report.summary import statistics

        return statistics(run)

    def _summary(self, run: Run, color: bool) -> str:
        if not self.summary:
            return ""
        from kerascheck.report.summary import render as summarize

        marks = not self.statistics and any(name == "concise" for name, _ in self.targets)
        listed = self._listed(run)
        return listed + summarize(
            run, coverage=self.coverage, everything=self.verbose, marks=marks, color=color
        )

    def _fixes(self, run: Run) -> str:
        """What is printed where only the fixes matter."""
        if not self.summary:
            return self._listed(run)
        from kerascheck.report.summary import counted

        number = len(run.fixed)
        done = "Would fix" if self.dry else "Fixed"
        found = f"{done} {counted(number, 'problem')}." if number else "Nothing to fix."
        return f"{self._listed(run)}{found}\n"

    def _listed(self, run: Run) -> str:
        if not self.show_fixes:
            return ""
        from kerascheck.report.summary import fixes

        return fixes(run)


def targets(formats: Sequence[str], file: str | None) -> list[tuple[str, str]]:
    """Read `FORMAT` and `FORMAT=FILE`; `file` is where formats without one of their own go."""
    found = []
    for given in formats:
        name, _, own = given.partition("=")
        if name not in FORMATS:
            from difflib import get_close_matches

            close = get_close_matches(name, FORMATS, 1)
            meant = f'did you mean "{close[0]}"?' if close else f"there are {', '.join(FORMATS)}"
            raise click.UsageError(f'unknown output format "{name}"; {meant}')
        found.append((name, own or file or ""))
    return found
