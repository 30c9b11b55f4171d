"""Predictions in one row, as the labels are, so that each has its own."""
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.california_housing.load_data()
normalizer = layers.Normalization(axis=-1)
normalizer.adapt(x_train)
y_train, y_test = y_train / 100000.0, y_test / 100000.0

model = keras.Sequential()
model.add(keras.Input(shape=(8,)))
model.add(normalizer)
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(1))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x_train, y_train, epochs=30, batch_size=64, validation_split=0.2)

predicted = model.predict(x_test)[:, 0]
errors = predicted - y_test
print("RMSE", np.sqrt(np.mean(errors**2)))
print("R2", 1 - np.sum(errors**2) / np.sum((y_test - y_test.mean()) ** 2))
