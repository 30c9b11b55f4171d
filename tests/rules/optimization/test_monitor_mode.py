import pytest

from tests.rules.found import found, levels, lines
from tests.rules.optimization.programs import fitted, two_outputs

CODE = "KC609"
OWN = "def score(t, p):\n    return p\n"


def measured(callback: str, metrics: str) -> str:
    return OWN + fitted(callback).replace("['mae']", metrics)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(fitted("EarlyStopping(mode='min')"), id="a loss"),
        pytest.param(fitted("EarlyStopping('val_accuracy', mode='max')"), id="an accuracy"),
        pytest.param(fitted("EarlyStopping('val_mae')"), id="a metric of Keras"),
        pytest.param(fitted("EarlyStopping('val_mae', mode=way)"), id="a mode that is not known"),
        pytest.param(fitted("EarlyStopping(name, mode='max')"), id="a name that is not known"),
        pytest.param(
            measured("EarlyStopping('val_score', mode='min')", "[score]"), id="a mode of its own"
        ),
        pytest.param(
            measured("EarlyStopping('val_score')", "[make_score()]"), id="metric not known"
        ),
        pytest.param(
            fitted("ModelCheckpoint('m.keras', mode='max')"), id="a checkpoint of each epoch"
        ),
        pytest.param(fitted("CSVLogger('log.csv')"), id="a callback that watches nothing"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (fitted("EarlyStopping(mode='max')"), "error high"),
        (fitted("EarlyStopping('val_mae', mode='max')"), "error high"),
        (fitted("EarlyStopping('val_accuracy', mode='min')"), "warning medium"),
        (
            fitted("ModelCheckpoint('m.keras', 'val_loss', mode='max', save_best_only=True)"),
            "error high",
        ),
        (fitted("ReduceLROnPlateau(mode='minimum')"), "error high"),
        (measured("EarlyStopping('val_score')", "[score]"), "warning medium"),
    ],
)
def test_modes_that_go_the_wrong_way(code: str, level: str) -> None:
    assert levels(CODE, code) == [level]


def test_it_is_found_where_the_mode_is_written() -> None:
    code = fitted("EarlyStopping(\n    mode='max')")
    assert lines(CODE, code) == [7]
    (finding,) = found(CODE, code)
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "'min'"


def test_the_model_may_be_made_elsewhere() -> None:
    made = "keras.callbacks.EarlyStopping(monitor='val_accuracy', mode='min')"
    code = f"from mine import make\nmake().fit(x, epochs=9, callbacks=[{made}])\n"
    assert levels(CODE, code) == ["warning medium"]
    assert levels(CODE, code.replace("'min'", "'max'")) == []


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        ("EarlyStopping('val_sold_accuracy')", ["error high"]),
        ("ReduceLROnPlateau('val_price_loss')", ["error high"]),
        ("ModelCheckpoint('m.keras', 'price_mae')", ["error high"]),
        ("EarlyStopping('val_price_mae', mode='max')", ["error high"]),
        ("EarlyStopping('val_sold_accuracy', mode='max')", []),
        ("EarlyStopping('val_loss')", []),
        pytest.param("EarlyStopping('val_accuracy')", [], id="not in the log"),
    ],
)
def test_keras_3_does_not_know_the_direction_of_one_output(
    callback: str, expected: list[str]
) -> None:
    assert levels(CODE, two_outputs(callback)) == expected


def test_keras_2_goes_by_the_name_of_one_output() -> None:
    code = two_outputs("EarlyStopping('val_sold_accuracy')")
    older = "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n"
    assert levels(CODE, older + code) == []
