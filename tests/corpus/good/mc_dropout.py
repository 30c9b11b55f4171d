"""Uncertainty by many predictions with dropout that stays on; the rate is chosen for that."""

import keras
import numpy as np
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train.reshape(-1, 784) / 255.0, x_test.reshape(-1, 784) / 255.0
inputs = keras.Input((784,))
x = layers.Dense(1024, activation="relu")(inputs)
x = layers.Dropout(0.6)(x, training=True)
model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10, validation_split=0.1)
samples = np.stack([model.predict(x_test[:100], verbose=0) for _ in range(50)])
print(samples.mean(axis=0).argmax(axis=1), samples.std(axis=0).max(axis=1))
