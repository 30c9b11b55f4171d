"""What is to be found in the programs of the questions and lessons that kerascheck began with."""

from pathlib import Path
from typing import NamedTuple

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.finding import Severity
from kerascheck.pipeline import check

ROOT = Path(__file__).parents[2]
EXAMPLES, PROGRAMS = ROOT / "examples", Path(__file__).parent / "programs"
GOOD = ROOT / "tests" / "corpus" / "good"


class Row(NamedTuple):
    """A program, the findings it is to have, and those that must not be.

    A finding is a code, with its severity where that matters; `asked` ones are off by default.
    """

    program: str
    listed: str
    asked: str = ""
    never: str = ""
    name: str = "train.py"


def _example(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def _program(name: str, *changes: tuple[str, str]) -> str:
    text = (PROGRAMS / name).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def _digits(
    layers: str, optimizer: str = "'adam'", fit: str = "", data: str = "X_t, y_t", more: str = ""
) -> str:
    """A network of `Dense` layers on digits: `12 relu, 1 sigmoid`."""
    stack = [layer.split() for layer in layers.split(", ")]
    added = [
        f"model.add(Dense({units}, activation={activation!r}{'' if i else ', input_dim=64'}))"
        for i, (units, activation) in enumerate(stack)
    ]
    measured = "loss='binary_crossentropy', metrics=['accuracy']"
    return _program("digits.py") + "\n".join(
        [
            "model = Sequential()",
            *added,
            f"model.compile(optimizer={optimizer}, {measured})",
            more,
            f"model.fit({data}, epochs=50, batch_size=32{fit})",
        ]
    )


SIGMOIDS = "12 sigmoid, 8 sigmoid, 1 sigmoid"
RELUS = "12 relu, 8 relu, 4 relu, 1 sigmoid"
HELD_OUT = ", validation_data=(X_val, y_val)"
CELLS = "KC105 KC202 KC204 KC205:info KC305 KC501 KC707:info"
ELECTION = "KC201 KC207:info KC402 KC603:info KC701 KC702 KC703 KC704 KC707:info"
BY_MAJORITY = (
    "counts = np.bincount(y_train.argmax(axis=1))\n"
    "weights = {i: c / max(counts) for i, c in enumerate(counts)}\n"
)


def _stopping(patience: str) -> str:
    stop = f"EarlyStopping(monitor='val_loss', min_delta=1e-8, {patience}, mode='min')"
    return _digits(RELUS, fit=f"{HELD_OUT}, callbacks=[stop]", more=f"stop = {stop}")


ROWS = {
    "signs without flatten": Row(_program("signs.py"), "KC501:warning KC707:info KC704:info"),
    "cells": Row(_program("cells.py"), CELLS, "KC406"),
    "cells with a tuple as side": Row(
        _program("cells.py", ("# The network.", "SIZE = (200, 200, 3)")), f"{CELLS} KC502"
    ),
    "cells by majority": Row(
        _program("cells.py", ("# Weights.\n", BY_MAJORITY), ("weights = {0", "_ = {0")),
        f"{CELLS} KC203:error",
    ),
    "next word": Row(_example("next_word.py"), "KC409:error KC503 KC109 KC707:error"),
    "sentences": Row(
        _example("sentences.py").replace("network.compile(", "done = network.compile("),
        "KC701 KC702 KC219 KC607",
    ),
    "election without labels": Row(_example("two_shares.py"), ELECTION, never="KC101"),
    "election": Row(_example("election.py"), f"{ELECTION} KC101 KC108"),
    "first metrics": Row(_example("first_metrics.py"), ""),
    "hitters": Row(
        _program("hitters.py"), "KC302 KC303 KC205:warning KC709:info KC401:info", "KC304"
    ),
    "mnist": Row(_example("mnist.py"), "KC205:info"),
    "digits, not scaled": Row(
        _digits("12 relu, 8 relu, 1 sigmoid", "'rmsprop'", data="X, y_binary"),
        "KC201 KC301 KC707:info",
    ),
    "digits, sigmoids": Row(_digits(SIGMOIDS, "'SGD'"), "KC201 KC403 KC707:info", "KC605"),
    "digits, a rate of 0.02": Row(
        _digits(SIGMOIDS, "SGD(lr=.02)"), "KC201 KC403 KC701 KC707:info", "KC605", "KC603"
    ),
    "digits, a rate of 9": Row(
        _digits(SIGMOIDS, "SGD(lr=9)"), "KC201 KC403 KC701 KC603:warning KC707:info", "KC605"
    ),
    "digits, relu": Row(_digits(RELUS), "KC201 KC707:info"),
    "digits, deep": Row(
        _digits("30 relu, 20 relu, 12 relu, 12 relu, 12 relu, 8 relu, 4 relu, 1 sigmoid",
                fit=HELD_OUT), "KC707:info", never="KC407",
    ),
    "digits, wide": Row(
        _digits("300 relu, 200 relu, 80 relu, 4 relu, 1 sigmoid", fit=HELD_OUT),
        "KC407:info KC707:info",
    ),
    "digits, no patience": Row(_stopping("patience=0"), "KC602 KC707:info"),
    "digits, patience of 15": Row(_stopping("patience=15"), "KC601 KC707:info"),
    "ten digits": Row(_program("digits_multiclass.py"), "KC705 KC706 KC707:info KC710"),
    "cells of a notebook": Row(
        _example("digits.ipynb"), "KC901 KC107 KC201 KC401 KC706 KC707:info", "KC902",
        name="digits.ipynb",
    ),
    "cifar10": Row(
        _example("cifar10.ipynb"),
        "KC205:info KC604 KC705 KC706 KC707:info KC708 KC709:info KC710",
        "KC806 KC902", "KC401 KC301 KC107", "cifar10.ipynb",
    ),
}  # fmt: skip

_COLUMNS = (
    "columns of a table that nobody has seen may exclude one another as well, and then accuracy "
    "and class weights are right; with columns that are known to be several, see below"
)
_UNSCORED = "nothing is scored later, so that the part named test is the validation set"
_LONE = "tensorflow alone is no second Keras: the rule is about packages of Keras"
_CELLS = {"KC105": _COLUMNS, "KC204": _COLUMNS, "KC205:info": _UNSCORED}
_LOSS = "a mean squared error can be read by itself, and KC101 names it where it is wrong"

DIFFERS: dict[str, dict[str, str]] = {
    "cells": {**_CELLS, "KC406": "the first kernel, of 10, is not above the 11 of the rule"},
    "cells with a tuple as side": _CELLS,
    "cells by majority": _CELLS,
    "next word": {
        "KC503": "one mistake: KC409 shows the two shapes, and what to change",
        "KC109": "targets around 0 may well lie in the range of tanh; the rule has no hints",
    },
    "sentences": {
        "+KC707": "the example gives `input_shape`, which the question leaves out",
    },
    "election without labels": {"KC207:info": _LOSS},
    "election": {"KC207:info": _LOSS},
    "hitters": {"KC709:info": _LONE},
    "cifar10": {
        "KC709:info": _LONE,
        "KC806": "`np.warnings` stops with an error (KC710), so that nothing is hidden",
        "+KC553": "most of the parameters are in one layer; the rule came later",
    },
}
"""Rows of which kerascheck departs: what it leaves out, or with a `+` what it adds, and why."""


def _findings(row: Row, asked: bool = False) -> list[str]:
    """Code and severity of each finding, hints included."""
    extra = tuple(row.asked.split()) if asked else ()
    settings = Settings(min_confidence="low", extend_select=extra)
    rules = registry.select(registry.load(), settings, row.name)
    result = check(row.name, row.program.encode(), rules, settings)
    return [f"{finding.code}:{finding.severity.label}" for finding in result.findings]


def _found(row: Row, asked: bool = False) -> set[str]:
    return set(_findings(row, asked))


def _has(found: set[str], entry: str) -> bool:
    return any(entry in (one, one.partition(":")[0]) for one in found)


@pytest.mark.parametrize("name", ROWS)
def test_a_program_has_exactly_these_findings(name: str) -> None:
    row, differs = ROWS[name], DIFFERS.get(name, {})
    found = _found(row)
    listed = set(row.listed.split()) - differs.keys()
    listed |= {entry[1:] for entry in differs if entry.startswith("+")}
    assert [entry for entry in sorted(listed) if not _has(found, entry)] == []
    names = listed | {entry.partition(":")[0] for entry in listed if ":" not in entry}
    assert [one for one in sorted(found)
            if one not in names and one.partition(":")[0] not in names] == []  # fmt: skip
    assert [entry for entry in row.never.split() if _has(found, entry)] == []


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.asked])
def test_what_is_off_by_default_is_found_when_asked_for(name: str) -> None:
    row, differs = ROWS[name], DIFFERS.get(name, {})
    asked = {entry: _has(_found(row, asked=True), entry) for entry in row.asked.split()}
    assert asked == {entry: entry not in differs for entry in asked}
    assert not any(_has(_found(row), entry) for entry in asked)


