"""The forecast is the same flat line for every sample, and no error is raised."""
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(3)
series = rng.normal(size=(512, 24, 4)).astype("float32")
ahead = series[:, -1, :3] * 0.5

inputs = keras.Input(shape=(24, 4))
h = layers.LSTM(32)(inputs)
outputs = layers.Dense(3)(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(series, ahead, epochs=20, batch_size=32, validation_split=0.2)
