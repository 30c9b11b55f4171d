"""`kerascheck check`: options in, a report and an exit status out."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import click

from kerascheck.cli.dynamic import chosen, dynamic_options, progress
from kerascheck.cli.files import existing_files, file_options
from kerascheck.cli.fixes import Fixes, echo, fix_options, warnings
from kerascheck.cli.group import FAILED, FINDINGS, OK, error, fail, write
from kerascheck.cli.options import GroupedCommand, option, use_color
from kerascheck.cli.output import Output, targets
from kerascheck.cli.settings import configuration
from kerascheck.config import ConfigError, Settings
from kerascheck.configuration import Configuration
from kerascheck.report import Run
from kerascheck.result import Result

_LIST = {"multiple": True, "metavar": "LIST"}


@click.command(
    "check",
    cls=GroupedCommand,
    epilog="LIST is codes, prefixes, names or ALL, with commas. Exit status: 0 nothing to fix, "
    "1 problems, 2 the check could not be done, 130 interrupted.",
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@option("Rules", "--select", help="Rules to use instead of the stable ones.", **_LIST)
@option("Rules", "--ignore", help="Rules not to use.", **_LIST)
@option("Rules", "--extend-select", help="Rules to use in addition.", **_LIST)
@option(
    "Rules",
    "--per-file-ignores",
    multiple=True,
    metavar="GLOB:LIST",
    help="Rules not to use in the files of GLOB.",
)
@option(
    "Rules",
    "--min-confidence",
    type=click.Choice(["high", "medium", "low"]),
    help="Least confidence to report.  [default: medium]",
)
@option(
    "Rules",
    "--fail-level",
    type=click.Choice(["error", "warning", "info"]),
    help="Least severity that gives exit status 1.  [default: warning]",
)
@option("Rules", "--strict", is_flag=True, help="A model that is not understood is a finding.")
@fix_options
@dynamic_options
@option(
    "Output",
    "--output-format",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="full, concise, json or github; may be repeated.  [default: full]",
)
@option("Output", "-o", "--output-file", metavar="FILE", help="Write to FILE, not to stdout.")
@option("Output", "--statistics", is_flag=True, help="Count the findings by rule.")
@option("Output", "--show-files", is_flag=True, help="List the files to check, and stop.")
@option(
    "Output",
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Whether to use colours.  [default: auto]",
)
@option("Output", "--no-coverage", is_flag=True, help="Do not say what was understood.")
@option("Output", "-q", "--quiet", is_flag=True, help="Print findings only.")
@option("Output", "-v", "--verbose", is_flag=True, help="Report what was not read, too.")
@file_options
@option("Run", "--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Check the Python files and notebooks in PATHS (default: this folder; `-` is stdin)."""
    try:
        context.exit(Check(paths or (".",), options).run())
    except ConfigError as problem:
        fail(str(problem))


