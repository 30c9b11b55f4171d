"""The last lines of a report: how many problems, and what was and what was not understood."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kerascheck.report import Run
from kerascheck.report.style import clean, paint

if TYPE_CHECKING:
    from kerascheck.finding import Evidence, Span
    from kerascheck.result import Made, Result

SHOWN = 10
"""How many models that were not understood are listed unless all are asked for."""


def render(
    run: Run,
    *,
    coverage: bool = True,
    everything: bool = False,
    marks: bool = False,
    color: bool = False,
) -> str:
    """The summary.

    `coverage`: with what was understood; `everything`: without a limit; `marks`: with those that
    stand before the findings.
    """
    found = f"{_found(run)}{_fixable(run, marks)}"
    if not run.findings:
        read = any(not result.failed for result in run.results)
        found = "No problems found." if read else ""
    if run.fixed:
        found = f"Fixed {counted(len(run.fixed), 'problem')}. {found}"
    lines = [paint(found, "bold", color)] if found else []
    if coverage and run.results:
        sentence = understood(run)
        if lines and not run.findings:
            lines = [f"{lines[0]} {sentence}"]
        elif sentence:
            lines.append(sentence)
        lines += _not_understood(run, everything)
        lines += _targets(run)
        lines += _building(run)
        lines += _executed(run, everything)
    suppressed = [silent for result in run.results for silent in result.suppressed]
    if suppressed:
        reasons = sum(bool(silent.reason) for silent in suppressed)
        lines.append(f"{len(suppressed):,} suppressed ({reasons:,} with a reason).")
    return "".join(f"{line}\n" for line in lines if line)


def _targets(run: Run) -> Iterator[str]:
    """The older versions of Keras that files were checked for, and how to ask for another."""
    found = Counter(result.target for result in run.results if result.target)
    several = len(run.results) > 1
    for target, count in found.most_common(SHOWN):
        where = f"{counted(count, 'file')} " if several else ""
        what = "were" if count > 1 else "was"
        subject = f"{where}{what} checked" if several else "Checked"
        yield f"{subject} for {target}; --keras-version 3 asks what Keras 3 refuses."


def _building(run: Run) -> Iterator[str]:
    """What the dynamic mode built, and with what."""
    found = [result.building for result in run.results if result.building is not None]
    if not found:
        return
    first = found[0]
    models, built = sum(item.models for item in found), sum(item.built for item in found)
    computed, assumed = sum(item.computed for item in found), sum(item.assumed for item in found)
    more = f" and {assumed:,} with made-up sizes" if assumed else ""
    where = f"{first.backend}, {first.device}" if first.backend else "no backend, shapes only"
    yield (
        f"Built {built:,} of {counted(models, 'model')}{more}, with losses and gradients of {computed:,}, "
        f"by {first.python}: keras {first.keras}, {where}. Nothing was trained."
    )


def _executed(run: Run, everything: bool) -> Iterator[str]:
    """What became of the scripts that were executed."""
    found = [(result, result.executed) for result in run.results if result.executed is not None]
    if not found:
        return
    statements, total = (sum(item.statements for _, item in found), sum(i.total for _, i in found))
    models = [(result, model) for result, item in found for model in item.models]
    exact = sum(not model.doubts and model.parameters is not None for _, model in models)
    where = f" in {len(found):,} files" if len(found) > 1 else ""
    yield (
        f"Executed {statements:,} of {counted(total, 'statement')}{where} in a sandbox, for models "
        f"that were not understood: {counted(len(models), 'model')} made, {exact:,} of them whatever "
        "the data. Nothing was trained."
    )
    lines = [f"  executed: {_made(result, model)}" for result, model in models]
    for result, item in found:
        lines += [f"  failed: {_at(result, at)} \N{EN DASH} {clean(w)}" for at, w in item.failures]
        if item.ended:
            lines.append(
                f"  not executed to its end: {result.path} \N{EN DASH} {clean(item.ended)}"
            )
    shown = lines if everything else lines[: 2 * SHOWN]
    yield from shown
    if len(lines) > len(shown):
        yield f"  executed: and {len(lines) - len(shown):,} lines more, which --verbose lists"


def _made(result: "Result", model: "Made") -> str:
    """One model that a run made."""
    name = f"`{clean(model.name)}` " if model.name else ""
    if model.doubts:
        what = f"its size depends on made-up data: {clean(model.doubts[0])}"
    elif model.parameters is None:
        what = "nothing says what it is given"
    else:
        what = counted(model.parameters, "parameter")
    layers = counted(model.layers, "layer")
    return f"{name}{_at(result, model.at)} \N{EN DASH} {layers}, {what}"


def _at(result: "Result", at: "Span") -> str:
    """The place of a statement: the path and the line, as the column says nothing here."""
    source = result.sources.get(at.path)
    return str(source.location(at)).rpartition(":")[0] if source else at.path


def understood(run: Run) -> str:
    """One sentence: the models and layers that were understood, and in how many files."""
    total = len(run.results)
    failed = len(run.failures)
    keras = sum(result.keras and not result.failed for result in run.results)
    without = total - keras - failed
    if not keras:
        if failed:
            return f"{counted(failed, 'file')} could not be checked." if total > 1 else ""
        return (
            "The file does not use Keras." if total == 1 else f"None of {total:,} files uses Keras."
        )
    coverage = run.coverage
    what = (
        f"Understood {coverage.understood:,} of {counted(coverage.models, 'model')}, "
        f"{counted(coverage.layers, 'layer')}"
        if coverage.models
        else "No model found"
    )
    if total == 1:
        return f"{what}."
    rest = []
    if without:
        rest.append(f"{without:,} {'does' if without == 1 else 'do'} not use Keras")
    if failed:
        rest.append(f"{failed:,} could not be checked")
    comma = "," if coverage.models else ""
    ending = f" ({', '.join(rest)})" if rest else ""
    return f"{what}{comma} in {keras:,} of {total:,} files{ending}."


def statistics(run: Run) -> str:
    """A table of the findings by rule, the most frequent first."""
    rows = []
    by_rule: dict[str, list[tuple[str, str, Evidence, str]]] = {}
    for result, finding in run.findings:
        row = (finding.rule, result.path, finding.evidence, run.fixable(result, finding))
        by_rule.setdefault(finding.code, []).append(row)
    for code, found in sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0])):
        paths = sorted({path for _, path, _, _ in found})
        where = paths[0] if len(paths) == 1 else f"{len(paths):,} files"
        sure = {level.confidence for _, _, level, _ in found}
        confidence = "med." if sure == {"medium"} else sure.pop() if len(sure) == 1 else "mixed"
        signs = {sign for *_, sign in found}
        fix = "[*]" if "*" in signs else "[+]" if "+" in signs else ""
        rows.append((f"{len(found):,}", code, fix, confidence, found[0][0], where))
    if not rows:
        return ""
    table = [("count", "code", "fix", "conf.", "name", "where"), *rows]
    wide = [max(len(row[column]) for row in table) for column in range(5)]
    return "".join(
        f"{row[0]:>{wide[0]}}  {row[1]:<{wide[1]}}  {row[2]:<{wide[2]}}  {row[3]:<{wide[3]}}  "
        f"{row[4]:<{wide[4]}}  {row[5]}\n"
        for row in table
    )


def counted(number: int, noun: str) -> str:
    """`1 model`, `2 models`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _found(run: Run) -> str:
    from kerascheck.finding import Severity

    counts = run.counts
    parts = [
        counted(counts[level], level.label)
        for level in (Severity.ERROR, Severity.WARNING)
        if counts[level]
    ]
    if counts[Severity.INFO]:
        parts.append(f"{counts[Severity.INFO]:,} info")
    total = len(run.findings)
    return f"Found {counted(total, 'problem')} ({', '.join(parts)})."


