import pytest

from tests.rules.migration.programs import levels

RULE = "KC717"


@pytest.mark.parametrize(
    "code",
    [
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator as G\nG()\n",
        "import tensorflow as tf\ntf.keras.preprocessing.text.Tokenizer(num_words=9)\n",
        "from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator\nTimeseriesGenerator(x, y, length=3)\n",
    ],
)
def test_classes_that_only_tf_keras_has(code: str) -> None:
    assert levels(code, RULE) == ["info high"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "from keras.preprocessing.image import ImageDataGenerator\nImageDataGenerator()\n",
            id="gone from keras, which is an error of another rule",
        ),
        pytest.param(
            "import keras\nfrom transformers import Tokenizer\nTokenizer()\n", id="another library"
        ),
        pytest.param(
            "from tensorflow.keras.preprocessing.sequence import pad_sequences\npad_sequences(x)\n",
            id="what Keras 3 has",
        ),
        pytest.param(
            "from tf_keras.preprocessing.image import ImageDataGenerator\nImageDataGenerator()\n",
            id="tf_keras",
        ),
    ],
)
def test_other_classes(code: str) -> None:
    assert levels(code, RULE) == []
