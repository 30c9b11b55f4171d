"""A generator against a discriminator, trained batch by batch."""

import keras
import numpy as np
from keras import layers

LATENT = 100


def build_generator():
    return keras.Sequential(
        [
            keras.Input((LATENT,)),
            layers.Dense(256),
            layers.LeakyReLU(),
            layers.Dense(784, activation="tanh"),
            layers.Reshape((28, 28, 1)),
        ]
    )


def build_discriminator():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(256),
            layers.LeakyReLU(),
            layers.Dropout(0.6),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


discriminator = build_discriminator()
discriminator.compile(
    keras.optimizers.Adam(2e-4, beta_1=0.5), loss="binary_crossentropy", metrics=["accuracy"]
)
generator = build_generator()
discriminator.trainable = False
noise = keras.Input((LATENT,))
combined = keras.Model(noise, discriminator(generator(noise)))
combined.compile(keras.optimizers.Adam(2e-4, beta_1=0.5), loss="binary_crossentropy")

(images, _), _ = keras.datasets.mnist.load_data()
images = (images.astype("float32")[..., None] - 127.5) / 127.5
real, fake = np.ones((64, 1)), np.zeros((64, 1))
for _step in range(10000):
    batch = images[np.random.randint(0, len(images), 64)]
    z = np.random.normal(0, 1, (64, LATENT))
    # Keras 3 reads `trainable` at every step, not when a model is compiled.
    discriminator.trainable = True
    discriminator.train_on_batch(batch, real)
    discriminator.train_on_batch(generator.predict(z, verbose=0), fake)
    discriminator.trainable = False
    combined.train_on_batch(z, real)
