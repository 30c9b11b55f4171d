"""A class that keeps the model and its settings, used by a main function."""

import keras
import numpy as np


class Trainer:
    """Builds, trains and measures one model."""

    def __init__(self, size, rate=1e-3):
        self.rate = rate
        self.model = self.build(size)

    def build(self, size):
        inputs = keras.Input((size,))
        x = keras.layers.Dense(64, activation="relu")(inputs)
        x = keras.layers.Dense(32, activation="relu")(x)
        model = keras.Model(inputs, keras.layers.Dense(1)(x))
        model.compile(keras.optimizers.Adam(self.rate), loss="huber", metrics=["mae"])
        return model

    def fit(self, x, y, x_val, y_val):
        stop = keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)
        self.model.fit(x, y, epochs=100, validation_data=(x_val, y_val), callbacks=[stop])

    def score(self, x, y):
        return self.model.evaluate(x, y, verbose=0)


def main():
    x, y = np.load("x.npy"), np.load("y.npy")
    a, b = int(0.7 * len(x)), int(0.85 * len(x))
    mean, std = x[:a].mean(axis=0), x[:a].std(axis=0)
    x = (x - mean) / std
    trainer = Trainer(x.shape[1])
    trainer.fit(x[:a], y[:a], x[a:b], y[a:b])
    print(trainer.score(x[b:], y[b:]))


if __name__ == "__main__":
    main()
