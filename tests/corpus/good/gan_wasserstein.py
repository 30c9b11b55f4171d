"""A Wasserstein GAN: the critic gives scores, and the loss is their mean."""

import keras
from keras import layers, ops


class WGAN(keras.Model):
    """Generator and critic in one model with its own training step."""

    def __init__(self, generator, critic):
        super().__init__()
        self.generator = generator
        self.critic = critic

    def compile(self, generator_optimizer, critic_optimizer):
        super().compile()
        self.generator_optimizer = generator_optimizer
        self.critic_optimizer = critic_optimizer

    def train_step(self, real):
        import tensorflow as tf

        noise = keras.random.normal((ops.shape(real)[0], 128))
        with tf.GradientTape(persistent=True) as tape:
            fake = self.generator(noise, training=True)
            critic_loss = ops.mean(self.critic(fake)) - ops.mean(self.critic(real))
            generator_loss = -ops.mean(self.critic(fake))
        weights = self.critic.trainable_weights
        self.critic_optimizer.apply(tape.gradient(critic_loss, weights), weights)
        weights = self.generator.trainable_weights
        self.generator_optimizer.apply(tape.gradient(generator_loss, weights), weights)
        return {"critic": critic_loss, "generator": generator_loss}


critic = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(64, 5, strides=2, padding="same"),
        layers.LeakyReLU(),
        layers.Flatten(),
        layers.Dense(1),
    ]
)
generator = keras.Sequential(
    [
        keras.Input((128,)),
        layers.Dense(7 * 7 * 64, activation="relu"),
        layers.Reshape((7, 7, 64)),
        layers.Conv2DTranspose(32, 4, strides=2, padding="same", activation="relu"),
        layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),
    ]
)
(images, _), _ = keras.datasets.fashion_mnist.load_data()
images = (images[..., None].astype("float32") - 127.5) / 127.5
wgan = WGAN(generator, critic)
wgan.compile(keras.optimizers.Adam(1e-4), keras.optimizers.Adam(1e-4))
wgan.fit(images, batch_size=64, epochs=20)
