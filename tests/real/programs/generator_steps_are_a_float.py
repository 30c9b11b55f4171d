"""The number of steps came out of a division, and Keras cannot count to 62.5."""
import numpy as np
import keras
from keras import layers

x = np.random.uniform(size=(2000, 16)).astype("float32")
y = (x.sum(axis=1) > 8).astype("int32")
BATCH = 32


def batches():
    while True:
        chosen = np.random.randint(0, 1600, size=BATCH)
        yield x[chosen], y[chosen]


model = keras.Sequential()
model.add(keras.Input(shape=(16,)))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(
    batches(),
    steps_per_epoch=len(x) / BATCH,  # expect: KC216
    epochs=5,
    validation_data=(x[1600:], y[1600:]),
)
