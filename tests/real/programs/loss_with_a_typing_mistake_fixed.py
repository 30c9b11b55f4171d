"""The script stops at compile and says that it does not know this loss."""
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(800, 12)).astype("float32")
y = (x.sum(axis=1) > 0).astype("int32")

model = keras.Sequential(
    [
        keras.Input(shape=(12,)),
        layers.Dense(24, activation="relu"),
        layers.Dense(12, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    optimizer="rmsprop",
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, y, epochs=30, batch_size=32, validation_split=0.2)
