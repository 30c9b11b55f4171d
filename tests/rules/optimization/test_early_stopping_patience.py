import pytest

from tests.rules.found import found, levels, lines
from tests.rules.optimization.programs import compiled, fitted

CODE = "KC602"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(fitted("EarlyStopping(patience=10)"), id="ten of a hundred"),
        pytest.param(fitted("EarlyStopping(patience=wait)"), id="not known"),
        pytest.param(fitted("EarlyStopping(**options)"), id="unpacked arguments"),
        pytest.param(fitted("EarlyStopping(baseline=0.1)"), id="a baseline"),
        pytest.param(
            fitted("EarlyStopping(patience=200, restore_best_weights=True)"),
            id="the best weights of all the epochs",
        ),
        pytest.param(fitted("EarlyStopping(patience=2)", fit="epochs=10"), id="a short training"),
        pytest.param(fitted("EarlyStopping(patience=20)", fit="epochs=n"), id="epochs not known"),
        pytest.param(
            fitted("EarlyStopping(monitor='val_loss', patience=5, min_delta=2.0)"),
            id="a step of a loss, which has no end",
        ),
        pytest.param(fitted("ReduceLROnPlateau(patience=0)"), id="another callback"),
        pytest.param(compiled("'sgd'", "keras.callbacks.EarlyStopping()"), id="not used to fit"),
        pytest.param(
            compiled(
                "'adam'",
                "stop = keras.callbacks.EarlyStopping(patience=6)\n"
                "model.fit(x, y, epochs=5, callbacks=[stop])\n"
                "model.fit(x, y, epochs=50, initial_epoch=5, callbacks=[stop])\n",
            ),
            id="shared with a longer training",
        ),
        pytest.param(
            fitted("EarlyStopping('val_acc', patience=100)"), id="nothing to watch, told elsewhere"
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


def test_few_epochs_only_try_something() -> None:
    stop = "EarlyStopping('val_loss')"
    assert levels(CODE, fitted(stop, fit="epochs=5")) == ["info low"]
    (finding,) = found(CODE, fitted(stop, fit="epochs=5"))
    assert finding.help == "write `patience=2, restore_best_weights=True`"
    assert levels(CODE, fitted(stop, fit="epochs=6")) == ["warning high"]


@pytest.mark.parametrize(
    ("callback", "level"),
    [
        ("EarlyStopping()", "warning high"),
        ("EarlyStopping('val_loss', 0, 0)", "warning high"),
        ("EarlyStopping(patience=100)", "warning high"),
        ("EarlyStopping(patience=5, start_from_epoch=100)", "warning high"),
        ("EarlyStopping('val_accuracy', 1, 5)", "warning high"),
        ("EarlyStopping(patience=1)", "info low"),
    ],
)
def test_a_patience_that_is_too_short_or_too_long(callback: str, level: str) -> None:
    code = fitted(callback).replace("'mae'", "'accuracy'")
    assert levels(CODE, code) == [level]
    assert lines(CODE, code) == [6]


def test_a_callback_of_two_trainings_is_told_of_once() -> None:
    code = compiled("'sgd'", "stop = keras.callbacks.EarlyStopping()\n")
    code += "model.fit(x, y, epochs=9, callbacks=[stop])\n" * 2
    assert levels(CODE, code) == ["warning high"]
    assert lines(CODE, code) == [6]


def test_a_training_that_goes_on_is_as_long_as_the_rest() -> None:
    code = fitted("EarlyStopping(patience=10)", fit="epochs=100, initial_epoch=92")
    assert levels(CODE, code) == ["warning high"]


def test_a_few_epochs_try_something_out() -> None:
    assert levels(CODE, fitted("EarlyStopping(patience=10)", fit="epochs=5")) == ["info low"]
    assert levels(CODE, fitted("EarlyStopping(patience=10)", fit="epochs=6")) == ["warning high"]


@pytest.mark.parametrize(
    ("patience", "level"), [("999", "warning high"), ("1000", "info low"), ("5000", "info low")]
)
def test_a_patience_of_many_times_the_epochs_switches_it_off(patience: str, level: str) -> None:
    assert levels(CODE, fitted(f"EarlyStopping(patience={patience})")) == [level]


@pytest.mark.parametrize(
    ("epochs", "patience"), [(2, 1), (3, 1), (6, 3), (10, 3), (30, 3), (50, 5), (200, 20)]
)
def test_the_help_names_a_patience_that_the_training_can_reach(epochs: int, patience: int) -> None:
    (finding,) = found(CODE, fitted("EarlyStopping(patience=1500)", fit=f"epochs={epochs}"))
    assert finding.help == f"write `patience={patience}`, or train for more epochs"


def test_no_patience_beside_a_longer_one_shows_what_it_does() -> None:
    code = fitted("EarlyStopping()", "model.fit(x, y, epochs=99, callbacks=[{}])\n")
    assert levels(CODE, code.format("keras.callbacks.EarlyStopping(patience=20)")) == ["info low"]
    assert levels(CODE, code.format("keras.callbacks.History()")) == ["warning high"]


@pytest.mark.parametrize(
    ("callbacks", "fit", "expected"),
    [
        ("EarlyStopping('loss', patience=10)", "validation_split=0.2", ["info high"]),
        ("EarlyStopping('accuracy', patience=10)", "validation_data=(a, b)", ["info high"]),
        ("EarlyStopping('loss', patience=10)", "validation_data=held_out", []),
        ("EarlyStopping('loss', patience=10)", "verbose=0", []),
        ("EarlyStopping('val_loss', patience=10)", "validation_split=0.2", []),
    ],
)
def test_a_callback_that_watches_the_training_samples(
    callbacks: str, fit: str, expected: list[str]
) -> None:
    code = fitted(callbacks, fit=f"epochs=100, {fit}").replace("'mae'", "'accuracy'")
    assert levels(CODE, code) == expected


def test_another_callback_that_watches_the_validation_samples() -> None:
    code = compiled(
        "'adam'",
        "stop = keras.callbacks.EarlyStopping('loss', patience=10)\n"
        "keep = keras.callbacks.ModelCheckpoint('m.keras', {}, save_best_only=True)\n"
        "model.fit(x, y, epochs=50, validation_split=0.2, callbacks=[stop, keep])\n",
    )
    assert levels(CODE, code.format("'val_loss'")) == []
    assert levels(CODE, code.format("'loss'")) == ["info high"]
