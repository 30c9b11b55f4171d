"""A least-squares GAN: a squared error on true or false is what the paper asks for."""

import keras
import numpy as np
from keras.layers import Conv2D, Conv2DTranspose, Dense, Flatten, LeakyReLU, Reshape
from keras.models import Model, Sequential

generator = Sequential(
    [
        keras.Input((64,)),
        Dense(7 * 7 * 32, activation="relu"),
        Reshape((7, 7, 32)),
        Conv2DTranspose(32, 4, strides=2, padding="same", activation="relu"),
        Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
    ]
)
discriminator = Sequential(
    [
        keras.Input((28, 28, 1)),
        Conv2D(32, 4, strides=2, padding="same"),
        LeakyReLU(),
        Flatten(),
        Dense(1),
    ]
)
discriminator.compile(loss="mse", optimizer="adam", metrics=["accuracy"])
discriminator.trainable = False
z = keras.Input((64,))
gan = Model(z, discriminator(generator(z)))
gan.compile(loss="mse", optimizer="adam")

(x, _), _ = keras.datasets.mnist.load_data()
x = x[..., np.newaxis] / 127.5 - 1.0
valid, fake = np.ones((32, 1)), np.zeros((32, 1))
for _ in range(5000):
    noise = np.random.normal(size=(32, 64))
    # Keras 3 reads `trainable` at every step, not when a model is compiled.
    discriminator.trainable = True
    discriminator.train_on_batch(x[np.random.choice(len(x), 32)], valid)
    discriminator.train_on_batch(generator.predict(noise, verbose=0), fake)
    discriminator.trainable = False
    gan.train_on_batch(noise, valid)
