"""Counts of bicycles: a positive output with the loss of Poisson."""

import keras
import pandas as pd

table = pd.read_csv("bikes.csv")
split = int(0.8 * len(table))
x, y = table[["temp", "humidity", "wind", "hour"]], table["rentals"]
normalize = keras.layers.Normalization()
normalize.adapt(x[:split].to_numpy())
model = keras.Sequential(
    [
        keras.Input((4,)),
        normalize,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="exponential"),
    ]
)
model.compile("adam", loss="poisson", metrics=["mae"])
model.fit(x[:split], y[:split], epochs=30, validation_data=(x[split:], y[split:]))
