"""The rounds of fixing a file: what is applied, what is left out and why, and how it is saved."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kerascheck import fixing
from kerascheck.config import Settings
from kerascheck.finding import Applicability, Edit, Finding, Fix, Span
from kerascheck.result import Change, Result
from kerascheck.sources import read_source

Mistakes = dict[str, tuple[str, str]]
"""For each code the words that are wrong (a pattern), and what to write instead."""


@pytest.fixture
def fix(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Fix a text whose mistakes are words."""

    def run(text: str, mistakes: Mistakes, *, unsafe: bool = False) -> Result:
        def check(path: str, data: bytes, *_: object) -> Result:
            source = read_source(path, data)
            found = [
                _finding(line, number, match, code, new)
                for number, line in enumerate(source.blocks[0].text.split("\n"), 1)
                for code, (old, new) in mistakes.items()
                for match in re.finditer(old, line)
            ]
            return Result(path, True, tuple(found), sources={path: source})

        monkeypatch.setattr(fixing, "check", check)
        return fixing.fix("a.py", text.encode(), [], Settings(fix=True, unsafe_fixes=unsafe))

    return run


def _finding(line: str, number: int, match: re.Match[str], code: str, new: str) -> Finding:
    at = Span("a.py", 0, number, match.start(), number, match.end())
    kind = Applicability.UNSAFE if code.startswith("KC5") else Applicability.SAFE
    return Finding(at, match.group(), fix=Fix((Edit(at, new),), kind), code=code)


def after(result: Result) -> str:
    assert result.change is not None
    return result.change.after.decode()


def test_a_fix_is_applied_and_its_finding_is_gone(fix: Callable[..., Result]) -> None:
    result = fix("f(a, a)\n", {"KC101": ("a", "x")})
    assert after(result) == "f(x, x)\n"
    assert result.findings == ()
    assert result.change is not None
    assert [found.code for found in result.change.fixed] == ["KC101", "KC101"]
    assert result.change.before == b"f(a, a)\n"


def test_fixes_of_one_place_take_turns(fix: Callable[..., Result]) -> None:
    result = fix("f(ab)\n", {"KC101": ("ab", "b"), "KC102": ("b", "x")})
    assert after(result) == "f(x)\n"


def test_without_a_fix_there_is_no_change(fix: Callable[..., Result]) -> None:
    assert fix("f(a)\n", {"KC101": ("b", "x")}).change is None


def test_unsafe_fixes_are_applied_when_they_are_asked_for(fix: Callable[..., Result]) -> None:
    assert fix("f(a)\n", {"KC501": ("a", "x")}).change is None
    assert after(fix("f(a)\n", {"KC501": ("a", "x")}, unsafe=True)) == "f(x)\n"


def test_a_fix_that_breaks_the_file_is_left_out(fix: Callable[..., Result]) -> None:
    result = fix("f(a, b)\n", {"KC101": ("a", "("), "KC102": ("b", "x")})
    assert after(result) == "f(a, x)\n"
    assert result.change is not None
    assert result.change.warnings == (
        "a.py:1:3: the fix of KC101 is not applied: the result is not valid Python",
    )
    (left,) = result.findings
    assert left.fix is not None
    assert left.fix.applicability is Applicability.DISPLAY


def test_a_broken_file_is_fixed_where_it_can_be(fix: Callable[..., Result]) -> None:
    assert after(fix("f(a)\nx = = 1\n", {"KC101": ("a", "x")})) == "f(x)\nx = = 1\n"


def test_fixes_that_break_the_file_together_only_are_not_both_applied(
    fix: Callable[..., Result],
) -> None:
    result = fix("a = b = 1\n", {"KC101": ("a = ", "del "), "KC102": ("b = 1", "(b)  # 1")})
    assert result.change is not None
    assert len(result.change.fixed) == 2
    both = fix("(a, b)\n", {"KC101": ("a,", "c"), "KC102": (" b", "")})
    assert after(both) in ("(c)\n", "(a,)\n")


def test_a_fix_that_does_not_help_is_applied_no_second_time(fix: Callable[..., Result]) -> None:
    result = fix("f(a)\n", {"KC101": ("a", "a, a")})
    assert result.change is not None
    assert result.change.after == b"f(a)\n"
    assert "what it is for is still there" in result.change.warnings[0]


def test_fixes_that_undo_each_other_end(fix: Callable[..., Result]) -> None:
    result = fix("f(a)\n", {"KC101": ("a", "b"), "KC102": ("b", "a")})
    assert result.change is not None
    assert result.change.warnings == (
        "a.py:1:3: the fix of KC102 is not applied: another fix undoes it",
    )
    assert after(result) == "f(b)\n"


def test_a_fix_that_always_leads_to_another_ends(fix: Callable[..., Result]) -> None:
    result = fix("f(a)\n", {"KC101": (r"a+(?=\))", "a, aa")})
    assert result.change is not None
    assert len(result.change.fixed) == fixing.ROUNDS
    assert result.change.warnings == ("a.py: there was something left to fix after 10 rounds",)


def change(before: bytes) -> Change:
    return Change(before, b"after\n")


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"before\n")
    path.chmod(0o754)
    fixing.save(str(path), change(b"before\n"))
    assert path.read_bytes() == b"after\n"
    assert path.stat().st_mode & 0o777 == 0o754
    assert os.listdir(tmp_path) == ["a.py"]


def test_a_link_stays_one(tmp_path: Path) -> None:
    path, link = tmp_path / "a.py", tmp_path / "b.py"
    path.write_bytes(b"before\n")
    link.symlink_to(path)
    fixing.save(str(link), change(b"before\n"))
    assert link.is_symlink()
    assert path.read_bytes() == b"after\n"


def test_a_file_that_was_edited_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"edited\n")
    with pytest.raises(OSError, match="has changed"):
        fixing.save(str(path), change(b"before\n"))
    assert path.read_bytes() == b"edited\n"


def test_a_file_that_cannot_be_replaced_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"before\n")

    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        fixing.save(str(path), change(b"before\n"))
    assert path.read_bytes() == b"before\n"
    assert os.listdir(tmp_path) == ["a.py"]


def test_a_fix_that_does_not_work_is_left_out_in_its_place_alone(
    fix: Callable[..., Result],
) -> None:
    text = 'b\nf"a"\nf(a)\n'
    result = fix(text, {"KC101": ("a", '"'), "KC102": ("a(?=.$)", "x"), "KC103": ("b", "\n\nc")})
    assert after(result) == '\n\nc\nf"x"\nf(x)\n'
    assert result.change is not None
    assert len(result.change.warnings) == 2
