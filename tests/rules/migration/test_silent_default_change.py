import pytest

from tests.rules.migration.programs import levels

RULE = "KC716"
OLD = "import keras\nfrom keras.layers import *\nfrom keras.utils import np_utils\n"


@pytest.mark.parametrize(
    "code",
    [
        "keras.regularizers.l1_l2()",
        "ConvLSTM2D(8, 3)",
        "keras.optimizers.Lion()",
        "keras.optimizers.RMSprop(use_ema=True)",
        "LSTM(8, recurrent_activation='hard_sigmoid')",
    ],
)
def test_defaults_that_are_others_now(code: str) -> None:
    assert levels(OLD + code, RULE) == ["info high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import keras\nkeras.regularizers.l1_l2()", id="nothing says it is old"),
        pytest.param(OLD + "keras.regularizers.l1_l2(l1=0.1)", id="stated"),
        pytest.param(OLD + "ConvLSTM2D(8, 3, recurrent_activation='sigmoid')", id="stated, too"),
        pytest.param(OLD + "LSTM(8)", id="the same default"),
        pytest.param(OLD + "keras.optimizers.RMSprop()", id="no averages"),
        pytest.param(
            OLD + "keras.optimizers.RMSprop(use_ema=True, ema_overwrite_frequency=100)",
            id="averages as they were",
        ),
        pytest.param(OLD + "keras.optimizers.SGD(use_ema=True)", id="the same in both"),
        pytest.param(OLD + "keras.optimizers.Lion(**options)", id="unpacked"),
    ],
)
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels(code, RULE) == []
