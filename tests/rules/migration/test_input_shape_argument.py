import pytest

from tests.rules.migration.programs import fixed, found, levels

RULE = "KC707"
HEAD = "import keras\nfrom keras.layers import *\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "m = keras.Sequential([LSTM(8, batch_input_shape=(4, 2, 5), stateful=True)])\n",
            "m = keras.Sequential([keras.Input(batch_shape=(4, 2, 5)), LSTM(8, stateful=True)])\n",
        ),
        (
            "m = keras.Sequential()\nm.add(LSTM(8, input_dim=5, input_length=2))\nm.add(Dense(1))\n",
            "m = keras.Sequential()\nm.add(keras.Input(shape=(2, 5)))\nm.add(LSTM(8))\nm.add(Dense(1))\n",
        ),
        (
            "def make(n):\n    m = keras.Sequential()\n    m.add(GRU(8, input_dim=n))\n    return m\n",
            "def make(n):\n    m = keras.Sequential()\n    m.add(keras.Input(shape=(None, n)))\n    m.add(GRU(8))\n    return m\n",
        ),
        (
            "m = keras.Sequential(\n    [\n        Conv1D(8, 3, input_length=20, input_dim=4),\n        Flatten(),\n    ]\n)\n",
            "m = keras.Sequential(\n    [\n        keras.Input(shape=(20, 4)),\n        Conv1D(8, 3),\n        Flatten(),\n    ]\n)\n",
        ),
        (
            "a = keras.Input((2, 5))\nm = keras.Model(a, LSTM(8, batch_input_shape=(None, 2, 5))(a))\n",
            "a = keras.Input((2, 5))\nm = keras.Model(a, LSTM(8)(a))\n",
        ),
        (
            "m = keras.Sequential()\nm.add(LSTM(8, input_shape=(3, 1), batch_size=2, stateful=True))\n",
            "m = keras.Sequential()\nm.add(keras.Input(shape=(3, 1), batch_size=2))\nm.add(LSTM(8, stateful=True))\n",
        ),
        (
            "m = keras.Sequential(); m.add(LSTM(8, batch_input_shape=(None, 2, 5)))\n",
            "m = keras.Sequential(); m.add(keras.Input(batch_shape=(None, 2, 5))); m.add(LSTM(8))\n",
        ),
    ],
)  # fmt: skip
def test_the_shape_goes_into_an_input_of_its_own(code: str, expected: str) -> None:
    assert levels(HEAD + code, RULE) == ["error high"]
    assert fixed(HEAD + code, RULE) == HEAD + expected


def test_input_is_imported_from_the_package_that_the_script_uses() -> None:
    code = (
        "from tensorflow.keras.models import Sequential\nfrom tensorflow.keras.layers import LSTM\n"
        "m = Sequential()\nm.add(LSTM(8, batch_input_shape=(None, 2, 5)))\n"
    )
    after = fixed(code, RULE)
    assert "from tensorflow.keras import Input\n" in after
    assert "m.add(Input(batch_shape=(None, 2, 5)))\nm.add(LSTM(8))\n" in after


def test_no_fix_for_a_layer_that_is_added_by_its_name() -> None:
    code = "first = LSTM(8, batch_input_shape=(1, 2, 3))\nm = keras.Sequential()\nm.add(first)\n"
    (finding,) = found(HEAD + code, RULE)
    assert finding.fix is None


@pytest.mark.parametrize(
    "code",
    [
        "keras.Sequential([Dense(8, input_shape=(3,))])",
        "keras.Sequential([Dense(8, input_dim=3)])",
        "keras.Sequential([LSTM(8, input_shape=(2, 3))])",
        "keras.Sequential([Embedding(90, 8, input_length=20), LSTM(8)])",
    ],
)
def test_what_keras_3_takes_with_a_warning_is_a_hint(code: str) -> None:
    assert levels(HEAD + code, RULE) == ["info low"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("keras.Sequential([keras.Input((3,)), Dense(8)])", id="an input"),
        pytest.param("Embedding(input_dim=90, output_dim=8)", id="its own argument"),
        pytest.param("InputLayer(batch_input_shape=(None, 3))", id="an input layer"),
        pytest.param(
            "class Own(Layer):\n    pass\nOwn(batch_input_shape=(None, 3))", id="of the script"
        ),
        pytest.param(
            "import tf_keras\ntf_keras.layers.LSTM(8, batch_input_shape=(1, 2, 3))", id="tf_keras"
        ),
    ],
)
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels(HEAD + code, RULE) == []