@dataclass
class Check:
    """One run of `check`."""

    paths: Sequence[str]
    options: dict[str, Any]
    failed: bool = False
    read: bytes | None = None
    """What was read from stdin, as long as nothing of it was printed."""

    def run(self) -> int:
        """Do what the options ask for and return the exit status; raises `ConfigError`.

        Who has the source on stdin fixed, as editors do, gets it back whatever happens.
        """
        try:
            return self._run()
        except BaseException:
            if "-" in self.paths and (self.read is not None or self._fixes.asked):
                echo(sys.stdin.buffer.read() if self.read is None else self.read)
            raise

    @property
    def _fixes(self) -> Fixes:
        return Fixes(self.options)

    def _run(self) -> int:
        dynamic = self.options["dynamic"] or self.options["execute"]
        if dynamic and (self._fixes.asked or self._fixes.diff):
            raise click.UsageError("--dynamic changes no file; run the fixes first, without it")
        settings = configuration(self.options)
        required = self.options["error_on_no_files"]
        files = existing_files(self.paths, settings, self._error, required=required)
        stdin = (self.options["stdin_filename"] or "-") if "-" in self.paths else ""
        names = [*files, stdin] if stdin else files
        if self.options["show_files"]:
            write("".join(f"{name}\n" for name in names))
            return FAILED if self.failed else OK
        _validate(settings.of(name) for name in names or ["-"])
        first = settings.of(names[0] if names else "-")
        filtering = bool(stdin) and settings.of(stdin).fix and not self._fixes.diff
        output = self._output(first, aside=filtering or self._fixes.diff)
        results = self._results(files, stdin, settings, filtering)
        run = Run(tuple(results), first.unsafe_fixes)
        if filtering:
            self._return(results[-1])
        elif self._fixes.diff:
            self._fixes.print_diffs(results, color=output.color)
        write(warnings(results), err=True)
        try:
            output.report(run)
        except OSError as problem:
            self._error(f"{problem.filename}: cannot be written: {problem.strerror}")
        for result in run.failures:
            self._error(f"{result.path}: {result.failed}")
        return self._status(run, settings)

    def _results(
        self, files: Sequence[str], stdin: str, settings: Configuration, filtering: bool
    ) -> list[Result]:
        """One result a file, that of stdin last, after the fixes are written."""
        from kerascheck import runner

        data = sys.stdin.buffer.read() if stdin else b""
        self.read = data if filtering else None
        source = (stdin, data) if stdin else None
        jobs = self.options["jobs"]
        dynamic = chosen(self.options, self.paths)
        if dynamic is not None:
            from kerascheck.dynamic.runner import UnavailableError

            try:
                with progress() as tell:
                    found = runner.run(files, settings.of, stdin=source, dynamic=dynamic, tell=tell)
                    return list(found)
            except UnavailableError as problem:
                fail(str(problem))
        results = list(runner.run(files, settings.of, jobs=jobs, stdin=source, fix=True))
        if self._fixes.diff or not any(result.change for result in results):
            return results
        results, stale = self._fixes.save(results, stdin, self._error)
        if stale and not self._fixes.only:
            again = runner.run([path for path in files if path in stale], settings.of, jobs=jobs)
            fresh = {result.path: result for result in again}
            results = [
                replace(fresh.get(result.path, result), change=result.change) for result in results
            ]
        return results

    def _return(self, result: Result) -> None:
        """Print the source that was read from stdin, fixed if it could be."""
        change = result.change
        echo(change.after if change and change.fixed else self.read or b"")
        self.read = None

    def _output(self, settings: Settings, *, aside: bool) -> Output:
        options = self.options
        formats = options["output_format"] or settings.output_format
        return Output(
            targets(formats, options["output_file"]),
            color=use_color(options["color"]),
            statistics=options["statistics"],
            summary=not options["quiet"],
            coverage=not options["no_coverage"],
            verbose=options["verbose"],
            aside=aside,
            only_fixes=self._fixes.only,
            show_fixes=options["show_fixes"],
            dry=self._fixes.diff,
        )

    def _status(self, run: Run, settings: Configuration) -> int:
        if self.failed:
            return FAILED
        if self.options["exit_zero"]:
            return OK
        if self._fixes.would_fail(run.results):
            return FINDINGS
        if self._fixes.only:
            return OK
        bad = any(
            found.severity >= settings.of(result.path).fails_from for result, found in run.findings
        )
        return FINDINGS if bad else OK

    def _error(self, message: str) -> None:
        self.failed = True
        error(message)


def _validate(used: Iterable[Settings]) -> None:
    """Hold the rules that the settings name against those that exist.

    Settings that name none are not looked at, as loading the rules takes time.
    """
    distinct = {id(settings): settings for settings in used}.values()
    for settings in distinct:
        names_rules = (
            settings.select,
            settings.extend_select,
            settings.ignore,
            settings.per_file_ignores,
            settings.severity,
            settings.fixable != ("ALL",),
            settings.unfixable,
            settings.rules,
            settings.plugins,
        )
        if any(names_rules):
            from kerascheck import registry

            try:
                rules = registry.load(settings.plugins)
            except LookupError as problem:
                raise ConfigError(f"the rules cannot be loaded: {problem}") from problem
            registry.validate(rules, settings)
