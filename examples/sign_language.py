"""Ten exclusive classes behind a softmax, trained with the loss for yes-or-no questions."""

import keras
import numpy as np
from keras import layers

PICTURES = 2062
CLASSES = 10

rng = np.random.default_rng(0)
signs = rng.random((PICTURES, 64, 64, 1), dtype="float32")
digits = rng.integers(0, CLASSES, PICTURES)
targets = keras.utils.to_categorical(digits, CLASSES)

model = keras.models.Sequential()
model.add(keras.Input((64, 64, 1)))
model.add(layers.Convolution2D(8, (5, 5), activation="relu", padding="same"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Convolution2D(16, (3, 3), activation="relu", padding="same"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Convolution2D(32, (3, 3), activation="relu", padding="same"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Flatten())
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dense(CLASSES, activation="softmax"))

# Swapping the loss makes the numbers on the screen look better, not the model.
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["categorical_accuracy"])
model.fit(signs, targets, batch_size=32, epochs=10, validation_split=0.1)
