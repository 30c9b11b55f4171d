"""A variational autoencoder: the divergence is added to the loss in `call`."""

import keras
from keras import layers, ops


class Sampling(layers.Layer):
    """A point drawn from the normal distribution of a code."""

    def call(self, inputs):
        mean, log_variance = inputs
        noise = keras.random.normal(ops.shape(mean))
        return mean + ops.exp(0.5 * log_variance) * noise


image = keras.Input((28, 28, 1))
x = layers.Conv2D(32, 3, activation="relu", strides=2, padding="same")(image)
x = layers.Conv2D(64, 3, activation="relu", strides=2, padding="same")(x)
x = layers.Dense(16, activation="relu")(layers.Flatten()(x))
mean = layers.Dense(2, name="mean")(x)
log_variance = layers.Dense(2, name="log_variance")(x)
encoder = keras.Model(image, [mean, log_variance, Sampling()([mean, log_variance])])

code = keras.Input((2,))
x = layers.Reshape((7, 7, 64))(layers.Dense(7 * 7 * 64, activation="relu")(code))
x = layers.Conv2DTranspose(64, 3, activation="relu", strides=2, padding="same")(x)
x = layers.Conv2DTranspose(32, 3, activation="relu", strides=2, padding="same")(x)
decoder = keras.Model(code, layers.Conv2DTranspose(1, 3, activation="sigmoid", padding="same")(x))


class VAE(keras.Model):
    """Encoder and decoder, trained on the evidence lower bound."""

    def __init__(self, encoder, decoder, **kwargs):
        super().__init__(**kwargs)
        self.encoder = encoder
        self.decoder = decoder

    def call(self, images):
        mean, log_variance, z = self.encoder(images)
        divergence = -0.5 * (1 + log_variance - ops.square(mean) - ops.exp(log_variance))
        self.add_loss(ops.mean(ops.sum(divergence, axis=1)))
        return self.decoder(z)


(x_train, _), (x_test, _) = keras.datasets.mnist.load_data()
x_train = x_train[..., None].astype("float32") / 255
vae = VAE(encoder, decoder)
vae.compile(optimizer=keras.optimizers.Adam(), loss="binary_crossentropy")
vae.fit(x_train, x_train, epochs=30, batch_size=128)
