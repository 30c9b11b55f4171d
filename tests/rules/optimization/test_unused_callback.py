from pathlib import Path

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.found import found, levels, lines
from tests.rules.optimization.programs import compiled

CODE = "KC610"
STOP = "stop = keras.callbacks.EarlyStopping(patience=5)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(STOP + "model.fit(x, y, callbacks=[stop])\n", id="given"),
        pytest.param(STOP, id="a file that does not train"),
        pytest.param(STOP + "model.fit(x, y, **options)\n", id="unpacked arguments"),
        pytest.param(STOP + "history = model.fit()\n", id="a blank to fill in"),
        pytest.param(STOP + "train(model, stop)\nmodel.fit(x, y)\n", id="given to a function"),
        pytest.param(
            STOP + "model.fit(x, y)\nmodel.fit(x, y, callbacks=[stop])\n", id="given to one of two"
        ),
        pytest.param(
            STOP + "#callbacks_list = [check, stop]\nmodel.fit(x, y)\n", id="its list is left out"
        ),
        pytest.param(
            STOP + "some = [stop]\nsome.append(other())\nmodel.fit(x, y, callbacks=some)\n",
            id="in a list",
        ),
        pytest.param(
            STOP + "def train():\n    model.fit(x, y, callbacks=[stop])\n", id="in a function"
        ),
        pytest.param(
            "class A:\n    def __init__(self):\n        self.stop = keras.callbacks.EarlyStopping()"
            "\nA()\nmodel.fit(x, y)\n",
            id="an attribute",
        ),
        pytest.param(
            STOP + "model.fit(x, y)\n" + STOP + "model.fit(x, y, callbacks=[stop])\n",
            id="made twice, and given the second time",
        ),
        pytest.param("model.fit(x, y)\n" + STOP, id="made after the training"),
        pytest.param(
            "history = keras.callbacks.History()\nhistory = model.fit(x, y)\n",
            id="of which `fit` makes its own",
        ),
        pytest.param(
            STOP + "model.fit(x, y, callbacks=[\n    # stop,\n    other(),\n])\n",
            id="left out of a list",
        ),
        pytest.param(
            STOP + "model.fit(x, y, callbacks=[other()])  # [other(), stop]\n",
            id="in the list of a comment",
        ),
        pytest.param(
            STOP + "# For now we won't include `stop` in the list.\nmodel.fit(x, y)\n",
            id="a later comment says so",
        ),
        pytest.param(
            "# I did not use this trick.\n" + STOP + "model.fit(x, y)\n", id="a comment says so"
        ),
        pytest.param(
            STOP + "if several:\n    stop = mine()\nmodel.fit(x, y, callbacks=[stop])\n",
            id="replaced under a condition",
        ),
        pytest.param(
            STOP + "model.fit(x, y,\n          epochs=5)\n          # callbacks=[stop])\n",
            id="left out on purpose",
        ),
        pytest.param(
            STOP + "model.fit(x, y, epochs=5)#, callbacks=[stop])\n", id="left out in the same line"
        ),
        pytest.param(
            "def chosen(early=False):\n    " + STOP + "    some = []\n    if early:\n"
            "        some.append(stop)\n    return some\nmodel.fit(x, y, callbacks=chosen())\n",
            id="given where a parameter says so",
        ),
        pytest.param(
            "EARLY = False\n" + STOP + "model.fit(x, y, callbacks=[stop] if EARLY else [])\n",
            id="given where a switch says so",
        ),
        pytest.param(
            "PLAIN = True\n"
            + STOP
            + "if PLAIN:\n    model.fit(x, y)\nelse:\n    model.fit(x, y, callbacks=[stop])\n",
            id="given on the other side",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, compiled("'adam'", code)) == []


@pytest.mark.parametrize(
    "code",
    [
        STOP + "model.fit(x, y)\n",
        STOP + "model.fit(x, y, callbacks=[keras.callbacks.TerminateOnNaN()])\n",
        STOP + "some = [stop]\nmodel.fit(x, y)\n",
        STOP + "model.fit(x, y)\n#callbacks = [\n",
        STOP + "if False:\n    print(model)\nmodel.fit(x, y)\n",
        "# We stop early.\n" + STOP + "model.fit(x, y)\n",
    ],
)
def test_a_callback_that_no_fit_is_given(code: str) -> None:
    assert levels(CODE, compiled("'adam'", code)) == ["warning medium"]
    assert lines(CODE, compiled("'adam'", code)) == [6 + code.startswith("#")]


