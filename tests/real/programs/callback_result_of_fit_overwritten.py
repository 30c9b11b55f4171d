"""`summary` prints the model, and afterwards the model is None."""
import keras
import numpy as np
from keras import layers

x = np.random.normal(size=(600, 5)).astype("float32")
y = x[:, 0] - x[:, 1]

model = keras.Sequential()
model.add(keras.Input(shape=(5,)))
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1))
compiled = model.compile(optimizer="adam", loss="mse", metrics=["mae"])  # expect as a note: KC219
compiled.fit(x, y, epochs=10, batch_size=32, validation_split=0.2)
