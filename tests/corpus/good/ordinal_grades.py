"""Grades from 1 to 5 as a number: close is better than far, so a distance is minimised."""

import keras
import pandas as pd
from sklearn.model_selection import train_test_split

table = pd.read_csv("wine_quality.csv")
y = table.pop("rating").to_numpy("float32")
x_train, x_test, y_train, y_test = train_test_split(table.to_numpy("float32"), y)
normalize = keras.layers.Normalization()
normalize.adapt(x_train)
model = keras.Sequential(
    [
        normalize,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x_train, y_train, epochs=40, validation_split=0.2)
print(model.evaluate(x_test, y_test))
