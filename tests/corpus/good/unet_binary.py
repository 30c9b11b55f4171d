"""A mask of one class: a 1x1 convolution with a sigmoid for every pixel."""

import keras
import numpy as np
from keras import layers


def block(x, filters):
    x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return layers.Conv2D(filters, 3, padding="same", activation="relu")(x)


def unet(size=128):
    inputs = keras.Input((size, size, 3))
    skips, x = [], inputs
    for filters in (16, 32, 64):
        x = block(x, filters)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = block(x, 128)
    for filters, skip in zip((64, 32, 16), reversed(skips), strict=True):
        x = layers.Conv2DTranspose(filters, 2, strides=2, padding="same")(x)
        x = block(layers.concatenate([x, skip]), filters)
    outputs = layers.Conv2D(1, 1, activation="sigmoid")(x)
    return keras.Model(inputs, outputs)


images = np.load("scans.npy").astype("float32") / 255.0
masks = (np.load("masks.npy") > 0).astype("float32")[..., None]
model = unet()
model.compile("adam", loss="binary_crossentropy", metrics=[keras.metrics.BinaryIoU([1])])
best = keras.callbacks.ModelCheckpoint("unet.keras", save_best_only=True)
model.fit(images, masks, batch_size=16, epochs=40, validation_split=0.1, callbacks=[best])
