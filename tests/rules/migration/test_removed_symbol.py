import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC711"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from keras.layers.core import Dense, Dropout as D\n", "from keras.layers import Dense, Dropout as D\n"),
        ("from keras.layers.core import *\n", "from keras.layers import *\n"),
        ("from keras.engine.topology import Layer, Input\n", "from keras.layers import Layer\nfrom keras import Input\n"),
        ("from keras.objectives import mse\nprint(mse)\n", "from keras.losses import mean_squared_error as mse\nprint(mse)\n"),
        ("from keras.utils.generic_utils import get_custom_objects\n", "from keras.saving import get_custom_objects\n"),
        ("from tensorflow.keras.optimizers.legacy import Adam\n", "from tensorflow.keras.optimizers import Adam\n"),
        ("from keras.utils import np_utils\ny = np_utils.to_categorical(y)\n", "from keras.utils import to_categorical\ny = to_categorical(y)\n"),
        ("from keras.utils import plot_model, np_utils\ny = np_utils.normalize(y)\n", "from keras.utils import plot_model, normalize\ny = normalize(y)\n"),
        ("from keras.utils import np_utils\nnp_utils.probas_to_classes(y)\n", "from keras import utils as np_utils\nnp_utils.probas_to_classes(y)\n"),
        ("from keras.utils import np_utils\ndef to_categorical(y): pass\nnp_utils.to_categorical(y)\n", "from keras import utils as np_utils\ndef to_categorical(y): pass\nnp_utils.to_categorical(y)\n"),
        ("from keras.layers import CuDNNLSTM, Dense\nl = CuDNNLSTM(8)\n", "from keras.layers import LSTM, Dense\nl = LSTM(8)\n"),
        ("from keras.layers import CuDNNGRU as R\nl = R(8)\n", "from keras.layers import GRU as R\nl = R(8)\n"),
        ("from keras.layers import CuDNNLSTM\nLSTM = CuDNNLSTM\n", "from keras.layers import LSTM as CuDNNLSTM\nLSTM = CuDNNLSTM\n"),
        ("import keras.utils.np_utils as u\nu.to_categorical(y)\n", "import keras.utils as u\nu.to_categorical(y)\n"),
        ("import keras\nkeras.layers.core.Dense(3)\n", "import keras\nkeras.layers.Dense(3)\n"),
        ("import keras\nkeras.utils.generic_utils.get_custom_objects()\n", "import keras\nkeras.saving.get_custom_objects()\n"),
        ("import tensorflow as tf\ntf.keras.layers.experimental.preprocessing.Rescaling(1)\n", "import tensorflow as tf\ntf.keras.layers.Rescaling(1)\n"),
        ("from keras import optimizers\noptimizers.adam(0.1)\n", "from keras import optimizers\noptimizers.Adam(0.1)\n"),
        ("from keras.preprocessing.image import ImageDataGenerator\n", "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n"),
        ("from keras.preprocessing.image import ImageDataGenerator, load_img\n", "from tensorflow.keras.preprocessing.image import ImageDataGenerator\nfrom keras.preprocessing.image import load_img\n"),
        ("from keras.preprocessing.text import Tokenizer\n", "from tensorflow.keras.preprocessing.text import Tokenizer\n"),
        ("from keras.layers import Input, merge\na = Input((3,))\nb = merge([a, a], mode='concat', concat_axis=1)\n", "from keras.layers import Input, concatenate\na = Input((3,))\nb = concatenate([a, a], axis=1)\n"),
        ("from keras.layers import Input, merge\na = Input((3,))\nb = merge([a, a], 'mul')\nc = merge([a, b])\n", "from keras.layers import Input, multiply, add\na = Input((3,))\nb = multiply([a, a])\nc = add([a, b])\n"),
        ("def f():\n    from keras.objectives import mse\n    return mse\n", "def f():\n    from keras.losses import mean_squared_error as mse\n    return mse\n"),
    ],
)  # fmt: skip
def test_names_are_taken_from_where_keras_3_has_them(code: str, expected: str) -> None:
    assert set(levels(code, RULE)) == {"error high"}
    assert sorted(fixed(code, RULE).splitlines()) == sorted(expected.splitlines())


