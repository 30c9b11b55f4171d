"""Two images, one distance: a contrastive loss of the script's own."""

import keras
import numpy as np
from keras import layers, ops


def contrastive(y_true, distance):
    near = (1 - y_true) * ops.square(distance)
    far = y_true * ops.square(ops.maximum(1.0 - distance, 0))
    return ops.mean(near + far)


embedding = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(16, 5, activation="tanh"),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(10, activation="tanh"),
    ]
)
a, b = keras.Input((28, 28, 1)), keras.Input((28, 28, 1))
distance = layers.Lambda(lambda v: ops.sqrt(ops.sum(ops.square(v[0] - v[1]), 1, keepdims=True)))(
    [embedding(a), embedding(b)]
)
siamese = keras.Model([a, b], distance)
siamese.compile(loss=contrastive, optimizer="rmsprop")
pairs, different = np.load("pairs.npy") / 255.0, np.load("different.npy").astype("float32")
siamese.fit([pairs[:, 0], pairs[:, 1]], different, epochs=10, batch_size=64)
