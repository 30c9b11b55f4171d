import pytest

from tests.rules.found import found, levels, lines

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


def test_a_network_with_shortcuts_for_larger_images_gets_a_note() -> None:
    code = (
        "i = keras.Input((1, 1, 8))\n"
        "a = layers.Conv2D(8, 3, padding='same')(layers.Conv2D(8, 1)(i))\n"
        "m = keras.Model(i, layers.Dense(1)(layers.{}))\n"
    )
    assert levels("KC405", code.format("Add()([i, layers.ReLU()(a)])")) == ["info medium"]
    assert levels("KC405", code.format("ReLU()(a)")) == ["warning high"]


def convolved(layer: str, size: str) -> str:
    end = "layers.Flatten(), layers.Dense(10)"
    return f"m = keras.Sequential([keras.Input({size}), layers.{layer}, {end}])\n"


@pytest.mark.parametrize(
    ("layer", "size", "words", "smaller"),
    [
        ("Conv2D(8, 5, padding='same')", "(2, 2, 8)", "16 of its 25 places", "a kernel of 3x3"),
        ("Conv2D(8, 3, padding='same')", "(9, 1, 8)", "6 of its 9 places", "a kernel of 3x1"),
        ("Conv2D(8, 3, padding='same')", "(1, 1, 8)", "8 of its 9 places", "a kernel of 1x1"),
        ("Conv1D(8, 3, padding='same')", "(1, 8)", "to a single step, so 2 of its 3", "of 1"),
        ("Conv1D(8, 4, padding='causal')", "(2, 8)", "to 2 steps, so 2 of its 4", "of 2"),
    ],
)
def test_half_of_a_kernel_only_meets_padding(
    layer: str, size: str, words: str, smaller: str
) -> None:
    (finding,) = found("KC405", convolved(layer, size))
    assert words in finding.message
    assert finding.help.endswith(smaller)


@pytest.mark.parametrize(
    ("layer", "size"),
    [
        pytest.param("Conv2D(8, 3, padding='same')", "(2, 2, 8)", id="all of it meets the map"),
        pytest.param("Conv2D(8, 5, padding='same')", "(3, 3, 8)", id="all of it, at the border"),
        pytest.param("Conv2D(8, 4, 2, padding='same')", "(2, 2, 8)", id="the end of a stack"),
        pytest.param("Conv2D(8, k, padding='same')", "(1, 1, 8)", id="a kernel that is not known"),
        pytest.param("Conv2D(8, (k, 3), padding='same')", "(1, 1, 8)", id="one side of it"),
        pytest.param("Conv1D(8, 3, padding='same')", "(n, 8)", id="steps that are not known"),
        pytest.param("Conv1D(8, 2, padding='causal', dilation_rate=4)", "(4, 8)", id="with holes"),
        pytest.param(
            "Conv2D(8, 3, padding='same', data_format='channels_first')",
            "(1, 1, 8)",
            id="another axis",
        ),
    ],
)
def test_kernels_that_fit(layer: str, size: str) -> None:
    assert levels("KC405", convolved(layer, size)) == []


@pytest.mark.parametrize(
    ("kernel", "size", "words"),
    [
        ("(3, 1)", "(1, 38, 1)", "write `kernel_size=(1, 3)`, along the 38 places of the map"),
        ("(1, 5)", "(200, 1, 1)", "write `kernel_size=(5, 1)`"),
        ("(3, 1)", "(1, 2, 1)", "a kernel of 1x1"),
        ("(3, 3)", "(1, 38, 1)", "a kernel of 1x3"),
    ],
)
def test_a_kernel_may_lie_the_wrong_way(kernel: str, size: str, words: str) -> None:
    (finding,) = found("KC405", convolved(f"Conv2D(8, {kernel}, padding='same')", size))
    assert words in (finding.help or "")


def test_layers_with_one_kernel_are_one_finding() -> None:
    layer = "layers.Conv2D(8, {}, padding='same')"
    first, other = layer.format("(3, 1)"), layer.format("(5, 1)")
    code = program(first, "layers.MaxPooling2D((1, 2))", first, other).replace("32, 32", "1, 32")
    one, two = found("KC405", code)
    assert lines("KC405", code) == [3, 6]
    assert [label.text for label in one.labels] == ["gets a map of 1x16, too"]
    assert two.labels == []


NETWORK = """
base = keras.applications.InceptionV3(weights=None, include_top=False, input_shape=(75, 75, 3))
"""


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        pytest.param("x = base.output", [], id="nothing else"),
        pytest.param(
            "x = layers.Conv2D(8, 3, padding='same')(base.output)",
            ["warning high"],
            id="a convolution of the script",
        ),
    ],
)
def test_a_network_of_others_as_a_part_of_the_model(end: str, expected: list[str]) -> None:
    code = NETWORK + end + "\nm = keras.Model(base.input, layers.Dense(9)(layers.Flatten()(x)))\n"
    assert levels("KC405", code) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        pytest.param("(3, 96, 96)", [], id="channels first, as another rule says"),
        pytest.param("(8, 160, 160)", [], id="eight channels before a square"),
        pytest.param("(1, 12, 250)", [], id="several series behind one channel"),
        pytest.param("(2, 96, 48)", ["warning high"], id="two rows"),
    ],
)
def test_axes_in_another_order_are_told_of_once(size: str, expected: list[str]) -> None:
    code = f"""
i = keras.Input({size})
x = layers.Conv2D(8, 7, strides=2, padding="same", activation="relu")(i)
x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
x = layers.Conv2D(8, (9, 1), padding="same", activation="relu")(x)
m = keras.Model(i, layers.Dense(9)(layers.Flatten()(x)))
"""
    assert levels("KC405", code) == expected


def test_a_row_of_many_sensors_has_its_axes_in_another_order() -> None:
    layer = "Conv2D(8, (1, 64), padding='same')"
    assert levels("KC405", convolved(layer, "(1, 12, 256)")) == []
    assert levels("KC405", convolved(layer, "(1, 12, 3)")) == ["warning high"]
