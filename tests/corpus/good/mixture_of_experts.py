"""A softmax that chooses among experts, in the middle of the network."""

import keras
from keras import layers, ops

EXPERTS = 4
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train.reshape(-1, 784) / 255.0, x_test.reshape(-1, 784) / 255.0
inputs = keras.Input((784,))
gate = layers.Dense(EXPERTS, activation="softmax", name="gate")(inputs)
experts = [layers.Dense(64, activation="relu")(inputs) for _ in range(EXPERTS)]
stacked = layers.Lambda(lambda parts: ops.stack(parts, axis=1))(experts)
mixed = layers.Dot(axes=1)([gate, stacked])
outputs = layers.Dense(10, activation="softmax")(mixed)
model = keras.Model(inputs, outputs)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, validation_split=0.1)
model.evaluate(x_test, y_test)
