"""Programs without a mistake, of every kind: all rules together find nothing worse than a note."""

from pathlib import Path

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.finding import Severity
from kerascheck.pipeline import check

PROGRAMS = sorted((Path(__file__).parent / "good").glob("*.py"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_a_good_program_gets_no_warning(program: Path) -> None:
    settings = Settings(min_confidence="low")
    rules = registry.select(registry.load(), settings, program.name)
    result = check(program.name, program.read_bytes(), rules, settings)
    wrong = [
        f"{program.name}:{finding.at.line}: {finding.code} {finding.severity.label}: "
        f"{finding.message}"
        for finding in result.findings
        if finding.severity > Severity.INFO
    ]
    assert not wrong, "\n".join(wrong)


def test_there_are_programs_and_they_compile() -> None:
    assert len(PROGRAMS) >= 45
    for program in PROGRAMS:
        compile(program.read_bytes(), program.name, "exec")
