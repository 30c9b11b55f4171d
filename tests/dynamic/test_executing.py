"""What a run tells is checked: it may have told anything."""

import secrets
from typing import Any

import pytest

from kerascheck.dynamic import contained, executing
from kerascheck.dynamic.runner import Options
from kerascheck.finding import Span
from kerascheck.values import Device, Execution

TEXT = "model = make()\nü = model.fit(x)\n"
HERE = ["<block 0>", 1, 8, 1, 14]
DEVICE = Device("python", "3.15.1")
MODEL: dict[str, Any] = {
    "event": "model", "number": 1, "kind": "Sequential", "class": "Sequential", "names": ["model"],
    "made": HERE, "built": True, "trainable": 12, "frozen": 3, "reasons": [],
    "layers": [
        {"class": "Dense", "module": "keras", "at": HERE, "config": {"units": 3}, "trainable": 12,
         "frozen": 0, "inputs": [[[None, 3], "float32"]], "outputs": [[[None, 3], "float32"]]}
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda _: "secret")


def told(monkeypatch: pytest.MonkeyPatch, *lines: dict[str, Any], **outcome: Any) -> Execution:
    """What is made of the lines that a run tells."""
    given = tuple({"secret": "secret", **line} for line in lines)
    ended = contained.Outcome(**{"ended": "finished", "lines": given, **outcome})
    monkeypatch.setattr(contained, "run", lambda program, limits: ended)
    source = executing.Source("train.py", (TEXT,))
    at = Span("train.py", 0, 1, 0, 1, 14)
    return executing.execute(source, [at], ["model"], Options(), DEVICE)[0]


def test_a_model_as_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    (model,) = told(monkeypatch, MODEL, {"event": "done"}).models
    assert (model.name, model.total, model.trainable, model.exact) == ("model", 15, 12, True)
    assert (model.site.at.line, model.site.at.column, model.site.text) == (1, 8, "make()")
    (layer,) = model.layers
    assert (layer.part.kind, layer.counted, layer.count, layer.agrees) == ("Dense", 12, 12, True)


def test_a_layer_that_the_formulas_do_not_confirm(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {**MODEL["layers"][0], "trainable": 13}
    (model,) = told(monkeypatch, {**MODEL, "layers": [entry]}).models
    assert model.layers[0].differs == "13 parameters as built, and 12 by our formulas"


def test_what_rests_on_made_up_data_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {**MODEL["layers"][0], "trainable": 13}
    line = {**MODEL, "layers": [entry], "reasons": ["`units` is what `read_csv` reads"]}
    (model,) = told(monkeypatch, line).models
    assert not model.exact
    assert model.layers[0].static is None
    assert not model.layers[0].differs


def test_a_script_that_changes_keras_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    done = {"event": "done", "changed": "Dense.__init__"}
    (model,) = told(monkeypatch, MODEL, done).models
    assert model.doubts == ("the script changes `Dense.__init__` of Keras",)


def test_the_last_word_on_a_model_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    (model,) = told(monkeypatch, {**MODEL, "names": []}, MODEL).models
    assert model.name == "model"


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"event": "model"},
        {"event": "model", "made": "here"},
        {**MODEL, "made": ["<block 1>", 1, 0, 1, 1]},
        {**MODEL, "made": ["<block 0>", 99, 0, 99, 1]},
        {**MODEL, "made": ["<block 0>", -1, 0, 1, 1]},
        {**MODEL, "made": ["<block 0>", True, 0, 1, 1]},
        {**MODEL, "made": ["/etc/passwd", 1, 0, 1, 1]},
        {"event": "failed", "at": None},
        {"event": ["done"]},
        {**MODEL, "secret": "guessed"},
    ],
)
def test_what_stands_nowhere_is_nothing(
    monkeypatch: pytest.MonkeyPatch, line: dict[str, Any]
) -> None:
    found = told(monkeypatch, line)
    assert (found.models, found.failures) == ((), ())


@pytest.mark.parametrize(
    "wrong",
    [
        {"layers": None},
        {"layers": [None, 3, {}, {"class": 3, "config": [], "outputs": "x"}]},
        {"layers": [{"class": "Dense", "module": "keras", "config": {"units": "many"}}]},
        {"layers": [{"class": "Dense", "module": "keras", "config": {"site": 1, "units": 1}}]},
        {"trainable": -1},
        {"trainable": 1 << 60},
        {"trainable": "12"},
        {"frozen": True},
        {"reasons": 3, "outputs": [[["a"]]]},
        {"names": [3, {}], "kind": None, "class": {}, "loss": []},
        {"compiled": [1, 2], "fitted": {"a": 1}},
    ],
)
def test_wrong_figures_are_no_figures(
    monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any]
) -> None:
    (model,) = told(monkeypatch, {**MODEL, **wrong}).models
    assert isinstance(model.name, str)
    assert model.total in (None, 15)
    for layer in model.layers:
        assert not layer.differs or layer.count is not None


def test_columns_are_counted_in_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    (failure,) = told(
        monkeypatch,
        {"event": "failed", "at": ["<block 0>", 2, 5, 2, 17], "type": "E", "text": "a\nb"},
    ).failures
    assert (failure.site.at.line, failure.site.at.column) == (2, 4)
    assert failure.words == "E: a"


def test_python_before_3_11_knows_lines_only(monkeypatch: pytest.MonkeyPatch) -> None:
    line = {"event": "failed", "at": ["<block 0>", 2, 0, 2, 0], "type": "E", "text": ""}
    (failure,) = told(monkeypatch, line).failures
    assert failure.site.text == "ü = model.fit(x)"
    assert failure.words == "E"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ({"ended": "finished"}, "the script ended the process"),
        (
            {"ended": "time", "why": "it took longer than 5 seconds"},
            "it took longer than 5 seconds",
        ),
        ({"ended": "refused", "why": "it needs Landlock"}, "it needs Landlock"),
    ],
)
def test_why_it_did_not_come_to_its_end(
    monkeypatch: pytest.MonkeyPatch, outcome: dict[str, Any], words: str
) -> None:
    assert told(monkeypatch, **outcome).ended == words


def test_a_home_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    home = tmp_path / "home"
    (home / "project").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    folders = [str(home), str(home / "project"), str(home / "project"), "/", str(tmp_path)]
    assert executing.allowed(folders) == (str(home / "project"),)
