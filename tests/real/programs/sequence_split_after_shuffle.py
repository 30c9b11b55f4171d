"""Validation gets better than training: its windows change places with those of training."""
import tensorflow as tf
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(5000, 30, 2)).astype("float32")
y = (x.mean(axis=(1, 2)) > 0).astype("int32")

windows = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(5000)
train = windows.take(4000).batch(32)
held_out = windows.skip(4000).batch(32)

model = tf.keras.Sequential()
model.add(tf.keras.Input(shape=(30, 2)))
model.add(tf.keras.layers.GRU(16))
model.add(tf.keras.layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=held_out)  # expect: KC312
