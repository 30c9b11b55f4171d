"""`check`: where things are printed, formats and files, options, variables, stdin."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import kerascheck

Call = Callable[..., Result]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(kerascheck.__file__).parents[1])}


def test_findings_and_summary_go_to_stdout(call: Call) -> None:
    result = call("bad.py", "worse.py", "plain.py")
    assert result.stderr == ""
    assert (
        result.stdout
        == """\
error[KC301]: an error
 --> bad.py
  = more:   kerascheck rule KC301

warning[KC201]: a warning
 --> worse.py
  = more:   kerascheck rule KC201

info[KC101]: an info
 --> worse.py
  = more:   kerascheck rule KC101

Found 3 problems (1 error, 1 warning, 1 info).
Understood 2 of 2 models, 4 layers, in 2 of 3 files (1 does not use Keras).
"""
    )


def test_quiet_prints_findings_only(call: Call) -> None:
    concise = ("--output-format", "concise")
    assert call("bad.py", "-q", *concise).stdout == "bad.py: KC301 error: an error\n"
    assert call("good.py", "-q").output == ""


def test_the_summary_of_formats_for_programs_goes_to_stderr(call: Call) -> None:
    result = call("bad.py", "--output-format", "json")
    assert json.loads(result.stdout)["findings"][0]["code"] == "KC301"
    assert result.stderr == ("Found 1 problem (1 error).\nUnderstood 1 of 1 model, 2 layers.\n")
    assert call("bad.py", "--output-format", "json", "-q").stderr == ""


def test_several_formats_and_files_in_one_run(call: Call, folder: Path) -> None:
    formats = ("--output-format", "concise", "--output-format", "json=out.json")
    result = call("bad.py", *formats)
    assert result.stdout.startswith("bad.py: KC301 error: an error\nFound 1 problem")
    assert json.loads((folder / "out.json").read_text())["version"] == 1


def test_output_file_takes_findings_and_summary(call: Call, folder: Path) -> None:
    result = call("bad.py", "--output-format", "concise", "-o", "out.txt", "--color", "always")
    assert result.stdout == ""
    assert (folder / "out.txt").read_text() == (
        "bad.py: KC301 error: an error\nFound 1 problem (1 error).\n"
        "Understood 1 of 1 model, 2 layers.\n"
    )
    assert result.exit_code == 1


def test_statistics_replace_the_findings(call: Call) -> None:
    result = call("bad.py", "worse.py", "--statistics", "--no-coverage")
    assert result.stdout == (
        "count  code   fix  conf.  name    where\n"
        "    1  KC101       high   a-rule  worse.py\n"
        "    1  KC201       high   a-rule  worse.py\n"
        "    1  KC301       high   a-rule  bad.py\n"
        "Found 3 problems (1 error, 1 warning, 1 info).\n"
    )
    result = call("bad.py", "--statistics", "--output-format", "json")
    assert json.loads(result.stdout)["findings"]
    assert result.stderr.startswith("count  code")


def test_show_files_lists_and_stops(call: Call) -> None:
    result = call("--show-files")
    assert result.stdout == "bad.py\ngood.py\nplain.py\nworse.py\n"
    assert result.exit_code == 0


def test_an_unknown_format_is_named_with_the_nearest(call: Call) -> None:
    stderr = call("--output-format", "jsn", "good.py").stderr
    assert stderr.endswith('error: unknown output format "jsn"; did you mean "json"?\n')


def test_a_closed_reader_is_quiet() -> None:
    command = f"{sys.executable} -m kerascheck rule --all | head -c 1 >/dev/null"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    assert done.stderr == ""


def test_a_stream_that_is_not_unicode_gets_the_nearest_characters() -> None:
    command = [sys.executable, "-m", "kerascheck", "rul"]
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        env={**ENVIRONMENT, "PYTHONIOENCODING": "ascii"},
    )
    assert done.stderr == b"error: path `rul` does not exist - did you mean the command `rule`?\n"


@pytest.mark.parametrize(
    ("name", "seen"), [(None, "-: KC301"), ("folder/a.py", "folder/a.py: KC301")]
)
def test_stdin(call: Call, name: str | None, seen: str) -> None:
    named = ("--stdin-filename", name) if name else ()
    result = call("-", *named, "--output-format", "concise", stdin="import keras\nan error\n")
    assert result.exit_code == 1
    assert result.stdout.startswith(seen)


def test_stdin_beside_files(call: Call) -> None:
    result = call("-", "bad.py", "-q", "--output-format", "concise", stdin="import keras # error")
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["bad.py", "-"]


def test_options_reach_the_pipeline(call: Call, folder: Path) -> None:
    (folder / "gap.py").write_text("import keras  # gap")
    args = (
        "gap.py",
        "--select",
        "KC9",
        "--ignore",
        "KC902,KC904,KC905,KC907",
        "--fail-level",
        "error",
    )
    assert "not understood: `KC901,KC903` gap.py \N{EN DASH} error\n" in call(*args).stdout


def test_variables_stand_for_options(call: Call, folder: Path) -> None:
    (folder / "gap.py").write_text("import keras  # gap")
    result = call("gap.py", KERASCHECK_SELECT="KC901,KC902", KERASCHECK_NO_COVERAGE="0")
    assert "not understood: `KC901,KC902` gap.py \N{EN DASH} warning\n" in result.stdout
    result = call("gap.py", "--select", "KC905", KERASCHECK_SELECT="KC901")
    assert "not understood: `KC905` gap.py" in result.stdout


def test_strict_and_verbose_switch_rules_on(call: Call, folder: Path) -> None:
    (folder / "gap.py").write_text("import keras  # gap")
    codes = {
        args: call("gap.py", *args).stdout.partition("`")[2].partition("`")[0].split(",")
        for args in ((), ("--strict",), ("-v",))
    }
    assert {"KC901", "KC905"} <= set(codes[()])
    assert not {"KC902", "KC903"} & set(codes[()])
    assert {*codes["--strict",]} - {*codes[()]} == {"KC903"}
    assert {*codes["-v",]} - {*codes[()]} == {"KC902", "KC903"}


def test_rules_are_silent_in_the_files_of_a_glob(call: Call, folder: Path) -> None:
    (folder / "gap.py").write_text("import keras  # gap")
    options = ("--select", "KC9", "--per-file-ignores", "g*.py:KC901,KC902,KC904,KC907")
    assert "`KC903,KC905` gap.py" in call("gap.py", *options).stdout
    wrong = call("gap.py", "--per-file-ignores", "KC901")
    assert 'takes GLOB:LIST, not "KC901"' in wrong.stderr


@pytest.mark.parametrize(
    ("args", "env", "colored"),
    [
        pytest.param([], {}, False, id="no terminal"),
        pytest.param(["--color", "always"], {}, True, id="always"),
        pytest.param(["--color", "always"], {"NO_COLOR": "1"}, True, id="the option wins"),
        pytest.param([], {"FORCE_COLOR": "1"}, True, id="forced"),
        pytest.param([], {"CLICOLOR_FORCE": "1"}, True, id="forced by the other name"),
        pytest.param([], {"FORCE_COLOR": "0"}, False, id="forced off"),
        pytest.param([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="NO_COLOR wins"),
        pytest.param([], {"KERASCHECK_COLOR": "always"}, True, id="our variable"),
    ],
)
def test_colours(call: Call, args: list[str], env: dict[str, str], colored: bool) -> None:
    assert ("\x1b[" in call("bad.py", *args, **env).stdout) is colored


def test_help_has_headings_and_every_option(call: Call) -> None:
    text = call("check", "--help").stdout
    for heading in ("Rules:", "Output:", "Files:", "Run:"):
        assert f"\n{heading}\n" in text
    for name in ("--select", "--no-respect-gitignore", "--output-format", "--jobs", "--help"):
        assert name in text
