"""A class for every pixel: softmax over the channels, integer masks, the sparse loss."""

import keras
import numpy as np
from keras import layers

CLASSES = 3
inputs = keras.Input(shape=(160, 160, 3))
x = layers.Rescaling(1.0 / 255)(inputs)
for filters in (64, 128, 256):
    x = layers.Conv2D(filters, 3, strides=2, activation="relu", padding="same")(x)
    x = layers.Conv2D(filters, 3, activation="relu", padding="same")(x)
for filters in (256, 128, 64):
    x = layers.Conv2DTranspose(filters, 3, activation="relu", padding="same")(x)
    x = layers.Conv2DTranspose(filters, 3, strides=2, activation="relu", padding="same")(x)
outputs = layers.Conv2D(CLASSES, 3, activation="softmax", padding="same")(x)
model = keras.Model(inputs, outputs)

images, targets = np.load("pets.npy"), np.load("trimaps.npy").astype("uint8") - 1
train_x, train_y = images[:-1000], targets[:-1000]
val_x, val_y = images[-1000:], targets[-1000:]
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
callbacks = [keras.callbacks.ModelCheckpoint("pets.keras", save_best_only=True)]
model.fit(
    train_x, train_y, epochs=50, batch_size=64, validation_data=(val_x, val_y), callbacks=callbacks
)
