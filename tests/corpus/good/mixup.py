"""Mixed images with mixed labels: no longer one-hot, but still a distribution."""

import keras
import numpy as np

(x, y), (x_test, y_test) = keras.datasets.cifar10.load_data()
x, x_test = x / 255.0, x_test / 255.0
y, y_test = keras.utils.to_categorical(y, 10), keras.utils.to_categorical(y_test, 10)
x_val, y_val, x, y = x[:5000], y[:5000], x[5000:], y[5000:]
order = np.random.permutation(len(x))
share = np.random.beta(0.2, 0.2, size=(len(x), 1))
mixed_y = share * y + (1 - share) * y[order]
share = share[..., None, None]
mixed_x = share * x + (1 - share) * x[order]
model = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        keras.layers.Conv2D(64, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(64, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(mixed_x, mixed_y, epochs=20, validation_data=(x_val, y_val))
model.evaluate(x_test, y_test)
