"""Keras refuses the optimizer: somebody mixed up the order of its arguments."""
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(1000, 6)).astype("float32")
y = x @ rng.normal(size=(6,)) + 0.5

model = keras.Sequential()
model.add(keras.Input(shape=(6,)))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1))
optimizer = keras.optimizers.SGD(learning_rate=0.01, momentum=9)  # expect: KC612
model.compile(optimizer=optimizer, loss="mse", metrics=["mae"])
model.fit(x, y, epochs=20, batch_size=32, validation_split=0.2)
