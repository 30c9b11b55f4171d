import pytest

from kerascheck.config import Settings
from kerascheck.pipeline import check
from tests.rules.migration.programs import RULES, found, levels

RULE = "KC709"


@pytest.mark.parametrize(
    "code",
    [
        "import keras, tf_keras\nkeras.Sequential([tf_keras.layers.Dense(1)])\n",
        "import keras\nfrom tf_keras import Sequential\nm = Sequential()\nm.add(keras.layers.Dense(1))\n",
        "import keras\nfrom tensorflow.keras.layers import Dense\nimport os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\nkeras.Sequential([Dense(1)])\n",
    ],
)
def test_two_packages_in_one_model(code: str) -> None:
    (finding,) = found(code, RULE)
    assert finding.severity.label == "error"
    assert finding.labels


@pytest.mark.parametrize(
    "code",
    [
        "from tensorflow.python.keras.layers import Dense\n",
        "from keras.src.layers import Dense\n",
    ],
)
def test_private_packages(code: str) -> None:
    assert levels(f"{code}layer = Dense(1)", RULE) == ["warning medium"]
    assert levels(code, RULE) == ["info medium"]


def test_a_private_import_that_is_used_comes_before_one_that_is_not() -> None:
    code = (
        "from tensorflow.python.keras import activations\n"
        "from tensorflow.python.keras.layers import Dense\nlayer = Dense(1)\n"
    )
    assert [finding.at.line for finding in found(code, RULE)] == [2]


def test_a_private_import_whose_name_another_import_takes_is_not_used() -> None:
    private, public = "from keras.src.layers import Dense\n", "from keras.layers import Dense\n"
    use = "layer = Dense(1)\n"
    assert levels(f"{private}{public}{use}", RULE) == ["info medium"]
    assert levels(f"{private}{use}{public}{use}", RULE) == ["warning medium"]
    assert levels(f"{public}{private}{use}", RULE) == ["warning medium"]


@pytest.mark.parametrize("own", ["testing", "api_export"])
def test_a_file_of_keras_itself_needs_what_is_private(own: str) -> None:
    code = f"import keras\nfrom keras.src import {own}\nfrom keras.src.layers import Dense\n"
    assert levels(code, RULE) == []


@pytest.mark.parametrize(
    ("module", "name", "helps"),
    [
        ("image", "ImageDataGenerator", "import from `tensorflow.keras.preprocessing.image`"),
        ("text", "Tokenizer", "import from `tensorflow.keras.preprocessing.text`"),
    ],
)
def test_what_has_left_keras_is_named_where_tensorflow_has_it(
    module: str, name: str, helps: str
) -> None:
    code = f"from keras.src.legacy.preprocessing.{module} import {name}\nmade = {name}()\n"
    assert levels(code, RULE) == ["info medium"]
    assert [finding.help for finding in found(code, RULE)] == [helps]


def test_what_tensorflow_does_not_offer_either_is_told() -> None:
    code = "from keras.src.legacy.preprocessing.image import flip_axis\nx = flip_axis(x, 1)\n"
    assert levels(code, RULE) == ["warning medium"]


def test_private_functions_that_split_arrays_meet_no_object_of_a_package() -> None:
    private = "from tensorflow.python.keras.engine import data_adapter\n"
    use = "x, y, w = data_adapter.unpack_x_y_sample_weight(batch)\n"
    assert levels(private + use, RULE) == ["info medium"]
    assert levels(f"{private}h = data_adapter.DataHandler(x)\n", RULE) == ["warning medium"]


def test_a_function_on_arrays_is_the_same_in_each_package() -> None:
    private = "from tensorflow.python.keras.utils.np_utils import to_categorical\n"
    use = "y = to_categorical([0, 2])\n"
    assert levels(private + use, RULE) == ["info medium"]
    layers = "from tensorflow.python.keras.layers import Dense\nDense(2)\n"
    assert levels(private + use + layers, RULE) == ["warning medium"]


def test_a_file_of_tests_may_be_of_keras_itself() -> None:
    private = "from keras.src.layers import Dense\n"
    tested = "def test_units():\n    assert Dense(2).units == 2\n"
    assert levels(f"import keras\n{private}{tested}", RULE) == ["info medium"]
    other = private.replace("keras.src", "tensorflow.python.keras")
    assert levels(f"{other}{tested}", RULE) == ["warning medium"]


