import pytest

from tests.rules.found import found, levels, lines
from tests.rules.optimization.programs import compiled, fitted

CODE = "KC601"
STOP = "EarlyStopping(patience=5)"
MEASURE = "model.evaluate(a, b)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            fitted("EarlyStopping(patience=5, restore_best_weights=True)", MEASURE), id="restored"
        ),
        pytest.param(
            fitted("EarlyStopping(patience=5, restore_best_weights=r)", MEASURE), id="not known"
        ),
        pytest.param(fitted("EarlyStopping(**options)", MEASURE), id="unpacked arguments"),
        pytest.param(
            fitted(STOP, "model.load_weights('best.weights.h5')\n" + MEASURE), id="read back"
        ),
        pytest.param(
            fitted(STOP, "model = keras.models.load_model('m.keras')\n" + MEASURE), id="loaded"
        ),
        pytest.param(fitted("EarlyStopping()", MEASURE), id="no patience, told elsewhere"),
        pytest.param(fitted("EarlyStopping(patience=100)", MEASURE), id="it never stops"),
        pytest.param(fitted(STOP, MEASURE, fit="epochs=50"), id="no validation, told elsewhere"),
        pytest.param(
            compiled(
                "'adam'",
                "model.fit(x, y, epochs=50, validation_split=0.1, "
                "callbacks=[KeepBest(), keras.callbacks.EarlyStopping(patience=5)])\n" + MEASURE,
            ),
            id="a callback of the script",
        ),
        pytest.param("import keras_tuner\n" + fitted(STOP, MEASURE), id="a search"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize("use", [MEASURE, "print(model.predict(a))\n", "model.save('m.keras')\n"])
def test_the_last_weights_are_used(use: str) -> None:
    assert levels(CODE, fitted(STOP, use)) == ["warning medium"]
    assert lines(CODE, fitted(STOP, use)) == [6]


def test_a_model_that_is_not_used_here_gets_a_note() -> None:
    assert levels(CODE, fitted(STOP)) == ["info low"]


def test_the_training_loss_gets_a_note() -> None:
    assert levels(CODE, fitted("EarlyStopping('loss', patience=5)", MEASURE)) == ["info low"]


@pytest.mark.parametrize(
    ("callback", "fixed"),
    [
        (STOP, "keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)"),
        ("EarlyStopping(patience=5, restore_best_weights=False)", "True"),
    ],
)
def test_the_fix_restores_them(callback: str, fixed: str) -> None:
    (finding,) = found(CODE, fitted(callback, MEASURE))
    assert finding.fix is not None
    assert finding.fix.edits[0].text == fixed