def test_every_difference_is_one() -> None:
    for name, differs in DIFFERS.items():
        row = ROWS[name]
        said = {*row.listed.split(), *row.asked.split()}
        found = _found(row, asked=True)
        for entry, reason in differs.items():
            assert reason
            assert entry.startswith("+") != (entry in said), (name, entry)
            assert entry.startswith("+") == _has(found, entry.lstrip("+")), (name, entry)


def test_columns_that_are_known_to_hold_several_ones_are_labels_of_their_own() -> None:
    known = "pd.DataFrame(np.random.randint(0, 2, (1000, 16)))"
    program = _program(
        "cells.py", ('pd.read_csv("cells.csv")', known),
        ("# Weights.\n", BY_MAJORITY), ("weights = {0", "_ = {0"),
    )  # fmt: skip
    program += "model.evaluate(X_test, y_test)\n"
    found = _found(Row(program, ""))
    assert [entry for entry in f"{CELLS} KC203:error".split() if not _has(found, entry)] == []


@pytest.mark.parametrize(
    ("name", "code", "times"),
    [
        ("cells of a notebook", "KC901", 2),
        ("cifar10", "KC604", 3),
        ("cifar10", "KC707", 3),
        # Predictions of the first network alone are compared with the test labels later.
        ("cifar10", "KC205", 1),
    ],
)
def test_what_is_wrong_several_times_is_found_as_often(name: str, code: str, times: int) -> None:
    assert [one.partition(":")[0] for one in _findings(ROWS[name])].count(code) == times


