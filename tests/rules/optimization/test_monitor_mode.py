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


@pytest.mark.parametrize(
    ("arguments", "fit", "level"),
    [
        ("mode='max', patience=5", "epochs=5, validation_split=0.2", "info"),
        ("mode='max', patience=5", "epochs=6, validation_split=0.2", "error"),
        ("mode='max', patience=5", "epochs=n, validation_split=0.2", "error"),
        ("mode='max', patience=5", "epochs=9, initial_epoch=5, validation_split=0.2", "info"),
        ("mode='max', patience=n", "epochs=5, validation_split=0.2", "error"),
        # The weights of an epoch are taken back at any end.
        (
            "mode='max', patience=5, restore_best_weights=True",
            "epochs=5, validation_split=0.2",
            "error",
        ),
        ("mode='maximum', patience=5", "epochs=5, validation_split=0.2", "error"),
    ],
)
def test_a_wrong_mode_of_what_waits_longer_than_the_training(
    arguments: str, fit: str, level: str
) -> None:
    (finding,) = found(CODE, fitted(f"EarlyStopping({arguments})", fit=fit))
    assert finding.severity.label == level
    assert ("as soon as it has more than 5 epochs." in finding.message) is (level == "info")


def test_a_second_longer_training_lets_it_act() -> None:
    code = (
        "stop = keras.callbacks.EarlyStopping(mode='max', patience=5)\n"
        + fitted("X", fit="epochs=2, validation_split=0.2").replace("keras.callbacks.X", "stop")
        + "model.fit(x, y, epochs=9, validation_split=0.2, callbacks=[stop])\n"
    )
    assert levels(CODE, code) == ["error high"]
