import pytest

from tests.rules.found import found, levels

RULE = "KC122"
BINARY, SPARSE = "'binary_crossentropy'", "'sparse_categorical_crossentropy'"


def program(labels: str, loss: str, last: str = "1, 'sigmoid'") -> str:
    return (
        f"x, t = np.load('x.npy'), np.load('t.npy')\ny = {labels}\n"
        f"model = keras.Sequential([keras.Input((9,)), layers.Dense({last})])\n"
        f"model.compile('adam', loss={loss})\nmodel.fit(x, y, validation_split=0.1)\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        program("np.where(t > 0, 1, -1)", BINARY),
        program("np.array([-1, 1, 1, -1, 1])", BINARY),
        program("np.array([-1, 0, 1, 1])", SPARSE, "3, 'softmax'"),
    ],
)
def test_negative_labels(code: str) -> None:
    assert levels(RULE, code) == ["error high"]


@pytest.mark.parametrize(
    "code",
    [
        program("np.where(t > 0, 1, 0)", BINARY),
        program("np.where(t > 0, 1, -1)", "'hinge'", "1, 'tanh'"),
        program("np.where(t > 0, 1, -1)", "'mse'", "1"),
        program("(np.where(t > 0, 1, -1) + 1) // 2", BINARY),
        program("t", BINARY),
        program("keras.utils.img_to_array(keras.utils.load_img('m.png')) - 1", SPARSE, "3"),
        program(
            "np.array([-1, 0, 1, 1])",
            "keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)",
            "3, 'softmax'",
        ),
    ],
)
def test_labels_from_0_or_for_another_loss(code: str) -> None:
    assert levels(RULE, code) == []


def range_of(labels: str, units: int = 3, arguments: str = "") -> str:
    loss = f"keras.losses.SparseCategoricalCrossentropy({arguments})"
    return program(labels, loss, f"{units}, 'softmax'")


@pytest.mark.parametrize(
    "code",
    [
        range_of("np.array([1, 2, 3, 3, 1])"),
        range_of("np.random.randint(1, 4, size=500)"),
        range_of("keras.datasets.mnist.load_data()[0][1] + 1", 10),
        program("np.where(t > 0, 2, 1)", BINARY),
    ],
)
def test_labels_from_1_on(code: str) -> None:
    assert levels(RULE, code) == ["error high"]
    assert levels("KC108", code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(range_of("np.array([1, 2, 3, 3, 1])", 4), id="an output that is not used"),
        pytest.param(range_of("np.array([1, 2, 3, 3, 1]) - 1"), id="one less"),
        pytest.param(range_of("np.array([0, 1, 2, 2, 1])"), id="from 0 on"),
        pytest.param(
            range_of("np.array([1, 2, 3, 3, 1])", arguments="ignore_class=3"), id="an ignored class"
        ),
        pytest.param(range_of("t + 1"), id="values that are not known"),
        pytest.param(program("np.array([1, 2, 3, 3, 1])", "'mse'", "1"), id="amounts"),
        pytest.param(program("np.where(t > 0, 1, 0)", BINARY), id="0 and 1"),
    ],
)
def test_labels_that_all_have_an_output(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ("keras.datasets.mnist.load_data()[0][1] / 255.0", "go up to 0.0353: all of them"),
        ("keras.datasets.mnist.load_data()[0][1].astype('float32') / 2", "classes up to 4"),
    ],
)
def test_class_numbers_that_are_divided(labels: str, words: str) -> None:
    code = range_of(labels, 10)
    assert levels(RULE, code) == ["error high"]
    assert words in found(RULE, code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(range_of("keras.datasets.mnist.load_data()[0][1] / 1", 10), id="by 1"),
        pytest.param(range_of("keras.datasets.mnist.load_data()[0][1] / 3", 10), id="whole again"),
        pytest.param(range_of("np.load('y.npy') / 255", 10), id="labels that are not known"),
        pytest.param(
            program("keras.datasets.mnist.load_data()[0][1] / 255", "'mse'"), id="amounts"
        ),
    ],
)
def test_divided_numbers_that_may_be_classes(code: str) -> None:
    assert levels(RULE, code) == []


