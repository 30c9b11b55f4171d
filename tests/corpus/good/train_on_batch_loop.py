"""Batches drawn by hand and a score on held-out data after each round."""

import keras
import numpy as np

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0
x_val, y_val, x_train, y_train = x_train[:5000], y_train[:5000], x_train[5000:], y_train[5000:]
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(100, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(keras.optimizers.SGD(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"])
best = 0.0
for _epoch in range(20):
    order = np.random.permutation(len(x_train))
    for start in range(0, len(order), 64):
        rows = order[start : start + 64]
        model.train_on_batch(x_train[rows], y_train[rows])
    _, accuracy = model.evaluate(x_val, y_val, verbose=0)
    if accuracy > best:
        best = accuracy
        model.save("best.keras")
print(keras.models.load_model("best.keras").evaluate(x_test, y_test))
