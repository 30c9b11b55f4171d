"""One unit or many: units, activation, loss and labels are chosen together."""

import argparse

import keras
import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--classes", type=int, default=2)
num_classes = parser.parse_args().classes
x, y = np.load("x.npy").astype("float32") / 255, np.load("y.npy")

if num_classes == 2:
    units, activation, loss = 1, "sigmoid", "binary_crossentropy"
else:
    units, activation, loss = num_classes, "softmax", "categorical_crossentropy"
    y = keras.utils.to_categorical(y, num_classes)

inputs = keras.Input((64, 64, 3))
h = keras.layers.Conv2D(32, 3, strides=2, padding="same", activation="relu")(inputs)
h = keras.layers.GlobalAveragePooling2D()(h)
h = keras.layers.Dropout(0.5)(h)
model = keras.Model(inputs, keras.layers.Dense(units, activation=activation)(h))
model.compile("adam", loss=loss, metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.2)
