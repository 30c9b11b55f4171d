"""A PyDataset that shuffles its own samples after every epoch."""

import math

import keras
import numpy as np


class Pictures(keras.utils.PyDataset):
    """Pictures and their classes, read in batches."""

    def __init__(self, names, labels, size=32, **kwargs):
        super().__init__(**kwargs)
        self.names, self.labels, self.size = names, labels, size
        self.order = np.arange(len(names))

    def __len__(self):
        return math.ceil(len(self.names) / self.size)

    def __getitem__(self, index):
        rows = self.order[index * self.size : (index + 1) * self.size]
        x = np.stack([np.load(self.names[i]) for i in rows]) / 255.0
        return x, self.labels[rows]

    def on_epoch_end(self):
        np.random.shuffle(self.order)


names, labels = np.load("names.npy"), np.load("labels.npy")
model = keras.Sequential(
    [
        keras.Input((96, 96, 3)),
        keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
        keras.layers.Conv2D(64, 3, strides=2, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(12, activation="softmax"),
    ]
)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
train, val = Pictures(names[:8000], labels[:8000]), Pictures(names[8000:], labels[8000:])
model.fit(train, epochs=15, validation_data=val, shuffle=False)
