"""Weights that grow with the size of the class, no shuffling, and most features dropped."""

import numpy as np
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import (
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Input,
    MaxPooling2D,
)
from tensorflow.keras.models import Sequential

SIZE = 200
PICTURES = [390, 120, 95, 80, 66, 50, 41, 33, 28, 24, 20, 17, 13, 10, 8, 5]
KINDS = len(PICTURES)

rng = np.random.default_rng(0)
pictures = rng.random((1000, SIZE, SIZE, 3), dtype="float32")
kinds = np.repeat(np.arange(KINDS), PICTURES)
x_train, x_test, y_train, y_test = train_test_split(pictures, kinds, test_size=0.3, random_state=10)

# The most frequent kind counts in full, the rarest one hardly at all.
counts = np.bincount(y_train)
weights = {kind: count / max(counts) for kind, count in enumerate(counts)}

model = Sequential([Input((SIZE, SIZE, 3))])
for filters, kernel, pool in [(16, 10, 5), (32, 5, 2), (64, 5, 2), (128, 3, 2)]:
    model.add(Conv2D(filters, (kernel, kernel), activation="relu"))
    model.add(BatchNormalization())
    model.add(MaxPooling2D(pool_size=(pool, pool)))
model.add(Flatten())
model.add(Dense(512, activation="relu"))
model.add(Dense(128, activation="relu"))
model.add(Dropout(0.7))
model.add(Dense(KINDS, activation="softmax"))

model.compile(
    optimizer=tf.keras.optimizers.Adamax(),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(
    x_train,
    y_train,
    epochs=25,
    batch_size=64,
    validation_data=(x_test, y_test),
    class_weight=weights,
    shuffle=False,
)
