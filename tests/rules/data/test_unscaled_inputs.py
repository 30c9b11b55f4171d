import re
from collections.abc import Callable

import pytest

from tests.rules.found import found, levels, lines

RULE = "KC301"
DENSE = "[keras.Input((28, 28)), layers.Flatten(), layers.Dense(10, activation='softmax')]"
MNIST = "(x, y), _ = keras.datasets.mnist.load_data()\n"
COMPILE = "m.compile('adam', loss='sparse_categorical_crossentropy')\n"
FIT = "m.fit(x, y, validation_split=0.1)\n"


def program(scale: str = "", parts: str = DENSE, load: str = MNIST, fit: str = FIT) -> str:
    return f"{load}{scale}m = keras.Sequential({parts})\n{COMPILE}{fit}"


def behind(first: str) -> str:
    return program(parts=f"[keras.Input((28, 28)), {first}, layers.Flatten(), layers.Dense(10)]")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(program("x = x / 255.0\n"), id="divided"),
        pytest.param(program("x = x.astype('float32')\nx /= 255\n"), id="divided in place"),
        pytest.param(program("x = (x - 127.5) / 127.5\n"), id="from -1 to 1"),
        pytest.param(program("x = (x - x.mean()) / x.std()\n"), id="standardized"),
        pytest.param(program("x = x / x.max()\n"), id="by the largest value"),
        pytest.param(program(fit="m.load_weights('m.weights.h5')\n" + FIT), id="loaded weights"),
        pytest.param(program("x = x / np.max(x)\n"), id="by the largest value of NumPy"),
        pytest.param(program("x = keras.utils.normalize(x)\n"), id="keras.utils.normalize"),
        pytest.param(program("x = prepare(x)\n"), id="an unknown function"),
        pytest.param(
            program("for i in range(len(x)):\n    x[i] = x[i] / 255\n"), id="one by one"
        ),
        pytest.param(program("x = np.array([i / 255 for i in x])\n"), id="a comprehension"),
        pytest.param(program("x = layers.Rescaling(1 / 255)(x)\n"), id="a layer on the data"),
        pytest.param(
            program("from sklearn.preprocessing import MinMaxScaler\n"
                    "x = MinMaxScaler().fit_transform(x.reshape(-1, 784)).reshape(-1, 28, 28)\n"),
            id="a scaler",
        ),
        pytest.param(program("x = x > 100\n"), id="black and white"),
        pytest.param(behind("layers.Rescaling(1 / 255)"), id="Rescaling inside"),
        pytest.param(behind("layers.Normalization()"), id="Normalization inside"),
        pytest.param(behind("layers.BatchNormalization()"), id="BatchNormalization first"),
        pytest.param(behind("layers.Lambda(lambda t: t / 255)"), id="a Lambda"),
        pytest.param(behind("Scale()"), id="a layer from elsewhere"),
        pytest.param(
            program(parts="[keras.Input((28, 28)), layers.Flatten(), layers.Dense(32), "
                          "layers.BatchNormalization(), layers.Dense(10)]"),
            id="BatchNormalization behind the first layer",
        ),
        pytest.param(
            program(load="(x, y), _ = keras.datasets.imdb.load_data(num_words=5000)\n",
                    parts="[layers.Embedding(5000, 8), layers.Flatten(), layers.Dense(1)]"),
            id="word numbers",
        ),
        pytest.param(
            MNIST + "i = keras.Input((28, 28))\nh = layers.Flatten()(i / 255)\n"
            "m = keras.Model(i, layers.Dense(10)(h))\n" + COMPILE + FIT,
            id="divided in the graph",
        ),
        pytest.param(
            MNIST + "i = keras.Input((28, 28))\nh = layers.Flatten()(i)\n"
            "h = layers.Activation('relu')(layers.Dense(8)(h))\n"
            "m = keras.Model(i, layers.Dense(10)(layers.BatchNormalization()(h)))\n"
            + COMPILE + FIT,
            id="BatchNormalization in a graph",
        ),
        pytest.param(
            MNIST + "i = keras.Input((28, 28, 1))\n"
            "h = layers.AveragePooling2D()(layers.Conv2D(8, 3, activation='relu')(i))\n"
            "h = layers.Flatten()(layers.BatchNormalization()(h))\n"
            "m = keras.Model(i, layers.Dense(10)(h))\n" + COMPILE + FIT,
            id="BatchNormalization behind what takes averages",
        ),
        pytest.param(
            program(load="x, y = np.random.randint(0, 255, (10, 28, 28)), np.zeros(10)\n"),
            id="made-up numbers",
        ),
        pytest.param(
            program(load="x, y = np.array([[0.], [100.], [200.]]), np.array([32., 212., 392.])\n",
                    parts="[keras.Input((1,)), layers.Dense(1)]"),
            id="a few written numbers",
        ),
        pytest.param(
            program(load="from sklearn.datasets import load_iris\n"
                         "x, y = load_iris(return_X_y=True)\n",
                    parts="[keras.Input((4,)), layers.Dense(3)]"),
            id="small features",
        ),
        pytest.param(
            "b = keras.applications.VGG16(include_top=False, input_shape=(32, 32, 3))\n"
            "(x, y), _ = keras.datasets.cifar10.load_data()\n"
            "m = keras.Model(b.input, layers.Dense(10)(layers.Flatten()(b.output)))\n"
            + COMPILE + FIT,
            id="layers of a pretrained network",
        ),
        pytest.param(
            "base = keras.applications.VGG16(include_top=False)\n"
            "ds = keras.utils.image_dataset_from_directory('d')\n"
            "m = keras.Sequential([base, layers.Flatten(), layers.Dense(10)])\n"
            + COMPILE + "m.fit(ds)",
            id="a pretrained network, of which another rule speaks",
        ),
    ],
)  # fmt: skip
def test_scaled_values_and_models_that_scale(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        pytest.param(program(), "warning high", id="raw pixels"),
        pytest.param(program("x = x.reshape(-1, 28, 28).astype('float32')\n"), "warning high",
                     id="raw pixels in another shape"),
        pytest.param(
            program(load="ds = keras.utils.image_dataset_from_directory('d', image_size=(28, 28))\n",
                    parts="[layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(10)]",
                    fit="m.fit(ds)"),
            "warning high",
            id="a dataset of a folder",
        ),
        pytest.param(
            program(
                load="g = keras.preprocessing.image.ImageDataGenerator(horizontal_flip=True)\n"
                     "ds = g.flow_from_directory('d', target_size=(28, 28))\n",
                parts="[layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(10)]",
                fit="m.fit(ds)"),
            "warning high",
            id="a generator without rescale",
        ),
        pytest.param(
            "import cv2, os\nx, y = [], []\nfor f in os.listdir('d'):\n"
            "    x.append(cv2.resize(cv2.imread(f), (28, 28)))\n    y.append(0)\n"
            + program(load="x, y = np.array(x), np.array(y)\n",
                      parts="[layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(10)]"),
            "warning high",
            id="images of OpenCV",
        ),
        pytest.param(
            "import os\nx, y = [], []\nfor f in os.listdir('d'):\n"
            "    p = keras.utils.load_img(f, target_size=(28, 28))\n"
            "    x.append(keras.utils.img_to_array(p))\n    y.append(0)\n"
            + program(load="x, y = np.array(x), np.array(y)\n",
                      parts="[layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(10)]"),
            "warning high",
            id="a list of images",
        ),
        pytest.param(
            MNIST + "i = keras.Input((28, 28))\nh = layers.Flatten()(i)\n"
            "m = keras.Model(i, layers.Dense(10)(layers.Dense(8)(h)))\n" + COMPILE + FIT,
            "warning high",
            id="a graph",
        ),
        pytest.param(
            program(load="(x, y), _ = keras.datasets.boston_housing.load_data()\n",
                    parts="[keras.Input((13,)), layers.Dense(1)]"),
            "warning medium",
            id="a table",
        ),
        pytest.param(
            program(load="from sklearn.datasets import load_digits\nd = load_digits()\n"
                         "x, y = d.data / 255.0, d.target\n",
                    parts="[keras.Input((64,)), layers.Dense(10)]"),
            "warning medium",
            id="the wrong divisor",
        ),
        pytest.param(
            program(load="from sklearn.datasets import load_digits\nd = load_digits()\n"
                         "x, y = d.data, d.target\n",
                    parts="[keras.Input((64,)), layers.Dense(10)]"),
            "info medium",
            id="digits from 0 to 16",
        ),
    ],
)  # fmt: skip
def test_values_that_reach_the_network_unscaled(code: str, level: str) -> None:
    assert levels(RULE, code) == [level]


