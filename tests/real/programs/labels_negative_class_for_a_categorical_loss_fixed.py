"""Ratings from -2 to 2 are the classes, and the loss of some batches is NaN."""
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(8)
x = rng.normal(size=(1000, 15)).astype("float32")
rating = rng.integers(-2, 3, size=1000) + 2

model = keras.Sequential()
model.add(keras.Input(shape=(15,)))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(5, activation="softmax"))
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, rating, epochs=10, batch_size=32, validation_split=0.2)
