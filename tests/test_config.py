"""Settings: which file counts for a checked file, what it may say, and what errors look like."""

from pathlib import Path
from typing import Any

import pytest

from kerascheck import __version__, config_file
from kerascheck.config import ConfigError, FileIgnore, Settings
from kerascheck.configuration import Configuration
from kerascheck.finding import Evidence, Severity


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)


def section(text: str) -> None:
    write("pyproject.toml", f'[project]\nname = "x"\n\n[tool.kerascheck]\n{text}')


def error(path: str = "a.py", **options: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        Configuration(**options).of(path)
    return str(caught.value)


def test_without_a_file_the_defaults_hold() -> None:
    settings = Configuration().of("a.py")
    assert settings == Settings(folder=settings.folder)
    assert settings.fails_from is Severity.WARNING
    assert settings.least_evidence is Evidence.LIKELY


def test_every_key_of_a_file_reaches_the_settings(folder: Path) -> None:
    section(
        """
        select = ["KC1", "ALL"]
        extend-select = ["KC5"]
        ignore = ["linear-stack"]
        per-file-ignores = { "tests/*" = ["KC2"], "!src/*" = ["ALL"] }
        severity = { KC101 = "info", KC2 = "off" }
        fail-level = "info"
        min-confidence = "low"
        keras-version = "2.10"
        include = ["*.py"]
        exclude = ["old"]
        extend-exclude = ["data"]
        respect-gitignore = false
        force-exclude = true
        markdown = true
        fix = true
        unsafe-fixes = true
        fixable = ["KC1"]
        unfixable = ["linear-stack"]
        output-format = ["concise", "json=out.json"]
        require-ignore-reason = true
        report-unused-ignores = false
        plugins = ["mine"]
        required-version = ">=0.0.1"
        rules.linear-stack.most = 3
        """
    )
    settings = Configuration().of("sub/a.py")
    expected = Settings(
        select=("KC1", "ALL"),
        extend_select=("KC5",),
        ignore=("linear-stack",),
        per_file_ignores=(
            FileIgnore("tests/*", ("KC2",), str(folder)),
            FileIgnore("!src/*", ("ALL",), str(folder)),
        ),
        severity={"KC101": "info", "KC2": "off"},
        min_confidence="low",
        fail_level="info",
        keras_version="2.10",
        include=("*.py",),
        exclude=("old",),
        extend_exclude=("data",),
        respect_gitignore=False,
        force_exclude=True,
        markdown=True,
        fix=True,
        unsafe_fixes=True,
        fixable=("KC1",),
        unfixable=("linear-stack",),
        output_format=("concise", "json=out.json"),
        require_ignore_reason=True,
        report_unused_ignores=False,
        plugins=("mine",),
        required_version=">=0.0.1",
        rules={"linear-stack": {"most": 3}},
        folder=str(folder),
        origin=settings.origin,
    )
    assert settings == expected
    assert settings.origin["fail_level"] == str(folder / "pyproject.toml")
    assert len(settings.origin) == len(config_file.keys())


@pytest.mark.parametrize("name", ["kerascheck.toml", ".kerascheck.toml"])
def test_own_files_need_no_section_and_win_over_pyproject(name: str) -> None:
    section('fail-level = "error"')
    write(name, 'fail-level = "info"')
    assert Configuration().of("a.py").fail_level == "info"


def test_the_nearest_file_counts_alone() -> None:
    section('fail-level = "error"\nmarkdown = true')
    write("sub/kerascheck.toml", 'fail-level = "info"')
    write("sub/deep/pyproject.toml", "[tool.other]\nkerascheck = 1\n")
    configuration = Configuration()
    outer, inner = configuration.of("a.py"), configuration.of("sub/deep/a.py")
    assert (outer.fail_level, outer.markdown) == ("error", True)
    assert (inner.fail_level, inner.markdown) == ("info", False)
    assert configuration.of("sub/b.py") is inner


def test_extend_builds_on_another_file(folder: Path) -> None:
    section('fail-level = "error"\nmarkdown = true\nper-file-ignores = { "t/*" = ["KC1"] }\n'
            'extend-select = ["KC5"]')  # fmt: skip
    write("sub/kerascheck.toml", 'extend = "../pyproject.toml"\nfail-level = "info"\n'
          'extend-select = ["KC6"]')  # fmt: skip
    settings = Configuration().of("sub/a.py")
    assert (settings.fail_level, settings.markdown) == ("info", True)
    assert settings.extend_select == ("KC5", "KC6")
    assert settings.per_file_ignores == (FileIgnore("t/*", ("KC1",), str(folder)),)
    assert settings.folder == str(folder / "sub")


def test_options_win_over_files() -> None:
    section('fail-level = "error"\nextend-select = ["KC5"]')
    overrides = {"fail_level": "info", "extend_select": ("KC6",)}
    settings = Configuration(overrides, inline={"markdown": True}).of("a.py")
    assert (settings.fail_level, settings.extend_select) == ("info", ("KC5", "KC6"))
    assert settings.origin["fail_level"] == "--fail-level"
    assert settings.origin["markdown"] == "--config"


def test_a_named_file_and_isolated_stop_the_search() -> None:
    section('fail-level = "error"')
    write("other/mine.toml", 'fail-level = "info"')
    assert Configuration(file="other/mine.toml").of("a.py").fail_level == "info"
    assert Configuration(isolated=True).of("a.py").fail_level == "warning"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            'selct = ["KC1"]',
            ':5: unknown key "selct" in [tool.kerascheck]; did you mean "select"?',
            id="misspelt key",
        ),
        pytest.param(
            "markdown = true\nxyz = 1", ':6: unknown key "xyz" in [tool.kerascheck]',
            id="unknown key",
        ),
        pytest.param(
            'select = "KC1"', ':5: "select" must be a list, not a string', id="not a list"
        ),
        pytest.param(
            "select = [1]", ':5: "select" has a value that must be a string, not int', id="not words"
        ),
        pytest.param(
            'markdown = "yes"', ':5: "markdown" must be true or false, not a string', id="not a bool"
        ),
        pytest.param(
            'fail-level = "fatal"',
            ':5: "fail-level" has the invalid value "fatal"; it can be error, info, warning',
            id="not a level",
        ),
        pytest.param(
            '[tool.kerascheck.severity]\nKC101 = "loud"',
            ':5: "severity" has the invalid value "loud"; it can be error, info, off, warning',
            id="in a table of its own",
        ),
        pytest.param("a = 1\nb = c", ":6:5: not valid TOML: ", id="broken TOML"),
        pytest.param('extend = "no.toml"', ': "extend" names no.toml, which cannot be read: '
                     "No such file or directory", id="extends nothing"),
        pytest.param('extend = "pyproject.toml"', ': "extend" leads back to pyproject.toml',
                     id="extends itself"),
        pytest.param('required-version = ">=9"', ": required-version is >=9, but this is "
                     f"kerascheck {__version__}", id="another version"),
        pytest.param('required-version = "new"', ': required-version "new" is not a version',
                     id="no version"),
    ],
)  # fmt: skip
def test_errors_name_the_line_and_the_key(text: str, message: str) -> None:
    section(text)
    assert error().startswith(f"pyproject.toml{message}")


