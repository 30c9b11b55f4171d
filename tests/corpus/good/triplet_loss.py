"""Embeddings trained on triplets: the loss is in the graph, the target is not used."""

import keras
import numpy as np
from keras import layers, ops


def first(_, y_pred):
    return ops.mean(y_pred)


network = keras.Sequential(
    [keras.Input((128,)), layers.Dense(64, activation="relu"), layers.Dense(16)]
)
anchor, positive, negative = (keras.Input((128,)) for _ in range(3))
embedded = [network(x) for x in (anchor, positive, negative)]
loss = layers.Lambda(
    lambda v: ops.maximum(
        ops.sum((v[0] - v[1]) ** 2, -1) - ops.sum((v[0] - v[2]) ** 2, -1) + 0.2, 0.0
    )
)(embedded)
triplet_model = keras.Model([anchor, positive, negative], loss)
triplet_model.compile("adam", loss=first)
a, p, n = np.load("anchor.npy"), np.load("positive.npy"), np.load("negative.npy")
triplet_model.fit([a, p, n], np.zeros(len(a)), epochs=15, batch_size=128)
