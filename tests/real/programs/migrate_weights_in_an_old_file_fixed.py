"""Saving the weights fails: Keras wants another ending of the name."""
import keras
import numpy as np
from keras import layers

x = np.random.normal(size=(1000, 9)).astype("float32")
y = x[:, 0] * 2 + x[:, 1]

model = keras.Sequential()
model.add(keras.Input(shape=(9,)))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1))
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, batch_size=32, validation_split=0.2)
model.save_weights("regression.weights.h5")
