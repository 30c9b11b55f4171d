"""Do two signatures come from the same hand? Distances and the contrastive loss."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import Model, layers, optimizers

MARGIN = 1.0


def contrastive_loss(y_true, distance):
    """Pull pairs of one hand (1) together, push others (0) at least `MARGIN` apart."""
    y_true = tf.cast(y_true, distance.dtype)
    near = y_true * tf.square(distance)
    far = (1.0 - y_true) * tf.square(tf.maximum(MARGIN - distance, 0.0))
    return tf.reduce_mean(near + far)


def make_pairs(images, writers, rng):
    rows = {writer: np.flatnonzero(writers == writer) for writer in np.unique(writers)}
    left, right, same = [], [], []
    for index, writer in enumerate(writers):
        other = rng.choice([name for name in rows if name != writer])
        left += [images[index], images[index]]
        right += [images[rng.choice(rows[writer])], images[rng.choice(rows[other])]]
        same += [1, 0]
    return [np.array(left), np.array(right)], np.array(same, dtype="float32")


def embedding_network(shape):
    inputs = layers.Input(shape)
    x = layers.Conv2D(16, 5, activation="tanh")(inputs)
    x = layers.AveragePooling2D(2)(x)
    x = layers.Conv2D(32, 5, activation="tanh")(x)
    x = layers.AveragePooling2D(2)(x)
    x = layers.Flatten()(x)
    return Model(inputs, layers.Dense(24)(x), name="embedding")


def euclidean(vectors):
    a, b = vectors
    squared = tf.reduce_sum(tf.square(a - b), axis=1, keepdims=True)
    return tf.sqrt(tf.maximum(squared, 1e-7))


rng = np.random.default_rng(5)
data = np.load("signatures.npz")
pairs_train, same_train = make_pairs(data["train"], data["train_writers"], rng)
pairs_val, same_val = make_pairs(data["val"], data["val_writers"], rng)

shape = (64, 96, 1)
network = embedding_network(shape)
a, b = layers.Input(shape), layers.Input(shape)
distance = layers.Lambda(euclidean, output_shape=(1,))([network(a), network(b)])
siamese = Model([a, b], distance)
siamese.compile(loss=contrastive_loss, optimizer=optimizers.Adam(1e-3))
siamese.fit(
    pairs_train, same_train, validation_data=(pairs_val, same_val), batch_size=64, epochs=20
)

near = siamese.predict(pairs_val)[:, 0] < MARGIN / 2
print("accuracy:", np.mean(near == (same_val == 1)))
