"""A tf.data pipeline that shuffles by itself, its first rows set aside for validation."""

import numpy as np
import tensorflow as tf

BATCH = 64
HELD_OUT = 2000


def prepare(signal, label):
    signal = tf.cast(signal, tf.float32)
    signal = (signal - tf.reduce_mean(signal)) / (tf.math.reduce_std(signal) + 1e-6)
    return signal[:, tf.newaxis], label


data = np.load("heartbeats.npz")
beats, kinds = data["beats"], data["kinds"].astype("int64")
order = np.random.default_rng(11).permutation(len(beats))
everything = tf.data.Dataset.from_tensor_slices((beats[order], kinds[order]))
everything = everything.map(prepare, num_parallel_calls=tf.data.AUTOTUNE)

val_ds = everything.take(HELD_OUT).batch(BATCH).cache().prefetch(tf.data.AUTOTUNE)
train_ds = (
    everything.skip(HELD_OUT)
    .cache()
    .shuffle(8192, reshuffle_each_iteration=True)
    .batch(BATCH, drop_remainder=True)
    .prefetch(tf.data.AUTOTUNE)
)

model = tf.keras.Sequential(
    [
        tf.keras.Input(shape=(187, 1)),
        tf.keras.layers.Conv1D(32, 7, activation="relu"),
        tf.keras.layers.MaxPooling1D(3),
        tf.keras.layers.Conv1D(64, 5, activation="relu"),
        tf.keras.layers.GlobalMaxPooling1D(),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(5),
    ]
)
model.compile(
    optimizer=tf.keras.optimizers.Adam(3e-4),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[tf.keras.metrics.SparseCategoricalAccuracy()],
)
model.fit(train_ds, validation_data=val_ds, epochs=40, shuffle=False)
