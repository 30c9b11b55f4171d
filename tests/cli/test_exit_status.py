"""The exit status: 0 nothing to fix, 1 something, 2 the tool did not do its job, 130 stopped."""

import multiprocessing
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Call = Callable[..., Result]


@pytest.mark.parametrize(
    ("args", "status"),
    [
        pytest.param(["good.py"], 0, id="clean"),
        pytest.param(["plain.py"], 0, id="no Keras"),
        pytest.param(["bad.py"], 1, id="an error"),
        pytest.param(["worse.py"], 1, id="a warning"),
        pytest.param(["worse.py", "--fail-level", "error"], 0, id="below the level"),
        pytest.param(["bad.py", "--fail-level", "error"], 1, id="at the level"),
        pytest.param(["bad.py", "--exit-zero"], 0, id="exit zero"),
        pytest.param(["bad.py", "missing.py"], 2, id="a missing path beside findings"),
        pytest.param(["missing.py", "--exit-zero"], 2, id="exit zero does not hide a failure"),
        pytest.param(["--select", "KC1O1", "good.py"], 2, id="unknown rule"),
        pytest.param(["--nonsense", "good.py"], 2, id="unknown option"),
        pytest.param(["--output-format", "xml", "good.py"], 2, id="unknown format"),
        pytest.param(["--config", "nowhere.toml", "good.py"], 2, id="missing configuration"),
        pytest.param(["--config", "selct='KC1'", "good.py"], 2, id="unknown key"),
        pytest.param(["--jobs", "0", "good.py"], 2, id="a number out of range"),
        pytest.param(["-o", "no/such/folder.txt", "good.py"], 2, id="a file not to be written"),
        pytest.param(["."], 1, id="a folder"),
        pytest.param([], 1, id="no path is this folder"),
        pytest.param(["check", "bad.py"], 1, id="the command by name"),
        pytest.param(["rule", "KC901"], 0, id="rule"),
        pytest.param(["rule", "KC999"], 2, id="unknown rule to explain"),
        pytest.param(["config", "selct"], 2, id="unknown key to describe"),
        pytest.param(["version"], 0, id="version"),
        pytest.param(["completion", "ksh"], 2, id="unknown shell"),
        pytest.param(["--help"], 0, id="help"),
        pytest.param(["rul"], 2, id="neither path nor command"),
    ],
)
@pytest.mark.parametrize("output_format", [None, "json"])
def test_status(call: Call, args: list[str], status: int, output_format: str | None) -> None:
    env = {"KERASCHECK_OUTPUT_FORMAT": output_format} if output_format else {}
    assert call(*args, **env).exit_code == status


def test_info_fails_only_at_its_level(call: Call, folder: Path) -> None:
    (folder / "worse.py").write_text("import keras  # info")
    assert call("worse.py").exit_code == 0
    assert call("worse.py", "--fail-level", "info").exit_code == 1


def test_a_missing_path_does_not_hide_the_other_files(call: Call) -> None:
    result = call("missing.py", "bad.py", "--output-format", "concise")
    assert result.stdout.startswith("bad.py: KC301 error: an error\n")
    assert result.stderr == "error: path `missing.py` does not exist\n"


INHERITED = pytest.mark.skipif(
    multiprocessing.get_start_method() != "fork", reason="the pipeline of the test is inherited"
)


@pytest.mark.parametrize("word", ["crash", pytest.param("die", marks=INHERITED)])
def test_a_file_that_breaks_the_tool_does_not_hide_the_others(
    call: Call, folder: Path, word: str
) -> None:
    (folder / "broken.py").write_text(f"import keras  # {word}")
    result = call("--output-format", "concise", "-j", "2")
    assert result.exit_code == 2
    assert [line.split(":")[0] for line in result.stdout.splitlines()[:3]] == [
        "bad.py", "worse.py", "worse.py"
    ]  # fmt: skip
    assert result.stderr.startswith("error: broken.py: ")


def test_an_internal_error_leaves_its_traceback_in_a_file(call: Call, folder: Path) -> None:
    (folder / "broken.py").write_text("import keras  # crash")
    stderr = call("broken.py").stderr
    words = "error: broken.py: internal error: ZeroDivisionError: on purpose; please open an issue "
    assert stderr.startswith(words)
    report = Path(stderr.split()[-1])
    text = report.read_text()
    report.unlink()
    assert "while checking broken.py" in text
    assert 'raise ZeroDivisionError("on purpose")' in text
    assert "Traceback" not in stderr


def test_an_unreadable_file_is_named(call: Call, folder: Path) -> None:
    (folder / "loop.py").symlink_to("loop.py")
    (folder / "again.py").mkdir()
    result = call("again.py", "bad.py")
    assert result.exit_code == 1, "a folder may be called again.py"
    shutil.rmtree(folder / "again.py")
    result = call("loop.py", "bad.py")
    assert result.exit_code == 2
    assert "bad.py" in result.stdout


def test_ctrl_c_gives_130(call: Call, folder: Path) -> None:
    (folder / "slow.py").write_text("import keras  # interrupt")
    result = call("slow.py")
    assert result.exit_code == 130
    assert result.stderr.strip() == "interrupted"


def test_a_folder_without_files_is_no_mistake_unless_asked(call: Call, folder: Path) -> None:
    (folder / "empty").mkdir()
    words = "no Python files or notebooks to check in `empty`"
    result = call("empty")
    assert (result.exit_code, result.stderr) == (0, f"warning: {words}\n")
    result = call("empty", "--error-on-no-files")
    assert (result.exit_code, result.stderr) == (2, f"error: {words}\n")


def test_a_mistake_of_our_own_is_no_traceback_and_no_finding(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise KeyError("oh")

    monkeypatch.setattr("kerascheck.report.full.render", broken)
    result = call("bad.py")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: internal error: KeyError: 'oh'; please open an issue")
    Path(result.stderr.split()[-1]).unlink()


def test_a_misspelt_command_is_told_from_a_missing_path(call: Call) -> None:
    assert call("rul").stderr == (
        "error: path `rul` does not exist \N{EN DASH} did you mean the command `rule`?\n"
    )


def test_a_rule_that_does_not_exist_is_named_with_the_nearest(call: Call) -> None:
    assert call("--select", "KC9O1", "good.py").stderr == (
        'error: --select: unknown rule "KC9O1"; did you mean "KC901"?\n'
    )
