"""Batches that a generator of the script reads, and others to validate with."""

import keras
import numpy as np


def batches(files, size=32):
    while True:
        for start in range(0, len(files) - size, size):
            part = files[start : start + size]
            images = np.stack([np.load(name) for name in part]).astype("float32") / 255
            labels = np.array([int(name.split("_")[1]) for name in part])
            yield images, keras.utils.to_categorical(labels, 5)


with open("files.txt") as listing:
    files = listing.read().split()
split = int(0.9 * len(files))
model = keras.Sequential(
    [
        keras.Input((64, 64, 3)),
        keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(
    batches(files[:split]),
    steps_per_epoch=split // 32,
    epochs=10,
    validation_data=batches(files[split:]),
    validation_steps=(len(files) - split) // 32,
)
