"""Pairs of images have one answer, but each half of the pair brings its own."""
import keras
import numpy as np
from keras import layers

good, bad = np.load("good.npy") / 255.0, np.load("bad.npy") / 255.0
of_good, of_bad = np.ones((len(good), 1)), np.zeros((len(bad), 1))


def look(image):
    seen = layers.Conv2D(16, 5, strides=2, activation="relu")(image)
    return layers.GlobalMaxPooling2D()(seen)


first, second = keras.Input((96, 96, 3)), keras.Input((96, 96, 3))
both = layers.concatenate([look(first), look(second)])
model = keras.Model([first, second], layers.Dense(1, activation="sigmoid")(both))
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit([good, bad], [of_good, of_bad], epochs=8, validation_split=0.2)  # expect: KC118
