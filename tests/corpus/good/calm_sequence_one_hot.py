"""Batches read from disk by a Sequence, with the labels one-hot."""

import csv
import math

import keras
import numpy as np
from keras import layers
from keras.utils import Sequence, img_to_array, load_img, to_categorical

CLASSES = ["glass", "metal", "paper", "plastic"]


class WasteSequence(Sequence):
    """Gives (images, one-hot labels); the order changes after each epoch if `shuffle`."""

    def __init__(self, paths, labels, batch_size=32, shuffle=True, **kwargs):
        super().__init__(**kwargs)
        self.paths = np.asarray(paths)
        self.labels = np.asarray(labels)
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.order = np.arange(len(self.paths))
        self.on_epoch_end()

    def __len__(self):
        return math.ceil(len(self.paths) / self.batch_size)

    def __getitem__(self, index):
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        images = [
            img_to_array(load_img(p, target_size=(128, 128))) / 255.0 for p in self.paths[rows]
        ]
        return np.stack(images), to_categorical(self.labels[rows], num_classes=len(CLASSES))

    def on_epoch_end(self):
        if self.shuffle:
            np.random.shuffle(self.order)


def read_index(name):
    with open(name, newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["path"] for row in rows], [CLASSES.index(row["class"]) for row in rows]


train = WasteSequence(*read_index("train.csv"))
valid = WasteSequence(*read_index("valid.csv"), shuffle=False)

model = keras.Sequential([keras.Input((128, 128, 3))])
for filters in (32, 64, 128):
    model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D())
model.add(layers.Flatten())
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dropout(0.4))
model.add(layers.Dense(len(CLASSES), activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
# The sequence shuffles its rows itself.
model.fit(train, validation_data=valid, epochs=25, shuffle=False)
