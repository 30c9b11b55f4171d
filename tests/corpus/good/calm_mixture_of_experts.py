"""House prices from a mixture of experts; a softmax router mixes what they say."""

import numpy as np
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
from tensorflow.keras import layers


class MixtureOfExperts(layers.Layer):
    def __init__(self, experts, units, **kwargs):
        super().__init__(**kwargs)
        self.experts = [layers.Dense(units, activation="gelu") for _ in range(experts)]
        self.router = layers.Dense(experts, activation="softmax")

    def call(self, inputs):
        gates = self.router(inputs)
        mixed = 0.0
        for i, expert in enumerate(self.experts):
            mixed += gates[:, i : i + 1] * expert(inputs)
        return mixed


def build_model(features, experts=6):
    inputs = keras.Input(shape=(features,))
    x = layers.Dense(64, activation="gelu")(inputs)
    x = MixtureOfExperts(experts, 64)(x)
    x = layers.LayerNormalization()(x)
    price = layers.Dense(1)(x)
    return keras.Model(inputs, price)


X, y = fetch_california_housing(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
x_test = scaler.transform(x_test)

model = build_model(x_train.shape[1])
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse", metrics=["mae"])
history = model.fit(x_train, y_train, validation_split=0.15, epochs=60, batch_size=128, verbose=2)
print("best epoch", int(np.argmin(history.history["val_loss"])))
print("test", model.evaluate(x_test, y_test, verbose=0))