def test_the_place_is_the_argument_and_each_model_is_told_of_once() -> None:
    code = program(fit=FIT + FIT)
    (finding,) = found(RULE, code)
    assert finding.message == "inputs from 0 to 255 reach the network unscaled."
    assert lines(RULE, code) == [4]
    assert "Rescaling" in finding.help


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("cv2.imread(f)", 1),
        ("np.array(Image.open(f).resize((8, 8)))", 1),
        ("np.array(Image.open(f).resize((8, 8))) / 255", 0),
        ("io.imread(f)", 1),
        ("transform.resize(io.imread(f), (8, 8))", 0),
        ("transform.resize(io.imread(f), (8, 8), preserve_range=True)", 1),
        ("decode(f)", 0),
    ],
)
def test_pictures_from_files(image: str, expected: int) -> None:
    load = (
        "import cv2, os\nfrom PIL import Image\nfrom skimage import io, transform\nx = []\n"
        f"for f in os.listdir('d'):\n    x.append({image})\nx, y = np.array(x), np.load('y.npy')\n"
    )
    parts = "[layers.Flatten(), layers.Dense(10, activation='softmax')]"
    assert len(found(RULE, program(load=load, parts=parts))) == expected


AXIS = "[keras.Input((1,)), layers.Dense(8, activation='relu'), layers.Dense(1)]"