def test_both_public_packages_are_a_hint() -> None:
    code = "import keras\nfrom tensorflow.keras.layers import Dense\nkeras.Sequential([Dense(1)])\n"
    assert levels(code, RULE) == ["info low"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("from tensorflow import keras\nkeras.Sequential([keras.layers.Dense(1)])\n", id="tf"),
        pytest.param("import keras\nimport tensorflow as tf\ntf.data.Dataset.range(3)\n", id="tf.data"),
        pytest.param("import tf_keras\ntf_keras.Sequential([tf_keras.layers.Dense(1)])\n", id="one"),
        pytest.param(
            "try:\n    from tensorflow.python.keras.layers import Dense\nexcept ImportError:\n"
            "    from keras.layers import Dense\n",
            id="prepared",
        ),
        pytest.param("import keras\nfrom keras_tuner import HyperParameters\n", id="another one"),
    ],
)  # fmt: skip
def test_one_package(code: str) -> None:
    assert levels(code, RULE) == []


def test_a_function_that_is_given_the_package_builds_a_model_of_each() -> None:
    code = (
        "import keras, tf_keras\ndef build(k):\n"
        "    return k.Sequential([k.Input((4,)), k.layers.Dense(1)])\n"
        "a, b = build(keras), build(tf_keras)\n"
    )
    assert not [finding for finding in found(code, RULE) if finding.severity.label == "error"]


def test_the_source_of_keras_may_import_itself() -> None:
    code = b"from keras.src import backend\nfrom keras.src.layers import Dense\n"
    rules = [rule for rule in RULES if rule.code == RULE]
    assert not check("lib/keras/src/utils/torch_utils.py", code, rules, Settings()).findings
    assert not check("lib/keras/api/layers/__init__.py", code, rules, Settings()).findings
    assert check("lib/train.py", code, rules, Settings()).findings


PRIVATE = "import keras\nfrom tensorflow.python.keras import backend as K\n"


@pytest.mark.parametrize(
    ("code", "level"),
    [
        pytest.param(
            PRIVATE + "def loss(a, b):\n    return K.sum(K.flatten(a) * K.flatten(b))\n",
            "info medium",
            id="a loss",
        ),
        pytest.param(
            "from tensorflow.python.keras.backend import mean\n"
            "def loss(a, b):\n    return mean(a - b)\n",
            "info medium",
            id="one function",
        ),
        pytest.param(
            PRIVATE + "def loss(a, b):\n    return K.sum(a * b) * K.variable(2.0)\n",
            "warning medium",
            id="a variable in a loss",
        ),
        pytest.param(
            PRIVATE + "x = keras.Input((4,))\ny = keras.layers.Dense(2)(x)\nz = K.sum(y)\n",
            "warning medium",
            id="a symbolic tensor",
        ),
    ],
)
def test_functions_of_the_backend_on_tensors(code: str, level: str) -> None:
    assert levels(code, RULE) == [level]


STOPPING = "import keras\nfrom tensorflow.python.keras.callbacks import {0}\nstop = {0}()\n"


@pytest.mark.parametrize(
    ("code", "level"),
    [
        pytest.param(STOPPING.format("EarlyStopping"), "info medium", id="reads the logs"),
        pytest.param(STOPPING.format("ReduceLROnPlateau"), "warning medium", id="asks for `lr`"),
        pytest.param(
            "import keras\nfrom tensorflow.python.keras import callbacks\n"
            "stop = callbacks.EarlyStopping()\n",
            "info medium",
            id="the module",
        ),
        pytest.param(
            "from tensorflow.python.keras import callbacks\nstop = callbacks.TensorBoard()\n",
            "warning medium",
            id="the module, of which another one is used",
        ),
        pytest.param(
            "import keras\nfrom tensorflow.python.keras.losses import MeanSquaredError\n"
            "l = MeanSquaredError()\n",
            "info medium",
            id="a loss",
        ),
        pytest.param(
            "from tensorflow.python.keras.losses import MeanSquaredError\nl = MeanSquaredError()\n",
            "warning medium",
            id="a loss for what is not seen",
        ),
        pytest.param(
            "import keras\nfrom tensorflow.python.keras.losses import MeanSquaredError\n"
            "m = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n"
            "m.compile('adam', MeanSquaredError())\nm.save('m.keras')\n",
            "warning medium",
            id="a loss that is saved",
        ),
        pytest.param(
            STOPPING.format("EarlyStopping")
            + "from tensorflow.python.keras.models import Sequential\nm = Sequential()\n",
            "warning medium",
            id="beside a private model",
        ),
    ],
)
def test_private_objects_that_keras_3_trains_with(code: str, level: str) -> None:
    assert levels(code, RULE) == [level]