def _fixable(run: Run, marks: bool) -> str:
    """How many of the findings `--fix` resolves, and how many more with `--unsafe-fixes`."""
    signs = Counter(run.fixable(result, finding) for result, finding in run.findings)
    parts: list[str] = []
    for sign, how in (("*", "--fix"), ("+", "--unsafe-fixes")):
        if signs[sign]:
            more = "more" if parts else "fixable"
            parts.append(f"{f'[{sign}] ' if marks else ''}{signs[sign]:,} {more} with {how}")
    return f" {', '.join(parts)}." if parts else ""


def fixes(run: Run) -> str:
    """What `--show-fixes` lists: for each file, how many findings of which rules are fixed."""
    by_file: dict[str, Counter[tuple[str, str]]] = {}
    for result, finding in run.fixed:
        by_file.setdefault(result.path, Counter())[finding.code, finding.rule] += 1
    lines = []
    for path, rules in by_file.items():
        lines.append(f"{clean(path)}:")
        lines += [
            f"  {count:,} \N{MULTIPLICATION SIGN} {code} ({name})"
            for (code, name), count in sorted(rules.items())
        ]
    return "".join(f"{line}\n" for line in lines)


def _not_understood(run: Run, everything: bool) -> Iterator[str]:
    gaps = [(result, gap) for result in run.results for gap in result.coverage.not_understood]
    shown = gaps if everything else gaps[:SHOWN]
    for result, gap in shown:
        source = result.sources.get(gap.at.path)
        # The column says nothing to a reader here: a model is looked for by name and line.
        place = str(source.location(gap.at)).rpartition(":")[0] if source else gap.at.path
        name = f"`{gap.name}` " if gap.name else ""
        yield f"  not understood: {name}{place} \N{EN DASH} {clean(gap.why)}"
    if len(gaps) > len(shown):
        more = len(gaps) - len(shown)
        yield f"  not understood: and {more:,} more, which --verbose lists"