@pytest.mark.parametrize(
    "points",
    ["np.linspace(-300, 300, 90)", "np.arange(0, 1500, 0.5)", "np.array(range(0, 200)) * 1.0"],
)
def test_points_of_an_axis(points: str) -> None:
    code = program(parts=AXIS, load=f"x = {points}\ny = np.sin(x)\n")
    assert levels(RULE, code) == ["warning medium"]
    assert "Normalization" in found(RULE, code)[0].help
    assert levels(RULE, code.replace("x = n", "x = 1e-3 * n")) == []


@pytest.mark.parametrize(
    "load",
    [
        pytest.param("x = np.linspace(-9, 9, 90)\ny = np.sin(x)\n", id="small"),
        pytest.param("x = np.array([100.0, 200.0, 300.0])\ny = x\n", id="a few examples"),
        pytest.param("x = np.arange(900).reshape(90, 10)\ny = x[:, 0]\n", id="windows of steps"),
    ],
)
def test_numbers_that_may_be_as_they_are(load: str) -> None:
    assert levels(RULE, program(parts=AXIS.replace("(1,)", "(10,)"), load=load)) == []


@pytest.mark.parametrize(
    ("columns", "width", "expected"),
    [("", 13, ["warning medium"]), ("[:, 5]", 1, []), ("[:, :3]", 3, [])],
)
def test_some_columns_of_a_table_may_be_small(
    columns: str, width: int, expected: list[str]
) -> None:
    load = f"(x, y), _ = keras.datasets.boston_housing.load_data()\nx = x{columns}\n"
    code = program(parts=f"[keras.Input(({width},)), layers.Dense(8), layers.Dense(1)]", load=load)
    assert levels(RULE, code.replace("sparse_categorical_crossentropy", "mse")) == expected


STANDARD = "x = (x - x.mean(axis=0)) / x.std(axis=0)\nother = keras.models.clone_model(m)\n"
STANDARD += "other.compile('adam', 'mse')\n"
SECOND = "x = x / 255.0\nother = keras.models.clone_model(m)\nother.compile('adam', 'mse')\n"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda code: code, "warning high"),
        (lambda code: f"{code}{SECOND}other.fit(x, y)\n", "info high"),
        (lambda code: f"{code}{STANDARD}other.fit(x, y)\n", "info high"),
        (lambda code: f"{code}{STANDARD.replace('/', '-')}other.fit(x, y)\n", "warning high"),
        (lambda code: f"{code}{SECOND}other.fit(np.load('x'), y)\n", "warning high"),
        (lambda code: code.replace("m.fit", "# Not scaled yet.\nm.fit"), "info high"),
        (lambda code: re.sub(r"\bm\b", "unnormalized_model", code), "info high"),
    ],
)
def test_a_training_that_shows_what_scaling_is_good_for(
    change: Callable[[str], str], expected: str
) -> None:
    assert levels(RULE, change(program())) == [expected]


def test_points_of_an_axis_with_targets_on_a_line() -> None:
    code = program(parts=AXIS, load="x = np.arange(0, 1000, 5)\ny = np.arange(100, 1100, 5)\n")
    assert levels(RULE, code) == ["info medium"]


@pytest.mark.parametrize(
    ("optimizer", "end", "expected"),
    [
        ("adam", "layers.GlobalAveragePooling2D()", "info high"),
        ("sgd", "layers.GlobalAveragePooling2D()", "warning high"),
        ("adam", "layers.Flatten()", "warning high"),
    ],
)
def test_large_values_that_are_averaged_do_no_harm(optimizer: str, end: str, expected: str) -> None:
    parts = (
        f"[keras.Input((28, 28, 1)), layers.Conv2D(8, 3), layers.ReLU(), {end}, layers.Dense(10)]"
    )
    assert levels(RULE, program(parts=parts).replace("adam", optimizer)) == [expected]