def test_the_section_must_be_a_table() -> None:
    write("pyproject.toml", "[tool]\nkerascheck = 3\n")
    assert error() == 'pyproject.toml: "tool.kerascheck" must be a table'


def test_a_file_that_is_not_utf_8() -> None:
    Path("kerascheck.toml").write_bytes(b"markdown = true\n# \xe9\n")
    assert error() == "kerascheck.toml:2: not UTF-8, as TOML must be"


def test_a_broken_file_that_does_not_name_us_is_not_ours() -> None:
    write("pyproject.toml", "[[")
    assert Configuration().of("a.py").markdown is False


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("markdown=true", {"markdown": True}),
        ("fail-level=error", {"fail_level": "error"}),
        ('select=["KC1"]', {"select": ("KC1",)}),
        ("severity.KC101='info'", {"severity": {"KC101": "info"}}),
    ],
)
def test_settings_in_one_line(text: str, values: dict[str, object]) -> None:
    assert config_file.inline(text) == values


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("markdwn=true", '--config markdwn=true: unknown key "markdwn"; did you mean "markdown"?'),
        ("a b=1", "--config a b=1: neither a file nor KEY=VALUE with a TOML value"),
        ("extend=x", '--config extend=x: "extend" can only stand in a file'),
    ],
)
def test_errors_in_one_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config_file.inline(text)
    assert str(caught.value) == message


def test_the_defaults_of_the_schema_are_those_of_the_settings() -> None:
    defaults = config_file.validate({}, "", "", "")
    assert defaults == {}
    table, settings = config_file.Table(), Settings()
    for name in config_file.Table.__struct_fields__:
        if name not in ("extend", "per_file_ignores", "output_format"):
            assert getattr(table, name) == getattr(settings, name), name
    assert (table.output_format,) == settings.output_format


def test_the_schema_describes_every_key() -> None:
    properties = config_file.schema()["$defs"]["Table"]["properties"]
    assert list(properties) == config_file.keys()
    assert all(about["description"].endswith(".") for about in properties.values())
    assert list(properties["include"]["default"]) == ["*.py", "*.ipynb"]
