import pytest

from tests.rules.found import found, levels

DENSE = "layers.Dense(10)"
LOAD = "(x, y), _ = keras.datasets.mnist.load_data()\n"
FIT = "m.compile('adam', 'mse')\nm.fit(x, y)\n"


def model(first: str, then: str = DENSE) -> str:
    return f"m = keras.Sequential([{first}, {then}])\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(model("keras.Input((784,))"), id="a tuple"),
        pytest.param(model("keras.Input([28, 28])"), id="a list"),
        pytest.param(model("keras.Input((None, 3))"), id="an open axis"),
        pytest.param(model("keras.Input(())"), id="a number a sample"),
        pytest.param(model("keras.Input(shape=load().shape)"), id="not known"),
        pytest.param(LOAD + model("keras.Input(x.shape[1:])") + FIT, id="without the samples"),
        pytest.param(LOAD + model("layers.Dense(3, input_dim=x.shape[1])") + FIT, id="a size"),
        pytest.param(
            LOAD + "image = x[0]\n" + model("keras.Input(image.shape)") + FIT,
            id="the shape of one sample",
        ),
        pytest.param(
            LOAD + "x = x[0]\n" + model("keras.Input(x.shape)") + "m.predict(x[None])",
            id="one sample by the name of all",
        ),
        pytest.param(model("keras.Input(batch_shape=(batch_size, 3))") + FIT, id="batch_shape"),
        pytest.param(
            "try:\n    keras.Input(784)\nexcept ValueError as error:\n    print(error)",
            id="an error that is shown",
        ),
        pytest.param("keras.Input(**settings())", id="unpacked"),
        pytest.param(
            "batch_size = 4\n" + model("keras.Input((batch_size,))") + FIT,
            id="a row that is as long as a batch",
        ),
    ],
)
def test_shapes_of_a_sample(code: str) -> None:
    assert levels("KC502", code) == []


@pytest.mark.parametrize(
    ("shape", "help"),
    [
        ("784", "write `shape=(784,)`, with a comma"),
        ("(28, 28.0)", "write `28`, or divide with `//`"),
        ("(-1, 28)", "write `None` for a dimension that stays open"),
    ],
)
def test_what_is_no_shape(shape: str, help: str) -> None:
    (finding,) = found("KC502", model(f"keras.Input({shape})"))
    assert (finding.severity.label, finding.help) == ("error", help)
    assert finding.keras


def test_a_tuple_in_a_tuple_is_to_be_spread() -> None:
    (finding,) = found(
        "KC502", "SIZE = (20, 20)\n" + model("layers.Conv2D(8, 3, input_shape=(SIZE, 3))")
    )
    assert finding.help == "write `(*SIZE, 3)`: `SIZE` is a tuple itself"
    assert finding.message.startswith("`input_shape=((20, 20), 3)` of `Conv2D` has (20, 20) in it")


def test_the_fix_adds_the_comma() -> None:
    (finding,) = found("KC502", model("layers.Dense(3, input_shape=(784))"))
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == ["784,"]


def test_one_mistake_is_told_once() -> None:
    code = "i = keras.Input(784)\nm = keras.Model(i, layers.Dense(3)(layers.LSTM(4)(i)))\n"
    assert levels("KC502", code + "keras.Sequential([i])") == ["error high"]


@pytest.mark.parametrize(
    ("shape", "level"),
    [
        ("x.shape", "error high"),
        ("(len(x), 28, 28)", "error high"),
        ("(x.shape[0], 28, 28)", "error high"),
        ("(batch_size, 28, 28)", "warning medium"),
    ],
)
def test_shapes_that_count_the_samples(shape: str, level: str) -> None:
    code = "batch_size = 32\n" + LOAD + model(f"keras.Input({shape})") + FIT
    assert levels("KC502", code) == [level]


TABLE = """\
x, y = np.zeros((300, 20)), np.zeros(300)
m = keras.Sequential([{first}layers.Dense(4, 'relu'), layers.Dense(1)])
m.compile('adam', 'mse')
m.fit(x, y)
"""


@pytest.mark.parametrize("shape", ["x.shape", "(300, 20)"])
def test_the_shape_of_the_whole_table_is_the_only_mistake_that_is_told(shape: str) -> None:
    code = TABLE.format(first=f"keras.Input({shape}), ")
    assert levels("KC502", code) == ["error high"]
    assert levels("KC508", code) == []
    assert levels("KC501", code) == []


def test_a_shape_of_as_many_rows_as_there_are_is_no_mistake_with_another_axis() -> None:
    code = TABLE.format(first="keras.Input((20,)), ").replace("300, 20", "20, 20")
    assert levels("KC502", code) == []


def test_the_type_of_a_tensor_is_no_argument_any_more() -> None:
    (finding,) = found("KC502", "keras.Input(type_spec=spec())\n")
    assert finding.message == "`Input` has no argument `type_spec` any more."


def test_no_shape_is_given_where_it_is_none() -> None:
    assert levels("KC502", "m = keras.Sequential([layers.Conv2D(3, 3, input_shape=None)])\n") == []
    assert levels("KC502", "m = keras.Sequential([layers.Conv2D(3, 3, input_shape=3)])\n") != []


def test_a_capital_in_the_keyword_is_told() -> None:
    (finding,) = found("KC502", "keras.Input(Shape=(3,))\n")
    assert finding.help == "write `shape` in lower case, not `Shape`"


def test_a_size_that_is_divided_elsewhere_is_to_be_made_whole_there() -> None:
    (finding,) = found("KC502", "size = (192 / 4, 3)\nkeras.Input(size)\n")
    assert finding.help == "divide with `//` where `size` gets its value"
