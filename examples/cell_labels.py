"""Sixteen findings that may all be in one picture, forced by a softmax to share one certainty."""

import keras
import numpy as np
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from sklearn.model_selection import train_test_split

SIZE = 200
LABELS = 16

rng = np.random.default_rng(0)
pictures = rng.integers(0, 256, (1000, SIZE, SIZE, 3), dtype="uint8")
marks = rng.integers(0, 2, (1000, LABELS))
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
