import pytest

from tests.rules.found import levels, lines

POOL, END = "layers.MaxPooling2D()", "layers.Flatten(),\n    layers.Dense(10, 'softmax')"


def program(*parts: str, size: int = 32, end: str = END) -> str:
    stack = ",\n    ".join((f"keras.Input(({size}, {size}, 3))", *parts, end))
    return f"m = keras.Sequential([\n    {stack},\n])\n"


VALID = ("layers.Conv2D(8, 3)", POOL, "layers.Conv2D(8, 3)", POOL, "layers.Conv2D(8, 3)", POOL)
SAME = tuple(part.replace("3)", "3, padding='same')") for part in VALID)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program(*SAME), id="padded"),
        pytest.param(program(*VALID, size=64), id="a larger image"),
        pytest.param(program(*VALID[:4]), id="fewer poolings"),
        pytest.param(program(*VALID[:3], size=28), id="a small image from the start"),
        pytest.param(
            program(*VALID, end="layers.GlobalAveragePooling2D(), layers.Dense(10)"), id="pooled"
        ),
        pytest.param(program(*VALID).replace("32, 32", "n(), n()"), id="a size that is not known"),
        pytest.param(
            program("layers.Conv2D(8, 1, padding='same')", size=1), id="a kernel of one pixel"
        ),
        pytest.param(
            "i = keras.Input((1, 1, 8))\na = layers.Conv2D(4, 3, padding='same')(i)\n"
            "b = layers.Conv2D(6, 3, padding='same')(i)\nm = keras.Model(i, [a, b])\n",
            id="the last map of a detector, which boxes and classes are read from",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels("KC405", code) == []


def test_what_is_left_of_the_image_is_named_at_the_last_map() -> None:
    assert levels("KC405", program(*VALID)) == ["info medium"]
    assert lines("KC405", program(*VALID)) == [8]


def test_a_kernel_that_only_meets_padding_is_a_warning() -> None:
    code = program("layers.MaxPooling2D(32)", "layers.Conv2D(8, 3, padding='same')")
    assert levels("KC405", code) == ["warning high"]
