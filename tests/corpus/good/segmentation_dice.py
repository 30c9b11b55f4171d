"""Masks with the Dice loss that the script defines itself."""

import keras
import numpy as np
from keras import layers, ops


def dice_loss(y_true, y_pred):
    overlap = ops.sum(y_true * y_pred)
    return 1 - (2 * overlap + 1) / (ops.sum(y_true) + ops.sum(y_pred) + 1)


inputs = keras.Input((256, 256, 1))
x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
x = layers.MaxPooling2D()(x)
x = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
x = layers.UpSampling2D()(x)
outputs = layers.Conv2D(1, 1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile("adam", loss=dice_loss, metrics=["accuracy"])
x_train, y_train = np.load("x_train.npy") / 255.0, np.load("y_train.npy") / 255.0
x_val, y_val = np.load("x_val.npy") / 255.0, np.load("y_val.npy") / 255.0
model.fit(x_train, y_train, epochs=30, batch_size=8, validation_data=(x_val, y_val))
