"""The second model cannot be trained: its optimizer has never seen these variables."""
import keras
import numpy as np
from keras import layers

x = np.random.normal(size=(600, 8)).astype("float32")
weight = x[:, :1] * 2.0 + 1.0
height = x[:, 1:2] * 3.0 - 1.0

first = keras.Sequential(
    [keras.Input(shape=(8,)), layers.Dense(16, activation="relu"), layers.Dense(1)]
)
second = keras.Sequential(
    [keras.Input(shape=(8,)), layers.Dense(16, activation="relu"), layers.Dense(1)]
)

optimizer = keras.optimizers.Adam(1e-3)
first.compile(optimizer=optimizer, loss="mse", metrics=["mae"])
first.fit(x, weight, epochs=10, validation_split=0.2)
second.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse", metrics=["mae"])
second.fit(x, height, epochs=10, validation_split=0.2)
