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
            fitted("EarlyStopping('val_acc', patience=5)", MEASURE),
            id="nothing to watch, told elsewhere",
        ),
        pytest.param(
            fitted("EarlyStopping('val_mae', patience=5, mode='max')", MEASURE),
            id="the worst epoch counts as the best, told elsewhere",
        ),
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


@pytest.mark.parametrize(
    ("fit", "level"),
    [
        ("epochs=100, validation_split=0.009", "info low"),
        ("epochs=100, validation_split=0.01", "warning medium"),
        ("epochs=100, validation_data=(a[:29], b[:29])", "info low"),
        ("epochs=100, validation_data=(a[:30], b[:30])", "warning medium"),
        ("epochs=100, validation_data=load()", "warning medium"),
    ],
)
def test_the_best_of_a_few_samples_is_chance(fit: str, level: str) -> None:
    code = "a, b = np.zeros((900, 20)), np.zeros(900)\n" + fitted(STOP, MEASURE, fit=fit)
    assert levels(CODE, code) == [level]


def test_the_share_of_a_small_table_is_counted() -> None:
    code = fitted(STOP, MEASURE).replace('np.load("x.npy")', "np.zeros((145, 20))")
    assert levels(CODE, code) == ["info low"]
    assert levels(CODE, code.replace("145", "146")) == ["warning medium"]


def test_a_patience_of_half_the_training_hardly_ends_it() -> None:
    assert levels(CODE, fitted(STOP, MEASURE, fit="epochs=10, validation_split=0.2")) == [
        "info low"
    ]
    code = fitted(STOP, MEASURE, fit="epochs=11, validation_split=0.2")
    assert levels(CODE, code) == ["warning medium"]


def test_a_validation_with_what_is_trained_on_tells_no_best_epoch() -> None:
    code = fitted(STOP, MEASURE, fit="epochs=100, validation_data=(x, y)")
    assert levels(CODE, code) == ["info low"]
    code = fitted(STOP, MEASURE, fit="epochs=100, validation_data=(a, b)")
    assert levels(CODE, code) == ["warning medium"]


@pytest.mark.parametrize(("delta", "level"), [("1e-4", "info low"), ("0", "warning medium")])
def test_with_a_least_gain_the_last_epochs_may_be_a_little_better(delta: str, level: str) -> None:
    assert levels(CODE, fitted(f"EarlyStopping(patience=5, min_delta={delta})", MEASURE)) == [level]


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ("ReduceLROnPlateau(patience=2)", "info medium"),
        ("ReduceLROnPlateau(patience=5)", "warning medium"),
        ("ReduceLROnPlateau('loss', patience=2)", "warning medium"),
        ("CSVLogger('log.csv')", "warning medium"),
    ],
)
def test_a_rate_that_is_cut_before_the_stop_gives_a_note(other: str, level: str) -> None:
    code = fitted(f"{STOP}, keras.callbacks.{other}", MEASURE)
    assert levels(CODE, code) == [level]


@pytest.mark.parametrize(
    ("period", "expected"), [("200", ["warning medium"]), ("100", []), ("p", [])]
)
def test_a_checkpoint_that_is_never_written_keeps_nothing(period: str, expected: list[str]) -> None:
    saved = f"keras.callbacks.ModelCheckpoint('a.h5', save_best_only=True, period={period})"
    code = fitted(f"{STOP}, {saved}", MEASURE)
    assert levels(CODE, code) == expected


SERIES = """\
from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator
table = pd.read_csv("sales.csv")[["sales"]]
cut = len(table) - {rows}
old, new = table.iloc[:cut].values, table.iloc[cut:].values
g, v = (TimeseriesGenerator(part, part, {windows}) for part in (old, new))
model = keras.Sequential([keras.Input((12, 1)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", loss="mse")
model.fit(g, epochs=50, validation_data=v, callbacks=[keras.callbacks.EarlyStopping(patience=5)])
"""


@pytest.mark.parametrize(
    ("rows", "windows", "level"),
    [
        ("18", "length=12, batch_size=1", "info low"),
        ("41", "12", "info low"),
        ("42", "12", "warning medium"),
        ("18", "length=12, stride=2", "warning medium"),
        ("18", "length=n", "warning medium"),
        ("n", "length=12", "warning medium"),
    ],
)
def test_few_windows_of_a_series_are_chance(rows: str, windows: str, level: str) -> None:
    code = "import pandas as pd\n" + SERIES.format(rows=rows, windows=windows)
    assert levels(CODE, code + MEASURE) == [level]
