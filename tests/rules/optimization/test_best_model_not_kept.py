import pytest

from tests.rules.found import found, levels, lines
from tests.rules.optimization.programs import compiled, fitted

CODE = "KC606"
BEST = "ModelCheckpoint('best.keras', save_best_only=True)"
MEASURE = "model.evaluate(a, b)\n"
FIT = "model.fit(x, y, epochs=50, validation_split=0.2)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            fitted(BEST, "model = keras.models.load_model('best.keras')\n" + MEASURE), id="loaded"
        ),
        pytest.param(fitted(BEST, "model.load_weights('best.keras')\n" + MEASURE), id="read"),
        pytest.param(
            fitted(BEST, MEASURE + "best = keras.models.load_model('best.keras')\n"),
            id="both are measured",
        ),
        pytest.param(
            fitted(BEST + ", keras.callbacks.EarlyStopping(restore_best_weights=True)", MEASURE),
            id="restored",
        ),
        pytest.param(fitted("ModelCheckpoint('m.keras')", MEASURE), id="a file each epoch"),
        pytest.param(
            fitted(BEST.replace(")", ", load_weights_on_restart=again)"), MEASURE),
            id="read when the next training begins",
        ),
        pytest.param(
            fitted("ModelCheckpoint('m.keras', save_best_only=b)", MEASURE), id="not known"
        ),
        pytest.param(fitted(BEST + ", Mine()", MEASURE), id="a callback of the script"),
        pytest.param(fitted(BEST, "report(model)\n" + MEASURE), id="handed to another function"),
        pytest.param(fitted(BEST, FIT + MEASURE), id="trained again"),
        pytest.param(compiled("'adam'", FIT + MEASURE), id="not saved"),
        pytest.param(
            compiled("'adam'", "model.fit(x, y, epochs=5, validation_split=0.1)\n"
                     "model.save('m.keras')\n"),
            id="a short training",
        ),
        pytest.param("import keras_tuner\n" + fitted(BEST, MEASURE), id="a search"),
    ],
)  # fmt: skip
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


def test_the_last_epoch_is_measured() -> None:
    assert levels(CODE, fitted(BEST, MEASURE)) == ["warning medium"]
    assert lines(CODE, fitted(BEST, MEASURE)) == [7]


@pytest.mark.parametrize(
    "code",
    [fitted(BEST, "model.predict(a)\n"), compiled("'adam'", FIT + "model.save('m.keras')\n")],
)
def test_a_prediction_and_a_file_get_a_note(code: str) -> None:
    assert levels(CODE, code) == ["info low"]


def test_a_template_of_names_is_no_name_to_read() -> None:
    best = "ModelCheckpoint('m-{epoch:02d}.keras', save_best_only=True)"
    (finding,) = found(CODE, fitted(best, MEASURE))
    assert "load_model(…)" in finding.help