SKLEARN = (
    "from sklearn.preprocessing import LabelEncoder, MinMaxScaler, StandardScaler\n"
    "from sklearn.datasets import load_breast_cancer\nimport pandas as pd\n"
)
NAMES = "LabelEncoder().fit_transform(pd.read_csv('a.csv')['kind'])"
DIGITS = "keras.datasets.mnist.load_data()[0][1]"
ROWS = ("'categorical_crossentropy'", "10, 'softmax'")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param(range_of(f"{NAMES} / 255"), "divided by 255: several", id="encoded names"),
        pytest.param(
            range_of(f"StandardScaler().fit_transform({NAMES}.reshape(-1, 1))"),
            "scaled by `StandardScaler.fit_transform`",
            id="a scaler",
        ),
        pytest.param(
            range_of(f"MinMaxScaler().fit_transform({DIGITS}.reshape(-1, 1))", 10),
            "scaled by `MinMaxScaler.fit_transform`",
            id="from 0 to 1",
        ),
        pytest.param(
            range_of(f"keras.utils.normalize({DIGITS})", 10), "scaled by", id="normalize of Keras"
        ),
        pytest.param(
            program(f"keras.utils.to_categorical({DIGITS} / 255, 10)", *ROWS),
            "`to_categorical` expects class numbers, but what it gets is divided",
            id="one-hot rows of fractions",
        ),
        pytest.param(
            program("load_breast_cancer().target / 255", BINARY), "0.00392", id="zeros and ones"
        ),
    ],
)
def test_class_numbers_that_are_scaled_like_inputs(code: str, words: str) -> None:
    assert levels(RULE, SKLEARN + code) == ["error high"]
    assert words in found(RULE, SKLEARN + code)[0].message
    assert levels("KC123", SKLEARN + code) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            range_of(f"MinMaxScaler().fit_transform({NAMES}.reshape(-1, 1))", 2),
            id="two classes stay 0 and 1",
        ),
        pytest.param(range_of(f"np.round({DIGITS} / 255 * 255)", 10), id="scaled back"),
        pytest.param(range_of(f"({DIGITS} / 3).astype('int32')", 4), id="groups of classes"),
        pytest.param(
            program(f"keras.utils.to_categorical({DIGITS}, 10) / 255", *ROWS), id="small rows"
        ),
        pytest.param(
            program("StandardScaler().fit_transform(np.load('y.npy'))", "'mse'", "1"), id="amounts"
        ),
        pytest.param(program("load_breast_cancer().target / 1", BINARY), id="by 1"),
        pytest.param(program("load_breast_cancer().target * 0.9", BINARY), id="soft labels"),
    ],
)
def test_numbers_that_are_scaled_and_still_fit(code: str) -> None:
    assert levels(RULE, SKLEARN + code) == []


def itself(scaling: str, loss: str = BINARY, target: str = "x") -> str:
    return (
        f"(x, _), (v, _) = keras.datasets.mnist.load_data()\nx = {scaling}\n"
        "model = keras.Sequential([keras.Input((28, 28)), layers.Dense(28, 'sigmoid')])\n"
        f"model.compile('adam', loss={loss})\nmodel.fit(x, {target}, validation_split=0.1)\n"
    )


MIN_MAX = "sklearn.preprocessing.MinMaxScaler(feature_range=(-1, 1)).fit_transform(np.load('x'))"


@pytest.mark.parametrize("scaling", ["x / 127.5 - 1", "(x - 127.5) / 127.5", MIN_MAX])
def test_an_autoencoder_of_inputs_on_both_sides_of_zero(scaling: str) -> None:
    code = "import sklearn.preprocessing\n" + itself(scaling)
    assert levels(RULE, code) == ["error high"]
    assert "the inputs, which go from -1 to 1" in found(RULE, code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(itself("x / 255"), id="from 0 to 1"),
        pytest.param(itself("x / 127.5 - 1", "'mse'"), id="another loss"),
        pytest.param(itself("scale(x)"), id="a range not known"),
        pytest.param(itself("x / 127.5 - 1", target="(x + 1) / 2"), id="a target from 0 to 1"),
        pytest.param(itself("x / 127.5 - 1", target="v / 255"), id="another target"),
        pytest.param(itself("x / 127.5 - 1", target="np.load('y.npy')"), id="a target not known"),
        pytest.param(itself("x / 127.5 - 1", "my_loss"), id="a loss of the script"),
    ],
)
def test_autoencoders_that_are_left_alone(code: str) -> None:
    assert levels(RULE, code) == []
