"""With Keras 3 the pictures stay noise, and the accuracy of the discriminator at one half."""
import numpy as np
from keras.datasets import mnist
from keras.layers import BatchNormalization, Dense, Dropout, Input, LeakyReLU, Reshape
from keras.models import Model, Sequential
from keras.optimizers import Adam


class GAN:
    def __init__(self):
        self.latent_dim = 100
        self.discriminator = self.build_discriminator()
        self.discriminator.compile(
            loss="binary_crossentropy", optimizer=Adam(0.0002, 0.5), metrics=["accuracy"]
        )
        self.generator = self.build_generator()
        z = Input(shape=(self.latent_dim,))
        self.discriminator.trainable = False
        self.combined = Model(z, self.discriminator(self.generator(z)))
        self.combined.compile(loss="binary_crossentropy", optimizer=Adam(0.0002, 0.5))

    def build_generator(self):
        model = Sequential([Input(shape=(self.latent_dim,))])
        for units in (256, 512):
            model.add(Dense(units))
            model.add(LeakyReLU())
            model.add(BatchNormalization(momentum=0.8))
        model.add(Dense(784, activation="tanh"))
        model.add(Reshape((28, 28)))
        return model

    def build_discriminator(self):
        model = Sequential([Input(shape=(28, 28)), Reshape((784,))])
        model.add(Dense(512))
        model.add(LeakyReLU())
        model.add(Dropout(0.3))
        model.add(Dense(1, activation="sigmoid"))
        return model

    def train(self, steps, batch_size=64):
        (x_train, _), _ = mnist.load_data()
        x_train = x_train / 127.5 - 1.0
        valid, fake = np.ones((batch_size, 1)), np.zeros((batch_size, 1))
        for step in range(steps):
            chosen = np.random.randint(0, x_train.shape[0], batch_size)
            noise = np.random.normal(0, 1, (batch_size, self.latent_dim))
            made = self.generator.predict(noise, verbose=0)
            self.discriminator.train_on_batch(x_train[chosen], valid)  # expect: KC218
            d_loss = self.discriminator.train_on_batch(made, fake)
            g_loss = self.combined.train_on_batch(noise, valid)
            if step % 100 == 0:
                print(step, d_loss, g_loss)


if __name__ == "__main__":
    GAN().train(steps=20000)
