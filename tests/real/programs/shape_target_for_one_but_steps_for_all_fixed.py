"""One number a series is to come out, and the model gives one for each of 24 hours."""
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(3)
load = rng.normal(size=(512, 24, 1)).astype("float32")
peak = load.max(axis=1)

inputs = keras.Input(shape=(24, 1))
h = layers.GRU(16)(inputs)
outputs = layers.Dense(1)(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(load, peak, epochs=20, batch_size=32, validation_split=0.2)
