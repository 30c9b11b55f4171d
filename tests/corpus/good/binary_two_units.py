"""Two classes as two softmax units, with integer labels."""

import keras
import numpy as np
from sklearn.datasets import make_moons
from sklearn.model_selection import train_test_split

x, y = make_moons(n_samples=2000, noise=0.2, random_state=0)
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=0)
inputs = keras.Input((2,))
hidden = keras.layers.Dense(16, activation="relu")(inputs)
outputs = keras.layers.Dense(2, activation="softmax")(hidden)
model = keras.Model(inputs, outputs)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"])
model.fit(x_train, y_train, epochs=40, validation_split=0.2, verbose=0)
print(np.mean(model.predict(x_test).argmax(axis=1) == y_test))