@pytest.mark.parametrize(
    "code",
    [
        "from keras.layers import LocallyConnected1D\n",
        "from keras.models import model_from_yaml\n",
        "from keras.layers.core import Dense, MaxoutDense\n",
        "from keras.layers import merge, Input\na = Input((3,))\nmerge([a, a], mode=lambda x: x[0])\n",
        "import keras\nkeras.utils.multi_gpu_model(m)\n",
    ],
)
def test_no_fix_for_what_has_no_equal(code: str) -> None:
    (finding,) = found(code, RULE)
    assert finding.fix is None
    assert finding.help


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("from tensorflow import keras\nkeras.layers.Dense(3)\n", id="tf.keras"),
        pytest.param("from keras.layers import Convolution2D, MaxPool2D\n", id="aliases"),
        pytest.param("from keras.utils import Sequence, to_categorical\n", id="names that are there"),
        pytest.param("from keras.applications.vgg16 import VGG16, preprocess_input\n", id="a module"),
        pytest.param(
            "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n", id="in tf.keras"
        ),
        pytest.param(
            "from tensorflow.keras.preprocessing.text import Tokenizer\n"
            "class Words(Tokenizer):\n    def __init__(self):\n        Tokenizer.__init__(self, 9)\n",
            id="a method of a class in tf.keras",
        ),
        pytest.param("from tf_keras.layers.core import Dense\n", id="tf_keras"),
        pytest.param(
            "try:\n    from keras.layers.core import Dense\nexcept ImportError:\n"
            "    from keras.layers import Dense\n",
            id="prepared",
        ),
        pytest.param(
            "import keras\nif keras.__version__ < '2':\n    from keras.layers.core import Dense\n"
            "else:\n    from keras.layers import Dense\n",
            id="by version",
        ),
        pytest.param(
            "import keras\nfrom keras import objectives  # kerascheck: ignore[KC711]\n"
            "def titled(loss):\n    print(loss.__name__)\ntitled(objectives.mse)\n",
            id="an attribute that each object has",
        ),
        pytest.param("import keras\nkeras.layers.MyOwnThing()\n", id="not known"),
        pytest.param("from keras.backend import mean\n", id="the backend is another rule"),
        pytest.param("from keras.wrappers.scikit_learn import KerasClassifier\n", id="and wrappers"),
        pytest.param("import keras\ndef core(): pass\nkeras.core = core\n", id="assigned"),
    ],
)  # fmt: skip
def test_names_that_are_there_or_not_certain(code: str) -> None:
    assert levels(code, RULE) == []


@pytest.mark.parametrize(
    ("code", "name", "meant"),
    [
        ("from keras.layers import Dens\n", "keras.layers.Dens", "Dense"),
        ("import keras\nkeras.layers.Droput(0.2)\n", "keras.layers.Droput", "Dropout"),
        (
            "from tensorflow.keras.layers import MaxPool2d as M\nM(2)\n",
            "tensorflow.keras.layers.MaxPool2d",
            "MaxPool2D",
        ),
        (
            "from keras.preprocessing import sequence\nsequence.pad_sequence(x)\n",
            "keras.preprocessing.sequence.pad_sequence",
            "pad_sequences",
        ),
        ("from keras.models import model\n", "keras.models.model", "Model"),
    ],
)
def test_a_slip_in_a_name(code: str, name: str, meant: str) -> None:
    (finding,) = found(code, RULE)
    assert finding.message == f"`{name}` does not exist in Keras."
    assert finding.help == f"write `{meant}`"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("from keras.layers import Dense\n", id="there"),
        pytest.param("import keras\nprint(keras.__version__)\n", id="of every module"),
        pytest.param("from keras.layers import Capsule\n", id="near no name"),
        pytest.param("from keras_layers import Dens\n", id="another package"),
        pytest.param("from tf_keras.layers import Dens\n", id="a Keras that is not known by name"),
        pytest.param(
            "try:\n    from keras.layers import Dens\nexcept ImportError:\n    pass\n",
            id="expected",
        ),
        pytest.param("from keras.layers.attention import Attention\n", id="an old module"),
    ],
)
def test_other_names_are_no_slips(code: str) -> None:
    assert [f for f in found(code, RULE) if "does not exist in Keras." in f.message] == []
