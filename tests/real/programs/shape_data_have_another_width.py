"""The table got two more columns, and the model still wants eight."""
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(768, 10)).astype("float32")
y = rng.integers(0, 2, size=768)

model = keras.Sequential()
model.add(keras.Input(shape=(8,)))
model.add(layers.Dense(12, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=50, batch_size=16, validation_split=0.2)  # expect: KC508
