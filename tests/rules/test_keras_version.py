"""What a rule says depends on the version of Keras that a script is for.

What Keras 2 does was seen with `tf_keras` 2.21, which does as Keras 2.15.
"""

import pytest

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.finding import Finding
from kerascheck.pipeline import check
from kerascheck.values.target import Pin, Target

MODEL = """import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="sigmoid")])
"""
FIT = MODEL + 'model.compile("adam", "binary_crossentropy", metrics=["accuracy"])\n'
TWO = """import keras
x = keras.Input((4,))
model = keras.Model(x, [keras.layers.Dense(1)(x), keras.layers.Dense(1)(x)])
"""


def found(code: str, rule: str, version: str) -> list[Finding]:
    rules = [each for each in registry.load() if each.code == rule]
    settings = Settings(keras_version=version, min_confidence="low")
    return list(check("train.py", code.encode(), rules, settings).findings)


@pytest.mark.parametrize(
    ("rule", "since", "code"),
    [
        ("KC116", "3", MODEL + 'model.compile("adam", "logcosh")\n'),
        ("KC118", "3", TWO + 'model.compile("adam", "mse", metrics=["mae"])\n'),
        ("KC210", "3", "import keras, numpy as np\ndef rows():\n    yield np.zeros((2, 4)), np.zeros(2)\n"
            + FIT + "model.fit(rows(), class_weight={0: 1.0, 1: 2.0})\n"),
        ("KC216", "3", FIT + "model.fit(x, y, steps_per_epoch=1000 / 32)\n"),
        ("KC507", "3", MODEL + 'model.compile("adam", "mse", metrics="mae")\n'),
        ("KC512", "3", "import keras\nkeras.layers.Dense(1, name='a/b')\n"),
        ("KC612", "3", "import keras\nkeras.optimizers.SGD(1)\n"),
        ("KC701", "2.11", "import keras\nkeras.optimizers.Adam(lr=0.1)\n"),
        ("KC702", "2.11", "import keras\nkeras.optimizers.Adam(0.1, decay=0.1)\n"),
        ("KC703", "2.4", FIT + "model.fit(x, y, nb_epoch=1)\n"),
        ("KC703", "3", MODEL + 'model.compile("adam", "mse", sample_weight_mode=None)\n'),
        ("KC703", "3", MODEL + 'model.compile("adam", "mse", ["mae"])\n'),
        ("KC704", "2.4", "import keras\nkeras.layers.Dense(1, init='uniform')\n"),
        ("KC704", "3", "import keras\nkeras.layers.BatchNormalization(fused=True)\n"),
        ("KC704", "3", "import keras\nkeras.layers.Convolution2D(1, 3)\n"),
        ("KC705", "2.6", FIT + "model.predict_classes(x)\n"),
        ("KC706", "2.3", FIT + 'model.fit(x, y).history["acc"]\n'),
        ("KC707", "3", "import keras\nkeras.Sequential([keras.layers.LSTM(1, batch_input_shape=(1, 2, 3))])\n"),
        ("KC708", "2.4", "import tensorflow as tf\ntf.Session()\n"),
        ("KC710", "2.13", "from keras.wrappers.scikit_learn import KerasClassifier\n"),
        ("KC711", "3", "from keras.layers.core import Dense\n"),
        ("KC711", "3", "from keras.optimizers.legacy import Adam\n"),
        ("KC712", "3", "from keras import backend as K\nK.mean(x)\n"),
        ("KC713", "3", FIT + "model.fit_generator(x)\n"),
        ("KC714", "3", FIT + 'model.save("folder")\n'),
        ("KC715", "3", "import keras\nopt = keras.optimizers.Adam(0.1)\nprint(opt.lr)\n"),
        ("KC718", "3", "import keras, tensorflow as tf\nx = keras.Input((3,))\ntf.square(x)\n"),
    ],
)  # fmt: skip
def test_the_first_version_with_a_finding(rule: str, since: str, code: str) -> None:
    before = {
        "2.13": "2.12",
        "2.3": "2.2",
        "2.4": "2.3",
        "2.6": "2.5",
        "2.11": "2.10",
        "3": "2.15",
    }[since]
    assert found(code, rule, before) == []
    assert len(found(code, rule, since)) == 1
    assert found(code, rule, "3") == found(code, rule, "auto") != []


def test_keras_2_ignores_lr_and_says_so() -> None:
    (finding,) = found("import keras\nkeras.optimizers.Adam(lr=0.1)\n", "KC701", "2.12")
    assert finding.message == (
        "`Adam` of Keras 2.12 (`keras-version = 2.12`) ignores `lr`: the learning rate is the "
        "default one."
    )


@pytest.mark.parametrize(("version", "expected"), [("2.2", 1), ("2.3", 1), ("2.4", 0), ("3", 0)])
def test_keras_and_tf_keras_are_two_packages_up_to_keras_2_3(version: str, expected: int) -> None:
    code = (
        "from keras.models import Sequential\nfrom tensorflow.keras.layers import Dense\n"
        "model = Sequential([Dense(1)])\n"
    )
    errors = [f for f in found(code, "KC709", version) if f.severity.label == "error"]
    assert len(errors) == expected


def test_keras_2_refuses_decay() -> None:
    code = "import keras\nkeras.optimizers.SGD(0.1, decay=0.1)\n"
    (finding,) = found(code, "KC702", "2.12")
    assert finding.severity.label == "error" or "refuses `decay`" in finding.message
    assert finding.help.endswith("or use `keras.optimizers.legacy.SGD`")


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        ("EarlyStopping('val_precision')", 1),
        ("EarlyStopping('val_auc')", 0),
        ("EarlyStopping('val_accuracy')", 0),
        ("EarlyStopping('val_loss')", 0),
        ("EarlyStopping('val_precision', mode='max')", 0),
        ("ReduceLROnPlateau('val_auc')", 1),
        ("ReduceLROnPlateau('val_acc_top')", 0),
        ("ModelCheckpoint('a.h5', 'val_auc', save_best_only=True)", 1),
        ("ModelCheckpoint('a.h5', 'val_auc')", 0),
    ],
)
def test_keras_2_minimises_what_has_no_acc_in_its_name(callback: str, expected: int) -> None:
    code = (
        MODEL
        + 'model.compile("adam", "mse", metrics=[keras.metrics.AUC(name="auc"), '
        + 'keras.metrics.Precision(name="precision")])\n'
        + f"model.fit(x, y, validation_split=0.1, callbacks=[keras.callbacks.{callback}])\n"
    )
    assert len(found(code, "KC609", "2.15")) == expected
    assert found(code, "KC609", "3") == []


@pytest.mark.parametrize(
    ("tensorflow", "keras"),
    [((1, 15), (2, 2)), ((2, 0), (2, 3)), ((2, 1), (2, 3)), ((2, 3), (2, 4)), ((2, 10, 1), (2, 10)),
     ((2, 15), (2, 15)), ((2, 16), (3,)), ((2, 21), (3,)), ((1,), (2, 2)), ((2,), (3,))],
)  # fmt: skip
def test_the_keras_of_a_tensorflow(tensorflow: tuple[int, ...], keras: tuple[int, ...]) -> None:
    assert Target(tensorflow=Pin(tensorflow)).version("tensorflow.keras") == keras


def test_tensorflow_1_is_known_by_its_own_requirement() -> None:
    assert Target().tensorflow_2
    assert not Target(tensorflow=Pin((1, 15))).tensorflow_2
    assert Target(tensorflow=Pin((2, 0))).tensorflow_2
    assert not Target(keras=Pin((2, 3))).tensorflow_2
