"""Programs without a mistake, of every kind: all rules together find nothing worse than a note."""

from pathlib import Path

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.finding import Severity
from kerascheck.pipeline import check

OLD = frozenset(
    {"calm_fit_generator", "calm_keras1", "calm_majority_weights", "keras1_script", "keras2_script"}
)
"""Programs for older versions, of which the rules about migration have much to say."""
PROGRAMS = sorted((Path(__file__).parent / "good").glob("*.py"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_a_good_program_gets_no_warning(program: Path) -> None:
    ignored = ("KC7",) if program.stem in OLD else ()
    settings = Settings(min_confidence="low", ignore=ignored)
    rules = registry.select(registry.load(), settings, program.name)
    result = check(program.name, program.read_bytes(), rules, settings)
    wrong = [
        f"{program.name}:{finding.at.line}: {finding.code} {finding.severity.label}: "
        f"{finding.message}"
        for finding in result.findings
        if finding.severity > Severity.INFO
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(OLD))
def test_an_old_program_has_something_to_migrate(name: str) -> None:
    settings = Settings(select=("KC7",))
    rules = registry.select(registry.load(), settings)
    (program,) = [path for path in PROGRAMS if path.stem == name]
    found = check(program.name, program.read_bytes(), rules, settings).findings
    assert [finding for finding in found if finding.severity is Severity.ERROR]


def test_there_are_programs_and_they_compile() -> None:
    assert len(PROGRAMS) >= 45
    for program in PROGRAMS:
        compile(program.read_bytes(), program.name, "exec")
