import pytest

from tests.rules.found import levels, lines

CODE = "KC408"
CONV, RELU = "Conv2D(8, 3, use_bias=False)", "ReLU()"
NORM, POOL = "BatchNormalization()", "MaxPooling2D()"
ACTIVE = "Conv2D(8, 3, activation='relu')"


def stack(*parts: str) -> str:
    rows = "\n".join(f"    layers.{part}," for part in parts)
    return f"model = keras.Sequential([\n    keras.Input((64, 64, 3)),\n{rows}\n])\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(stack(CONV, NORM, RELU, CONV, NORM, RELU), id="always before"),
        pytest.param(stack(ACTIVE, NORM, ACTIVE, NORM), id="always after"),
        pytest.param(stack(ACTIVE, "SpatialDropout2D(0.2)", ACTIVE), id="whole maps"),
        pytest.param(stack(ACTIVE, POOL, "Dropout(0.2)", "Flatten()"), id="behind a pooling"),
        pytest.param(stack("Flatten()", "Dense(8, 'relu')", "Dropout(0.5)"), id="of features"),
        pytest.param(stack("Conv2D(8, 3, activation=a)", NORM, "Flatten()"), id="not known"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (stack(ACTIVE, "Dropout(0.2)", ACTIVE), 4),
        (stack("Flatten()", "Dense(8, 'relu')", "Dropout(0.2)", NORM), 5),
        (stack(CONV, RELU, "Dropout(0.2)", POOL), 5),
        (stack("Conv2D(8, 3)", NORM, RELU), 3),
        (stack(CONV, NORM, RELU, ACTIVE, NORM), 7),
    ],
)
def test_orders_that_waste_something_or_differ(code: str, line: int) -> None:
    assert levels(CODE, code) == ["info low"]
    assert lines(CODE, code) == [line]
