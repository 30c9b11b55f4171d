"""A classifier of ten classes is to tell four others, and learns hardly anything."""
import keras
import numpy as np
from keras import layers

x, y = np.load("signs.npy") / 255.0, np.load("kinds.npy")

model = keras.Sequential()
model.add(keras.Input((64, 64, 3)))
model.add(layers.Conv2D(16, 5, strides=2, activation="relu"))
model.add(layers.Conv2D(32, 5, strides=2, activation="relu"))
model.add(layers.GlobalAveragePooling2D())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.load_weights("digits.weights.h5")

model.pop()
model.add(layers.Dense(4, activation="softmax"))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=12, validation_split=0.2)
