"""A linear bottleneck, as in MobileNetV2: the missing activation is on purpose."""

import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0


def bottleneck(x, filters, expansion=6):
    hidden = layers.Conv2D(expansion * x.shape[-1], 1, use_bias=False)(x)
    hidden = layers.ReLU(6.0)(layers.BatchNormalization()(hidden))
    hidden = layers.DepthwiseConv2D(3, padding="same", use_bias=False)(hidden)
    hidden = layers.ReLU(6.0)(layers.BatchNormalization()(hidden))
    hidden = layers.Conv2D(filters, 1, use_bias=False)(hidden)
    hidden = layers.BatchNormalization()(hidden)
    return layers.Add()([x, hidden]) if x.shape[-1] == filters else hidden


inputs = keras.Input((32, 32, 3))
x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
for filters in (16, 24, 24, 32):
    x = bottleneck(x, filters)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, batch_size=128, validation_split=0.1)
model.evaluate(x_test, y_test)
