"""The loss is nan however small the learning rate is made."""
import keras
import numpy as np
from keras import layers


def super_resolution(rate):
    model = keras.Sequential()
    model.add(keras.Input((33, 33, 1)))
    model.add(layers.Conv2D(64, 9, activation="relu"))
    model.add(layers.Conv2D(32, 1, activation="relu"))
    model.add(layers.Conv2D(1, 5))
    sgd = keras.optimizers.SGD(learning_rate=rate, momentum=0.9, clipnorm=1.0)
    model.compile(loss="mean_squared_error", optimizer=sgd)
    return model


blurred, sharp = np.load("blurred.npy"), np.load("sharp.npy")
network = super_resolution(1e-5)
network.fit(blurred, sharp, epochs=50, batch_size=16, validation_split=0.1)