WORDS = "(x, y), _ = keras.datasets.imdb.load_data(num_words=5000)\n"
PADDED = "x = keras.utils.pad_sequences(x, maxlen=80)\n"
TEXTS = (
    "from keras.preprocessing.text import Tokenizer\nt = Tokenizer()\nt.fit_on_texts(texts)\n"
    "x, y = t.texts_to_sequences(texts), np.load('y.npy')\n"
)
LAYERS = "[keras.Input((80,)), {}, layers.Dense(1, 'sigmoid')]"
SEQUENCE = LAYERS.replace("(80,)", "(80, 1)")
SPLIT = (
    "from sklearn.model_selection import train_test_split\nx, v, y, w = train_test_split(x, y)\n"
)


@pytest.mark.parametrize(
    "code",
    [
        program(WORDS + PADDED, LAYERS.format("layers.Dense(9)"), ""),
        program(TEXTS + PADDED + SPLIT, LAYERS.format("layers.Dense(9)"), ""),
        program(
            WORDS + PADDED + "x = np.reshape(x, (len(x), 80, 1))\n",
            SEQUENCE.format("layers.LSTM(9)"),
            "",
        ),
        program(
            TEXTS + PADDED + "x = np.expand_dims(x, -1)\n",
            SEQUENCE.format("layers.Conv1D(9, 3), layers.Flatten()"),
            "",
        ),
    ],
)
def test_numbers_of_words(code: str) -> None:
    assert levels(RULE, code) == ["warning medium"]
    assert "numbers of words" in found(RULE, code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            program(
                WORDS + PADDED, LAYERS.format("layers.Embedding(5000, 9), layers.Flatten()"), ""
            ),
            id="looked up",
        ),
        pytest.param(
            program(WORDS + PADDED + "x = x / 5000\n", LAYERS.format("layers.Dense(9)"), ""),
            id="scaled, which is a matter of its own",
        ),
        pytest.param(
            program(
                WORDS + PADDED + "x = keras.utils.to_categorical(x)\n",
                LAYERS.format("layers.Flatten(), layers.Dense(9)"),
                "",
            ),
            id="one column for each word",
        ),
        pytest.param(
            program(
                TEXTS.replace("to_sequences", "to_matrix"), LAYERS.format("layers.Dense(9)"), ""
            ),
            id="words counted",
        ),
        pytest.param(
            program(
                "x, y = keras.utils.pad_sequences(series()), np.load('y.npy')\n",
                LAYERS.format("layers.Dense(9)"),
                "",
            ),
            id="padded numbers of something else",
        ),
        pytest.param(
            program(WORDS + PADDED, LAYERS.format("lookup(), layers.Dense(9)"), ""),
            id="a layer that is not known",
        ),
        pytest.param(
            program(
                WORDS + PADDED,
                LAYERS.format("layers.Lambda(keras.ops.one_hot), layers.Dense(9)"),
                "",
            ),
            id="a function that may look them up",
        ),
    ],
)
def test_words_that_are_left_alone(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("hidden", "optimizer", "level"),
    [
        (("sigmoid", "sigmoid"), "keras.optimizers.SGD(0.001)", "info high"),
        (("sigmoid", "sigmoid"), "'sgd'", "warning high"),
        (("sigmoid", "sigmoid"), "keras.optimizers.SGD(0.1)", "warning high"),
        (("sigmoid", "sigmoid"), "keras.optimizers.SGD(0.001, momentum=0.9)", "warning high"),
        (("sigmoid", "sigmoid"), "'adam'", "warning high"),
        (("relu", "sigmoid"), "keras.optimizers.SGD(0.001)", "warning high"),
        (("sigmoid",), "keras.optimizers.SGD(0.001)", "warning high"),
    ],
)
def test_slow_steps_of_sigmoids_gain_nothing_by_scaled_inputs(
    hidden: tuple[str, ...], optimizer: str, level: str
) -> None:
    for middle in ("layers.Dense(50, '{}')", "layers.Dense(50), layers.Activation('{}')"):
        parts = ", ".join(middle.format(name) for name in hidden)
        code = program(
            parts=f"[keras.Input((28, 28)), layers.Flatten(), {parts}, layers.Dense(10, 'softmax')]"
        )
        assert levels(RULE, code.replace("'adam'", optimizer)) == [level]
    unknown = code.replace("'adam'", "keras.optimizers.SGD(0.001)").replace(
        f"'{hidden[0]}'", "chosen()", 1
    )
    assert levels(RULE, unknown) == ["warning high"]