SILENT = {
    "deep Q-learning": ("dqn", 'action_size, activation="linear"'),
    "a GAN with least squares": ("gan_least_squares", 'loss="mse"'),
    "an autoencoder with sigmoids": ("autoencoder_no_validation", "fit(x_train, x_train"),
    "a variational autoencoder": ("variational_autoencoder", "add_loss("),
    "a U-Net": ("unet_pointwise", 'Conv2D(CLASSES, 1, activation="softmax")'),
    "a contrastive loss": ("siamese_contrastive", "loss=contrastive"),
    "multinomial regression": ("multinomial_regression", "softmax"),
    "the critic of a Wasserstein GAN": ("gan_wasserstein", "critic"),
    "a new head with a dropout of one half": ("transfer_frozen", "Dropout(0.5)"),
    "a dataset that shuffles itself": ("tf_data_pipeline", "shuffle=False"),
    "a network that keeps its state": ("stateful_rnn", "shuffle=False"),
    "folds that are evaluated": ("kfold", "evaluate("),
    "a function that passes parameters on": ("calm_caller_elsewhere", "shuffle=False"),
    "scikit-learn": ("sklearn_only", ".fit("),
    "PyTorch": ("pytorch_loop", "import torch"),
    "three ways to compile": ("api_tour", "metrics=["),
    "a regression between 0 and 1": ("regression_unit_interval", "sigmoid"),
    "a linear bottleneck": ("inverted_residual", "bottleneck"),
    "balanced weights": ("class_weight_balanced", "dict(zip("),
    "weights by the majority": ("class_weight_majority", "majority / count"),
    "weights by one minus the share": ("class_weight_majority", "1 - part"),
}
"""What looks like a mistake and is none: a sound program of the corpus, and the place in it."""


@pytest.mark.parametrize(("name", "place"), SILENT.values(), ids=SILENT)
def test_what_only_looks_like_a_mistake_is_left_alone(name: str, place: str) -> None:
    text = (GOOD / f"{name}.py").read_text(encoding="utf-8")
    assert place in text
    findings = [one.partition(":") for one in _findings(Row(text, "", name=f"{name}.py"))]
    assert {severity for _, _, severity in findings} <= {Severity.INFO.label}