def test_a_leftover_is_noted_where_another_one_sets_the_learning_rate() -> None:
    code = "rate = keras.callbacks.ReduceLROnPlateau()\n"
    code += "mine = keras.callbacks.LearningRateScheduler(decay)\nmodel.fit(x, y, callbacks=[{}])\n"
    assert levels(CODE, compiled("'adam'", code.format("mine"))) == ["info low"]
    other = code.replace("LearningRateScheduler(decay)", "CSVLogger('log')").format("mine")
    assert levels(CODE, compiled("'adam'", other)) == ["warning medium"]


def test_a_leftover_is_noted_where_another_of_the_kind_is_given() -> None:
    other = "keras.callbacks.EarlyStopping(patience=9)"
    code = STOP + f"model.fit(x, y, callbacks=[{other}])\n"
    assert levels(CODE, compiled("'adam'", code)) == ["info low"]
    assert levels(CODE, compiled("'adam'", code + "model.fit(x, y)\n")) == ["warning medium"]


@pytest.mark.parametrize(
    ("head", "level"),
    [
        ("def build():\n", "info medium"),
        ("build = 1\ndef build():\n", "warning medium"),
        ("def build():\n    model.fit(x, y)\n", "warning medium"),
    ],
)
def test_a_function_that_nothing_calls_makes_it(head: str, level: str) -> None:
    code = f"{head}    {STOP}    return model\nmodel.fit(x, y)\n"
    code += "def train():\n    model.fit(x, y)\ntrain()\n"
    assert levels(CODE, compiled("'adam'", code)) == [level]


@pytest.mark.parametrize(
    ("remark", "level"),
    [
        ("auto learning rate finder", "info medium"),
        ("LR range test", "info medium"),
        ("to find the best learning rate", "info medium"),
        ("a learning rate that falls", "warning medium"),
    ],
)
def test_a_finder_of_learning_rates_is_a_note(remark: str, level: str) -> None:
    code = f"rate = keras.callbacks.LearningRateScheduler(up)  # {remark}\nmodel.fit(x, y)\n"
    assert levels(CODE, compiled("'adam'", code)) == [level]
    stop = f"{STOP[:-1]}  # {remark}\nmodel.fit(x, y)\n"
    assert levels(CODE, compiled("'adam'", stop)) == ["warning medium"]


def test_the_label_shows_the_next_training_below() -> None:
    fit = "    model.fit(x, y)\n"
    code = compiled(
        "'adam'", f"def first():\n{fit}def second():\n    {STOP}{fit}def third():\n{fit}"
    )
    (finding,) = found(CODE, code)
    assert finding.labels[0].at.line == finding.at.line + 1


@pytest.mark.parametrize(
    ("made", "epochs", "expected"),
    [
        ("EarlyStopping(patience=20)", "20", "info medium"),
        ("EarlyStopping(patience=19)", "20", "warning medium"),
        ("EarlyStopping(patience=20)", "n", "warning medium"),
        ("EarlyStopping(patience=20, restore_best_weights=True)", "20", "warning medium"),
        ("ReduceLROnPlateau()", "10", "info medium"),
        ("ReduceLROnPlateau()", "11", "warning medium"),
        ("TerminateOnNaN()", "10", "warning medium"),
    ],
)
def test_one_that_waits_as_long_as_the_training_is_a_note(
    made: str, epochs: str, expected: str
) -> None:
    code = f"n = int(input())\nstop = keras.callbacks.{made}\nmodel.fit(x, y, epochs={epochs})\n"
    assert levels(CODE, compiled("'adam'", code)) == [expected]


@pytest.mark.parametrize(
    ("comment", "count"),
    [("# model.fit(x, y,\n    #           callbacks=[stop])", 0), ("# as before", 1)],
)
def test_a_comment_of_the_file_that_makes_it_counts(
    tmp_path: Path, comment: str, count: int
) -> None:
    (tmp_path / "library.py").write_text(
        f"import keras\n\ndef train(model, x, y):\n    {STOP}    model.fit(x, y)\n    {comment}\n"
    )
    script = tmp_path / "train.py"
    train = compiled("'adam'", "library.train(model, x, y)\n").replace("layers.", "keras.layers.")
    script.write_text(f"import keras, library\nimport numpy as np\n{train}")
    rules = [rule for rule in registry.load() if rule.code == CODE]
    assert len(check(str(script), script.read_bytes(), rules, Settings()).findings) == count
