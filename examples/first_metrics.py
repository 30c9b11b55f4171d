"""Nothing is wrong here: a fitting loss, a metric to read, and a part held back to measure on."""

import keras
import numpy as np

rng = np.random.default_rng(0)
data = rng.random((1213, 14))
labels = keras.utils.to_categorical(rng.integers(0, 2, 1213), 2)

model = keras.Sequential(
    [
        keras.Input((14,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(data, labels, epochs=20, validation_split=0.2)
