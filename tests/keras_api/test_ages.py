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
        "# with Keras 2.2.4",
        "# pip install keras==2.3.1",
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
        "# with Keras 2.15 and Keras 3.1",
        "from tensorflow.keras.layers import Conv2D",
        "model.save('model.h5')",
        "import random",
    ],
)
def test_what_any_release_may_have(text: str) -> None:
    assert not ages.UP_TO_2_3.search(text)
    assert not ages.FROM_3.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "x = keras.ops.mean(x)",
        "from keras import layers, ops",
        "os.environ['KERAS_BACKEND'] = 'jax'",
        "model.save_weights('best.weights.h5')",
    ],
)
def test_signs_of_a_new_release(text: str) -> None:
    assert ages.FROM_3.search(text)
    assert not ages.UP_TO_2_3.search(text)
