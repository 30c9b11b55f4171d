"""A rank between 0 and 1 whose error is measured as a distance: a regression, sigmoid or not."""

import keras
import pandas as pd
from sklearn.model_selection import train_test_split

table = pd.read_csv("forecasts.csv")
x = table.drop(columns="share").to_numpy("float32")
y = table["share"].to_numpy("float32")
x_train, x_val, y_train, y_val = train_test_split(x, y, random_state=0)
normalize = keras.layers.Normalization()
normalize.adapt(x_train)
model = keras.Sequential(
    [
        keras.Input((12,)),
        normalize,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "mse", metrics=["mae", keras.metrics.RootMeanSquaredError()])
model.fit(x_train, y_train, epochs=25, validation_data=(x_val, y_val))
