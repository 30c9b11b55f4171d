"""One neuron is to learn a curve that it could draw upside down only, and gives 0 everywhere."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

t = np.linspace(-2, 2, 201)
curve = -3.0 / (1.0 + np.exp(-4 * t))

neuron = tf.keras.Sequential([tf.keras.Input(shape=(1,))])
neuron.add(layers.Dense(8, activation="tanh"))
neuron.add(layers.Dense(1))
neuron.compile(tf.keras.optimizers.Adam(0.02), "mse", metrics=["mean_absolute_error"])
neuron.fit(t, curve, epochs=8, verbose=0)
print(neuron.predict(t)[:5])
