import pytest

from tests.rules.found import HEAD as IMPORTS
from tests.rules.found import found, levels, lines

RULE = "KC305"
HEAD_LINES = IMPORTS.count("\n")
HEAD = """\
from tensorflow.keras.preprocessing.image import ImageDataGenerator
g = ImageDataGenerator(rescale=1 / 255)
"""


def read(arguments: str, shape: str = "(64, 64, 3)") -> str:
    return (
        f"{HEAD}d = g.flow_from_directory('d'{arguments})\n"
        f"m = keras.Sequential([keras.Input({shape}), layers.Conv2D(8, 3), layers.Flatten()])\n"
        "m.compile('adam', 'mse')\nm.fit(d)\n"
    )


def loaded(size: str) -> str:
    return (
        "m = keras.Sequential([keras.Input((64, 64, 3)), layers.Flatten()])\n"
        f"p = keras.utils.load_img('p.png', target_size={size})\n"
        "m.predict(np.expand_dims(keras.utils.img_to_array(p), 0))\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(read(", target_size=(64, 64)"), id="the same"),
        pytest.param(read("", "(256, 256, 3)"), id="the default"),
        pytest.param(read(", (64, 64), color_mode='grayscale'", "(64, 64, 1)"), id="gray"),
        pytest.param(read(", (64, 64)", "(None, None, 3)"), id="open sides"),
        pytest.param(read(", SIZE"), id="not known"),
        pytest.param(read(", (h, 64)"), id="a side that is not known"),
        pytest.param(
            read(", (64, 64)", "(32, 32, 3)").replace("m.fit(d)", "m.fit(shrink(d))"),
            id="an unknown function",
        ),
        pytest.param(
            "d = keras.utils.image_dataset_from_directory('d').map(lambda x, y: (x[:, :64, :64], y))"
            "\nm = keras.Sequential([keras.Input((64, 64, 3)), layers.Flatten()])\n"
            "m.compile('adam', 'mse')\nm.fit(d)\n",
            id="cut behind the reader",
        ),
        pytest.param(loaded("(64, 64)"), id="load_img"),
        pytest.param(
            "keras.backend.set_image_data_format('channels_first')\n"
            + read(", (64, 64)", "(3, 64, 64)"),
            id="channels first for readers as for layers",
        ),
    ],
)
def test_images_in_the_size_of_the_input(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "level", "line"),
    [
        pytest.param(read(", (100, 100)"), "error high", 3, id="another size"),
        pytest.param(read(""), "error high", 3, id="the default"),
        pytest.param(read(", (64, 64)", "(64, 64, 1)"), "error high", 3, id="colors"),
        pytest.param(
            read(", (64, 64), color_mode='grayscale'"), "error high", 3, id="no colors"
        ),
        pytest.param(
            read(", (64, 64)").replace(
                "m.fit(d)", "v = g.flow_from_directory('v')\nm.fit(d, validation_data=v)"
            ),
            "error high", 6, id="the reader of the validation",
        ),
        pytest.param(
            HEAD + "r = lambda d, s: g.flow_from_directory(d, s)\n"
            "m = keras.Sequential([keras.Input((64, 64, 3)), layers.Flatten()])\n"
            "m.compile('adam', 'mse')\n"
            "m.fit(r('d', (64, 64)), validation_data=r('v', (9, 9)))\n",
            "error high", 6, id="one reader for two sizes",
        ),
        pytest.param(read(", target_size=(64, 64, 3)"), "error high", 3, id="three numbers"),
        pytest.param(loaded("(64, 64, 3)"), "info low", 2, id="load_img"),
    ],
)  # fmt: skip
def test_images_in_another_size(code: str, level: str, line: int) -> None:
    assert levels(RULE, code) == [level]
    assert lines(RULE, code) == [line]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (", (100, 100)", "(100, 100)"),
        (", color_mode='rgba', target_size=(64, 64)", "'rgba'"),
        ("", "g.flow_from_directory('d')"),
    ],
)
def test_the_argument_of_the_reader_is_underlined(arguments: str, text: str) -> None:
    code = read(arguments)
    (finding,) = found(RULE, code)
    line = code.splitlines()[finding.at.line - HEAD_LINES - 1]
    assert line[finding.at.column : finding.at.end_column] == text
    assert [label.text for label in finding.labels][1:] == ["stops here"]


def test_one_reader_is_told_once() -> None:
    assert lines(RULE, read(", (100, 100)") + "m.fit(d)\n" + read("").split("\n", 3)[3]) == [3]


@pytest.mark.parametrize(
    ("code", "kind"),
    [(read(", target_size=(SIZE, SIZE, 3)"), "safe"), (loaded("(SIZE, SIZE, 3)"), "unsafe")],
)
def test_the_fix_leaves_two_numbers(code: str, kind: str) -> None:
    (finding,) = found(RULE, code)
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "(SIZE, SIZE)"
    assert finding.fix.applicability.value == kind


@pytest.mark.parametrize(
    ("arguments", "shape", "help"),
    [
        pytest.param(", (64, 80)", "(3, 32, 32)", "target_size=(32, 32)", id="the size"),
        pytest.param(", (32, 32)", "(1, 32, 32)", 'color_mode="grayscale"', id="the channels"),
    ],
)
def test_sizes_where_the_channels_are_set_to_come_first(
    arguments: str, shape: str, help: str
) -> None:
    code = "keras.config.set_image_data_format('channels_first')\n" + read(arguments, shape)
    (finding,) = found(RULE, code)
    assert finding.help.startswith(f"read them with `{help}`")


def test_an_input_with_its_channels_first_is_to_be_turned() -> None:
    (finding,) = found(RULE, read(", (64, 64)", "(3, 64, 64)"))
    expected = "write the input as (64, 64, 3): the channels come last in what is read"
    assert finding.help == expected
