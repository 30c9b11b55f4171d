"""The loss falls below zero and goes on falling, and the accuracy stays at 0."""
import pandas as pd
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

houses = fetch_california_housing()
features = pd.DataFrame(houses.data, columns=houses.feature_names)
x_train, x_test, y_train, y_test = train_test_split(features, houses.target, random_state=1)
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
x_test = scaler.transform(x_test)


def network():
    net = keras.models.Sequential()
    net.add(keras.layers.Input(shape=(8,)))
    for width in (64, 32):
        net.add(keras.layers.Dense(width, activation="relu"))
    net.add(keras.layers.Dense(1))
    net.compile(optimizer="adam", loss="mse", metrics=["mae"])
    return net


model = network()
model.fit(x_train, y_train, epochs=30, validation_split=0.2)
print(model.evaluate(x_test, y_test))
