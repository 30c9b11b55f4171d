"""The loss is negative and goes on falling, and the accuracy is that of a coin."""
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(5)
x = rng.uniform(-1, 1, size=(2000, 2)).astype("float32")
y = np.where(x[:, 0] * x[:, 1] > 0, 1, -1)

model = keras.Sequential(
    [
        keras.Input(shape=(2,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    optimizer="adam",
    loss="binary_crossentropy",  # expect: KC122
    metrics=["accuracy"],
)
model.fit(x, y, epochs=30, batch_size=32, validation_split=0.2)
