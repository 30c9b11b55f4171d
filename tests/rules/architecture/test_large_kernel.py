import pytest

from tests.rules.found import found, levels, lines

CODE = "KC406"


def stack(*parts: str) -> str:
    rows = "\n".join(f"    layers.{part}," for part in parts)
    return f"model = keras.Sequential([\n    keras.Input((64, 64, 3)),\n{rows}\n])\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(stack("Conv2D(8, 3)", "Conv2D(8, 5)"), id="small"),
        pytest.param(stack("Conv2D(8, 7, strides=2)", "Conv2D(8, 3)"), id="a first layer"),
        pytest.param(stack("Conv2D(8, 3)", "DepthwiseConv2D(7)"), id="depthwise"),
        pytest.param(stack("Conv2D(8, 3)", "Conv2D(8, (1, 7))"), id="along one axis"),
        pytest.param(stack("Conv2D(8, 3)", "Conv2D(8, k)"), id="not known"),
        pytest.param("keras.applications.ResNet50(weights=None)\n", id="a known network"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (stack("Conv2D(8, 3)", "Conv2D(8, 9)"), 4),
        (stack("Conv2D(8, 3)", "Conv2D(8, (7, 7))"), 4),
        (stack("Conv2D(8, 13)", "Conv2D(8, 3)"), 3),
    ],
)
def test_a_kernel_that_is_large(code: str, line: int) -> None:
    assert levels(CODE, code) == ["info low"]
    assert lines(CODE, code) == [line]


def test_the_message_has_the_parameters() -> None:
    (finding,) = found(CODE, stack("Conv2D(8, 3)", "Conv2D(8, 9)"))
    assert "5,192 parameters" in finding.message
