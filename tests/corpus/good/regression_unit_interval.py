"""Yields scaled to [0, 1], so that a sigmoid can reach all of them and nothing else."""

import keras
import pandas as pd
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

table = pd.read_csv("fields.csv")
x, y = table.drop(columns="yield").to_numpy(), table[["yield"]].to_numpy()
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=0)
x_scaler, y_scaler = MinMaxScaler().fit(x_train), MinMaxScaler().fit(y_train)

model = keras.Sequential()
model.add(keras.Input((x.shape[1],)))
model.add(keras.layers.Dense(32, activation="relu"))
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile(loss="mean_squared_error", optimizer="adam", metrics=["mae"])
model.fit(x_scaler.transform(x_train), y_scaler.transform(y_train), epochs=60, validation_split=0.2)
predicted = y_scaler.inverse_transform(model.predict(x_scaler.transform(x_test)))
print(mean_squared_error(y_test, predicted), r2_score(y_test, predicted))
