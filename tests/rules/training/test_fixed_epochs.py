import pytest

from kerascheck.config import Settings
from kerascheck.pipeline import check
from kerascheck.registry import OPINIONS
from tests.rules.training.programs import HEAD, RULES, TRAINED, levels

RULE = "KC209"
FIT = "model.fit(x, y, validation_split=0.1, epochs={}{})\n"


def test_a_hundred_epochs_to_the_last() -> None:
    assert levels(TRAINED + FIT.format(100, ""), RULE) == ["info low"]
    logs = ", callbacks=[keras.callbacks.CSVLogger('log.csv')]"
    assert levels(TRAINED + FIT.format(100, logs), RULE) == ["info low"]


def test_it_is_an_opinion_that_has_to_be_selected() -> None:
    assert RULE in OPINIONS


def test_the_number_is_an_option() -> None:
    rules = [rule for rule in RULES if rule.code == RULE]
    settings = Settings(min_confidence="low", rules={"fixed-epochs": {"epochs": 200}})
    code = (HEAD + TRAINED + FIT.format(100, "")).encode()
    assert list(check("train.py", code, rules, settings).findings) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(FIT.format(20, ""), id="a few epochs"),
        pytest.param("model.fit(x, y, epochs=100)\n", id="no validation"),
        pytest.param(
            FIT.format(100, ", callbacks=[keras.callbacks.EarlyStopping()]"), id="stopped early"
        ),
        pytest.param(
            FIT.format(
                100, ", callbacks=keras.callbacks.ModelCheckpoint('m.keras', save_best_only=True)"
            ),
            id="the best epoch is kept",
        ),
        pytest.param(FIT.format(100, ", callbacks=[Mine()]"), id="a callback of your own"),
        pytest.param(FIT.format(100, ", callbacks=callbacks()"), id="callbacks not known"),
        pytest.param(FIT.format(100, ", **options()"), id="options unpacked"),
        pytest.param(
            "model.compile(keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 1000)),"
            " 'binary_crossentropy')\n" + FIT.format(100, ""),
            id="a schedule",
        ),
    ],
)
def test_trainings_that_end_or_are_planned(code: str) -> None:
    assert levels(TRAINED + code, RULE) == []
