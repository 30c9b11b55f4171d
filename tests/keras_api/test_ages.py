"""Signs of old and of new releases of Keras in the text of scripts."""

import pytest

from kerascheck.keras_api import ages


@pytest.mark.parametrize(
    "text",
    [
        "config = tf.ConfigProto()",
        "sess = tf.Session()",
        "K.set_image_dim_ordering('th')",
        "import keras.backend.tensorflow_backend as K",
        "model.fit(x, y, nb_epoch=3)",
        "model.fit_generator(flow)",
        "y = model.predict_classes(x)",
        "from keras.layers.convolutional import Conv2D",
        "from keras.utils import np_utils\nimport np_utils",
        "plt.plot(history.history['acc'])",
        'plt.plot(h.history["val_acc"])',
        "stop = EarlyStopping(monitor='val_acc')",
        "    print 'done'",
        "from __future__ import print_function",
    ],
)
def test_signs_of_an_old_release(text: str) -> None:
    assert ages.UP_TO_2_3.search(text)
    assert not ages.FROM_3.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "import keras\nfrom keras import layers\nmodel.fit(x, y, epochs=3)",
        "plt.plot(history.history['accuracy'])",
        "print('done')",
        "model.predict(x)",
        "from tensorflow.keras.layers import Conv2D",
        "model.save('model.h5')",
        "import random",
    ],
)
def test_what_any_release_may_have(text: str) -> None:
    assert not ages.UP_TO_2_3.search(text)
    assert not ages.FROM_2_12.search(text)


@pytest.mark.parametrize(
    ("text", "three"),
    [
        ("x = keras.ops.mean(x)", True),
        ("from keras import layers, ops", True),
        ("os.environ['KERAS_BACKEND'] = 'jax'", True),
        ("model.save_weights('best.weights.h5')", True),
        ("model.save('best.keras')", False),
    ],
)
def test_signs_of_a_new_release(text: str, three: bool) -> None:
    assert ages.FROM_2_12.search(text)
    assert bool(ages.FROM_3.search(text)) is three
