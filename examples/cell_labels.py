"""Sixteen kinds of cell that may all be in one picture, and a softmax that lets only one win."""

import keras
import numpy as np
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MultiLabelBinarizer

SIZE = 200
CELLS = ["artefact", "band", "basophil", "blast", "eosinophil", "erythroblast", "giant",
         "lymphocyte", "metamyelocyte", "monocyte", "myelocyte", "neutrophil", "plasma",
         "platelet", "promyelocyte", "smudge"]  # fmt: skip
LABELS = len(CELLS)

rng = np.random.default_rng(0)
pictures = rng.integers(0, 256, (1000, SIZE, SIZE, 3), dtype="uint8")
seen = [rng.choice(CELLS, rng.integers(1, 4), replace=False) for _ in range(1000)]
marks = MultiLabelBinarizer(classes=CELLS).fit_transform(seen)
x_train, x_test, y_train, y_test = train_test_split(pictures, marks, test_size=0.3, random_state=10)

model = keras.Sequential()
model.add(keras.Input((SIZE, SIZE, 3)))
model.add(keras.layers.Rescaling(1 / 255))
model.add(Conv2D(filters=16, kernel_size=(10, 10), activation="relu"))
model.add(MaxPooling2D(pool_size=(5, 5)))
model.add(Conv2D(filters=32, kernel_size=(5, 5), activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Conv2D(filters=64, kernel_size=(5, 5), activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Conv2D(filters=128, kernel_size=(3, 3), activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Flatten())
model.add(Dense(512, activation="relu"))
model.add(Dense(128, activation="relu"))
model.add(Dense(LABELS, activation="softmax"))

model.compile(optimizer="adamax", loss="binary_crossentropy", metrics=["binary_accuracy"])
model.fit(x_train, y_train, epochs=25, batch_size=64, validation_data=(x_test, y_test))
