"""Small scripts with old names, and what the rules about migration find in them and make of them."""

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.finding import Finding
from kerascheck.fixing import fix
from kerascheck.pipeline import check

RULES = [rule for rule in registry.load() if rule.origin.startswith("kerascheck.rules.migration.")]


def found(code: str, rule: str) -> list[Finding]:
    """The findings of one rule in a program, hints included."""
    active = [each for each in RULES if each.code == rule]
    settings = Settings(min_confidence="low")
    return list(check("train.py", code.encode(), active, settings).findings)


def levels(code: str, rule: str) -> list[str]:
    """Severity and confidence of the same findings: `warning high`."""
    return [f"{f.severity.label} {f.evidence.confidence}" for f in found(code, rule)]


def fixed(code: str, rule: str = "KC7", *, unsafe: bool = False) -> str:
    """The program after the fixes of one rule, or of all with the prefix."""
    active = [each for each in RULES if each.code.startswith(rule)]
    settings = Settings(fix=True, unsafe_fixes=unsafe, min_confidence="low")
    result = fix("train.py", code.encode(), active, settings)
    assert not result.failed
    if result.change is None:
        return code
    assert result.change.warnings == ()
    return result.change.after.decode()
