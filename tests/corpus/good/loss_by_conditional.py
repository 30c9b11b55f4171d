"""The loss chosen by a conditional expression on the labels that are used."""

import keras
import numpy as np

ONE_HOT = bool(int(input("one-hot labels? ")))
x, y = np.load("x.npy"), np.load("y.npy")
if ONE_HOT:
    y = keras.utils.to_categorical(y, 6)
model = keras.Sequential(
    [
        keras.Input((40,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(6, activation="softmax"),
    ]
)
model.compile(
    optimizer="adam",
    loss="categorical_crossentropy" if ONE_HOT else "sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, y, epochs=10, validation_split=0.2)
