"""What is found in `examples/`: each program is there for these findings, or for having none."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kerascheck.cli import main

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples"
TEXTS = ROOT.parent / "shared" / "seeds"

EXPECTED = {
    "cell_labels.py": ["31 KC405 info", "33 KC407 warning", "35 KC102 error"],
    "cell_sigmoid.py": ["34 KC405 info", "36 KC407 warning", "47 KC202 info"],
    "cell_weights.py": ["34 KC405 info", "38 KC401 warning", "52 KC203 error", "53 KC202 info"],
    "cifar10.ipynb": [
        "cell 2:2 KC710 error",
        "cell 2:11 KC708 error",
        "cell 2:13 KC708 error",
        "cell 4:10 KC604 info",
        "cell 5:3 KC706 error",
        "cell 5:4 KC706 error",
        "cell 6:3 KC705 error",
        "cell 7:12 KC604 info",
        "cell 8:21 KC604 info",
    ],
    "digits.ipynb": [
        "cell 5:2 KC901 error",
        "cell 6:1 KC901 error",
        "cell 7:5 KC401 info",
        "cell 7:7 KC107 error",
        "cell 8:1 KC201 warning",
        "cell 10:4 KC706 error",
    ],
    "election.py": [
        "20 KC402 warning",
        "20 KC704 error",
        "21 KC704 error",
        "22 KC108 error",
        "22 KC704 error",
        "24 KC701 error",
        "24 KC702 info",
        "25 KC101 error",
        "26 KC201 info",
        "26 KC703 error",
    ],
    "even_or_odd.py": [
        "19 KC201 info",
        "19 KC301 info",
        "24 KC801 info",
        "27 KC403 warning",
        "31 KC201 info",
        "34 KC403 warning",
        "37 KC701 error",
        "38 KC201 info",
    ],
    "first_metrics.py": [],
    "hitters.py": ["27 KC401 info"],
    "mnist.py": [],
    "next_word.py": ["17 KC707 error", "17 KC409 error"],
    "output_layers.py": [
        "19 KC110 error",
        "25 KC103 error",
        "30 KC112 error",
        "35 KC111 info",
        "40 KC113 error",
        "45 KC108 error",
    ],
    "refused.py": [
        "6 KC502 error",
        "9 KC505 error",
        "16 KC506 error",
        "22 KC509 error",
        "24 KC510 warning",
        "25 KC504 warning",
        "29 KC507 error",
        "30 KC410 error",
        "31 KC512 error",
        "34 KC511 info",
    ],
    "sentences.py": ["21 KC701 error", "21 KC702 warning"],
    "sign_language.py": ["24 KC407 info", "28 KC104 error"],
    "ten_digits.py": ["16 KC710 error", "31 KC107 error", "33 KC705 error"],
    "two_shares.py": [
        "14 KC402 warning",
        "14 KC704 error",
        "15 KC704 error",
        "16 KC704 error",
        "18 KC701 error",
        "18 KC702 info",
        "20 KC201 warning",
        "20 KC703 error",
    ],
}
"""The line (in a notebook with its cell), code and severity of each finding, by file."""

RULES = {
    "KC101", "KC102", "KC103", "KC104", "KC107", "KC108", "KC110", "KC111", "KC112", "KC113",
    "KC201", "KC202", "KC203", "KC301", "KC401", "KC402", "KC403", "KC405", "KC407", "KC409",
    "KC410", "KC502", "KC504", "KC505", "KC506", "KC507", "KC509", "KC510", "KC511", "KC512",
    "KC604", "KC701", "KC702", "KC703", "KC704", "KC705", "KC706", "KC707", "KC708", "KC710",
    "KC801", "KC901",
}  # fmt: skip
"""Rules that have an example each; the other ones of the tool itself are off by default."""


def found(*arguments: str) -> list[str]:
    """The findings of a run, as `EXPECTED` writes them."""
    run = CliRunner().invoke(main, ["--isolated", "--output-format", "json", *arguments])
    assert run.exit_code in (0, 1), run.output
    document = json.loads(run.stdout)
    assert document["failed"] == []
    assert document["coverage"]["not_understood"] == []
    return [
        f"{_place(finding['location'])} {finding['code']} {finding['severity']}"
        for finding in document["findings"]
    ]


def _place(location: dict[str, object]) -> str:
    match location:
        case {"cell": {"index": index}, "line": line}:
            return f"cell {index}:{line}"
    return str(location["line"])


def test_every_example_is_expected() -> None:
    names = {path.name for path in FOLDER.iterdir() if not path.name.startswith("__")}
    assert names == EXPECTED.keys()
    codes = {line.rpartition(" ")[0].rpartition(" ")[2] for found in EXPECTED.values()
             for line in found}  # fmt: skip
    assert codes == RULES


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_the_findings_in_an_example(name: str, expected: list[str]) -> None:
    assert found(str(FOLDER / name)) == expected


def test_low_confidence_adds_nothing_to_the_sound_examples() -> None:
    sound = [str(FOLDER / name) for name, lines in EXPECTED.items() if not lines]
    # One of them has no third part of the samples to test with.
    noted = ["33 KC205 info"]
    assert found("--min-confidence", "low", *sound) == noted


def test_cells_and_lines_that_are_not_read_are_told_when_asked() -> None:
    skipped = found("--select", "KC902", str(FOLDER / "digits.ipynb"))
    assert skipped == [
        f"cell {place} KC902 info" for place in ("2:1", "2:2", "2:3", "7:1", "9:1", "10:1", "10:5")
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_an_example_says_in_one_line_what_it_is(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.fullmatch(r'""".{20,}\."""', first)


@pytest.mark.parametrize("name", ["cifar10.ipynb", "digits.ipynb"])
def test_a_notebook_is_one_that_jupyter_opens(name: str) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.read(FOLDER / name, as_version=4))


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts lie beside some checkouts only")
@pytest.mark.parametrize("suffix", [".md", ".py"])
def test_texts_with_code_in_them_are_read_without_an_accident(suffix: str, tmp_path: Path) -> None:
    texts = sorted(TEXTS.glob("*.txt"))
    for path in texts:
        (tmp_path / path.name).with_suffix(suffix).write_bytes(path.read_bytes())
    options = ["--isolated", "--markdown", "--min-confidence", "low", "--output-format", "json"]
    run = CliRunner().invoke(main, [*options, str(tmp_path)])
    document = json.loads(run.stdout)
    assert document["failed"] == []
    assert document["coverage"]["files"] == len(texts) > 0
    assert run.exit_code == 1
