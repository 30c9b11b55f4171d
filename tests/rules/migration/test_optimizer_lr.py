import pytest

from tests.rules.migration.programs import fixed, levels

RULE = "KC701"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from keras.optimizers import SGD\nSGD(lr=0.1)\n", "SGD(learning_rate=0.1)"),
        (
            "import tensorflow as tf\ntf.keras.optimizers.Adam(lr = 1e-3, beta_1=0.5)\n",
            "Adam(learning_rate = 1e-3, beta_1=0.5)",
        ),
        (
            "from tensorflow.keras import optimizers\nrate = 0.1\no = optimizers.RMSprop(lr=rate)\n",
            "RMSprop(learning_rate=rate)",
        ),
        (
            "import keras\ndef make(lr):\n    return keras.optimizers.Adam(\n        lr=lr,\n    )\n",
            "        learning_rate=lr,\n",
        ),
    ],
)
def test_lr_becomes_learning_rate(code: str, expected: str) -> None:
    assert levels(code, RULE) == ["error high"]
    assert expected in fixed(code, RULE)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import torch, keras\ntorch.optim.SGD(p, lr=0.1)\n", id="torch"),
        pytest.param("from tf_keras.optimizers import SGD\nSGD(lr=0.1)\n", id="tf_keras"),
        pytest.param(
            "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n"
            "from tensorflow.keras.optimizers import SGD\nSGD(lr=0.1)\n",
            id="Keras 2 asked for",
        ),
        pytest.param(
            "import keras\nclass SGD(keras.optimizers.Optimizer):\n"
            "    def __init__(self, lr): pass\nSGD(lr=0.1)\n",
            id="a class of the script",
        ),
        pytest.param("import keras\nkeras.optimizers.SGD(learning_rate=0.1)\n", id="the new name"),
        pytest.param(
            "import tensorflow as tf, keras\ntf.compat.v1.train.AdamOptimizer(lr=1)\n", id="TF 1"
        ),
        pytest.param(
            "import keras\nimport tensorflow_addons as tfa\ntfa.optimizers.LAMB(lr=1e-3)\n",
            id="another library",
        ),
        pytest.param("import keras\nkeras.optimizers.SGD(**options)\n", id="unpacked"),
    ],
)
def test_other_calls_are_left_alone(code: str) -> None:
    assert levels(code, RULE) == []


def test_both_names_are_not_fixed() -> None:
    code = "import keras\nkeras.optimizers.SGD(lr=0.1, learning_rate=0.1)\n"
    assert levels(code, RULE) == ["error high"]
    assert fixed(code, RULE) == code
