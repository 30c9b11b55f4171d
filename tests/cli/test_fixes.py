"""`check --fix` and what belongs to it: what is written, printed and said, and the exit status."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kerascheck.cli import main

Call = Callable[..., Result]

SAFE = """\
import keras
import numpy as np
x, y = np.zeros((9, 4)), np.arange(9) % 3
y = keras.utils.to_categorical(y, 3)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, validation_split=0.2)
"""
SAFE_FIXED = SAFE.replace("sparse_cat", "cat")
UNSAFE = """\
import keras
model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1, activation="softmax")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
"""
UNSAFE_FIXED = UNSAFE.replace("softmax", "sigmoid")
GOOD = UNSAFE_FIXED


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for variable in [*os.environ]:
        if variable.startswith("KERASCHECK_"):
            monkeypatch.delenv(variable)
    for name, text in {"safe.py": SAFE, "unsafe.py": UNSAFE, "good.py": GOOD}.items():
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


@pytest.fixture
def call(folder: Path) -> Call:
    def run(*args: str, stdin: bytes | None = None, **env: str) -> Result:
        args = (*args, "--no-coverage")
        return CliRunner().invoke(main, args, input=stdin, env=env, prog_name="kerascheck")

    return run


def test_a_report_says_what_can_be_fixed(call: Call) -> None:
    concise = call(".", "--output-format", "concise")
    assert "safe.py:6:28: KC107 [*] error:" in concise.stdout
    assert "unsafe.py:2:79: KC110 [+] error:" in concise.stdout
    found = "Found 2 problems (2 errors). "
    assert f"{found}[*] 1 fixable with --fix, [+] 1 more with --unsafe-fixes.\n" in concise.stdout
    full = call(".")
    assert f"{found}1 fixable with --fix, 1 more with --unsafe-fixes.\n" in full.stdout
    assert (
        "  = fix [safe]:\n"
        '6 | model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])\n'
    ) in full.stdout
    assert "  = fix [unsafe: changes training]:\n2 | model = " in full.stdout


def test_unsafe_fixes_that_are_allowed_count_as_fixable(call: Call) -> None:
    result = call("unsafe.py", "--unsafe-fixes", "--output-format", "concise")
    assert "KC110 [*]" in result.stdout
    assert "[*] 1 fixable with --fix.\n" in result.stdout
    assert "[+] 1 fixable with --unsafe-fixes.\n" in call("unsafe.py", "--output-format",
                                                          "concise").stdout  # fmt: skip


def test_statistics_have_a_column_of_fixes(call: Call) -> None:
    lines = call(".", "--statistics").stdout.splitlines()
    assert lines[0].split()[:4] == ["count", "code", "fix", "conf."]
    assert [line.split()[1:3] for line in lines[1:3]] == [["KC107", "[*]"], ["KC110", "[+]"]]


def test_json_has_the_edits(call: Call) -> None:
    document = json.loads(call(".", "--output-format", "json").stdout)
    first, second = (finding["fix"] for finding in document["findings"])
    assert (first["applicability"], second["applicability"]) == ("safe", "unsafe")
    (edit,) = first["edits"]
    assert edit["text"] == '"categorical_crossentropy"'
    assert (edit["location"]["line"], edit["location"]["column"]) == (6, 28)


def test_fix_writes_the_safe_fixes(call: Call, folder: Path) -> None:
    result = call(".", "--fix")
    assert (folder / "safe.py").read_text() == SAFE_FIXED
    assert (folder / "unsafe.py").read_text() == UNSAFE
    assert result.exit_code == 1
    assert "KC107" not in result.stdout
    assert "Fixed 1 problem. Found 1 problem (1 error). 1 fixable with --unsafe-fixes.\n" in (
        result.stdout
    )
    assert sorted(os.listdir(folder)) == ["good.py", "safe.py", "unsafe.py"]


def test_what_is_fixed_does_not_count(call: Call, folder: Path) -> None:
    result = call("safe.py", "--fix")
    assert (result.exit_code, result.stdout) == (0, "Fixed 1 problem. No problems found.\n")
    (folder / "safe.py").write_text(SAFE)
    assert call("safe.py", "--fix", "--exit-non-zero-on-fix").exit_code == 1
    assert call("safe.py", "--fix", "--exit-non-zero-on-fix").exit_code == 0
    (folder / "safe.py").write_text(SAFE)
    assert call("safe.py", "--fix", "--exit-non-zero-on-fix", "--exit-zero").exit_code == 0


def test_unsafe_fixes_are_written_when_asked_for(call: Call, folder: Path) -> None:
    assert call(".", "--fix", "--unsafe-fixes").exit_code == 0
    assert (folder / "safe.py").read_text() == SAFE_FIXED
    assert (folder / "unsafe.py").read_text() == UNSAFE_FIXED


def test_files_without_a_fix_are_not_touched(call: Call, folder: Path) -> None:
    before = {path: path.stat() for path in folder.iterdir()}
    assert call("good.py", "unsafe.py", "--fix").exit_code == 1
    for path, old in before.items():
        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (old.st_ino, old.st_mtime_ns)


def test_many_files_are_fixed_in_a_pool(call: Call, folder: Path) -> None:
    for number in range(6):
        (folder / f"safe{number}.py").write_text(SAFE)
    assert call(".", "--fix", "--jobs", "2").exit_code == 1
    assert all((folder / f"safe{number}.py").read_text() == SAFE_FIXED for number in range(6))


def test_a_diff_writes_nothing(call: Call, folder: Path) -> None:
    result = call(".", "--diff")
    assert result.exit_code == 1
    old, new = SAFE.splitlines()[5], SAFE_FIXED.splitlines()[5]
    assert result.stdout.startswith("--- safe.py\n+++ safe.py\n@@ ")
    assert f"-{old}\n+{new}\n" in result.stdout
    assert "unsafe.py" not in result.stdout
    assert result.stderr == "Would fix 1 problem.\n"
    assert (folder / "safe.py").read_text() == SAFE
    assert call("unsafe.py", "--diff").exit_code == 0
    assert call("unsafe.py", "--diff").stderr == "Nothing to fix.\n"
    assert call("unsafe.py", "--diff", "--unsafe-fixes").exit_code == 1


def test_a_diff_of_a_notebook_is_one_of_a_cell(call: Call, folder: Path) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": text}
        for text in ("%matplotlib inline", SAFE.rstrip("\n"))
    ]
    path = folder / "a.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}}, indent=1))
    result = call("a.ipynb", "--diff")
    assert result.stdout.startswith("--- a.ipynb:cell 2\n+++ a.ipynb:cell 2\n@@ -3,5 +3,5 @@\n")
    assert "No newline" not in result.stdout
    raw = path.read_text()
    assert call("a.ipynb", "--fix").exit_code == 0
    assert path.read_text() == raw.replace("sparse_cat", "cat")


def test_a_diff_can_be_applied_to_a_file_with_any_line_breaks(call: Call, folder: Path) -> None:
    (folder / "safe.py").write_bytes(SAFE.rstrip("\n").replace("\n", "\r\n").encode())
    out = call("safe.py", "--diff").stdout_bytes
    assert out.endswith(b"validation_split=0.2)\n\\ No newline at end of file\n")
    assert b'metrics=["accuracy"])\r\n+model' in out


def test_fix_only_reports_nothing(call: Call, folder: Path) -> None:
    result = call(".", "--fix-only")
    assert (result.exit_code, result.stdout) == (0, "Fixed 1 problem.\n")
    assert (folder / "safe.py").read_text() == SAFE_FIXED
    assert call(".", "--fix-only").stdout == "Nothing to fix.\n"
    (folder / "safe.py").write_text(SAFE)
    assert call(".", "--fix-only", "--exit-non-zero-on-fix").exit_code == 1


def test_show_fixes_lists_them(call: Call) -> None:
    result = call(".", "--fix", "--unsafe-fixes", "--show-fixes")
    assert result.stdout == (
        "safe.py:\n  1 \N{MULTIPLICATION SIGN} KC107 (label-encoding-mismatch)\n"
        "unsafe.py:\n  1 \N{MULTIPLICATION SIGN} KC110 (single-unit-softmax)\n"
        "Fixed 2 problems. No problems found.\n"
    )


@pytest.mark.parametrize(
    "options",
    [
        ("--unfixable", "KC107"),
        ("--fixable", "KC110"),
        ("--fixable", "KC1", "--unfixable", "KC107"),
    ],
)
def test_rules_whose_fixes_are_not_wanted(call: Call, folder: Path, options: list[str]) -> None:
    result = call(".", "--fix", "--unsafe-fixes", *options)
    assert (folder / "safe.py").read_text() == SAFE
    assert (folder / "unsafe.py").read_text() == UNSAFE_FIXED
    assert "= fix [shown only]:" in result.stdout
    assert "fixable" not in result.stdout


def test_the_more_specific_of_fixable_and_unfixable_wins(call: Call, folder: Path) -> None:
    call(".", "--fix", "--fixable", "KC107", "--unfixable", "ALL")
    assert (folder / "safe.py").read_text() == SAFE_FIXED


def test_a_rule_that_does_not_exist_is_an_error(call: Call) -> None:
    result = call(".", "--unfixable", "KC10X")
    assert result.exit_code == 2
    assert '--unfixable: unknown rule "KC10X"' in result.stderr


def test_the_configuration_can_ask_for_fixes(call: Call, folder: Path) -> None:
    (folder / "kerascheck.toml").write_text("fix = true\nunsafe-fixes = true\n")
    assert call(".", "--no-fix").exit_code == 1
    assert (folder / "safe.py").read_text() == SAFE
    assert call(".", "--no-unsafe-fixes").exit_code == 1
    assert (folder / "safe.py").read_text() == SAFE_FIXED
    assert call(".").exit_code == 0
    assert (folder / "unsafe.py").read_text() == UNSAFE_FIXED


def test_stdin_comes_out_fixed(call: Call) -> None:
    raw = SAFE.replace("\n", "\r\n").encode()
    result = call("-", "--fix", stdin=raw)
    assert result.stdout_bytes == raw.replace(b"sparse_cat", b"cat")
    assert result.stderr == "Fixed 1 problem. No problems found.\n"
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "raw", [b"print(1)\r\n", UNSAFE.encode(), b"\xff keras\n", b"", b"import keras\nx = = 1"]
)
def test_stdin_without_a_fix_comes_out_as_it_is(call: Call, raw: bytes) -> None:
    assert call("-", "--fix", stdin=raw).stdout_bytes == raw


def test_stdin_comes_out_as_it_is_after_an_error(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kerascheck import fixing, runner

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("on purpose")

    raw = SAFE.encode()
    with monkeypatch.context() as patch:
        patch.setattr(fixing, "check", broken)
        result = call("-", "--fix", stdin=raw)
        assert (result.exit_code, result.stdout_bytes) == (2, raw)
        assert "on purpose" in result.stderr
    monkeypatch.setattr(runner, "run", broken)
    result = call("-", "--fix", stdin=raw)
    assert (result.exit_code, result.stdout_bytes) == (2, raw)
    assert call("-", "--fix", "--select", "nothing", stdin=raw).stdout_bytes == raw


def test_a_diff_of_stdin_does_not_print_the_source(call: Call) -> None:
    result = call("-", "--diff", "--stdin-filename", "x.py", stdin=SAFE.encode())
    assert result.stdout.startswith("--- x.py\n+++ x.py\n")
    assert result.exit_code == 1


def test_a_file_that_cannot_be_written_is_an_error(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kerascheck import fixing

    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(fixing, "save", full)
    result = call("safe.py", "--fix")
    assert result.exit_code == 2
    assert "error: safe.py: cannot be fixed: no space left\n" in result.stderr
    assert "KC107" in result.stdout
    assert "Fixed" not in result.stdout


def test_what_a_script_imports_is_fixed_once_and_checked_again(call: Call, folder: Path) -> None:
    (folder / "network.py").write_text(UNSAFE)
    (folder / "train.py").write_text("import keras\nfrom network import model\nmodel.summary()\n")
    assert call("train.py", "network.py").stdout.count("KC110]") == 1
    result = call("train.py", "network.py", "--fix", "--unsafe-fixes")
    assert (folder / "network.py").read_text() == UNSAFE_FIXED
    assert result.exit_code == 0
    assert "KC110" not in result.stdout


def test_a_module_is_not_fixed_unless_it_is_checked(call: Call, folder: Path) -> None:
    (folder / "network.py").write_text(UNSAFE)
    (folder / "train.py").write_text("import keras\nfrom network import model\nmodel.summary()\n")
    result = call("train.py", "--fix", "--unsafe-fixes")
    assert (folder / "network.py").read_text() == UNSAFE
    assert result.exit_code == 1
    assert "fixable" not in result.stdout


def test_a_fix_that_is_not_applied_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from kerascheck import fixing

    monkeypatch.setattr(fixing, "_broken", lambda source: "\n".join(
        block.text for block in source.blocks
    ).count('"categorical'))  # fmt: skip
    result = call("safe.py", "--fix")
    assert result.exit_code == 1
    assert result.stderr.startswith("warning: safe.py:6:28: the fix of KC107 is not applied: ")
    assert "fixable" not in result.stdout
    assert "kerascheck.fixing" in sys.modules
