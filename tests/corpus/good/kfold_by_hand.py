"""Cross-validation as the textbook does it, with slices of the array."""

import keras
import numpy as np

(x, y), (x_test, y_test) = keras.datasets.boston_housing.load_data()
mean, std = x.mean(axis=0), x.std(axis=0)
x, x_test = (x - mean) / std, (x_test - mean) / std


def build():
    model = keras.Sequential(
        [
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
    return model


k = 4
size = len(x) // k
scores = []
for i in range(k):
    low, high = i * size, (i + 1) * size
    x_part = np.concatenate([x[:low], x[high:]], axis=0)
    y_part = np.concatenate([y[:low], y[high:]], axis=0)
    model = build()
    model.fit(x_part, y_part, epochs=100, batch_size=16, verbose=0)
    scores.append(model.evaluate(x[low:high], y[low:high], verbose=0)[1])
print(np.mean(scores))
model = build()
model.fit(x, y, epochs=80, batch_size=16, verbose=0)
print(model.evaluate(x_test, y_test))
