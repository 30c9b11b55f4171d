"""Clean images from noisy ones: the input and the target are different arrays of one origin."""

import keras
import numpy as np
from keras import layers

(x_train, _), (x_test, _) = keras.datasets.mnist.load_data()
x_train = x_train.astype("float32")[..., np.newaxis] / 255.0
x_test = x_test.astype("float32")[..., np.newaxis] / 255.0
noisy_train = np.clip(x_train + 0.4 * np.random.normal(size=x_train.shape), 0.0, 1.0)
noisy_test = np.clip(x_test + 0.4 * np.random.normal(size=x_test.shape), 0.0, 1.0)

image = layers.Input(shape=(28, 28, 1))
x = layers.Conv2D(32, (3, 3), activation="relu", padding="same")(image)
x = layers.MaxPooling2D((2, 2), padding="same")(x)
x = layers.Conv2D(32, (3, 3), activation="relu", padding="same")(x)
x = layers.Conv2DTranspose(32, (3, 3), strides=2, activation="relu", padding="same")(x)
x = layers.Conv2D(1, (3, 3), activation="sigmoid", padding="same")(x)
autoencoder = keras.Model(image, x)
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
autoencoder.fit(
    noisy_train,
    x_train,
    epochs=30,
    batch_size=128,
    validation_data=(noisy_test, x_test),
)
