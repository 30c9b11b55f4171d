"""A small U-Net whose last layer is a 1x1 convolution: a softmax over the classes of a pixel."""

import keras
import numpy as np
from keras import layers

CLASSES = 4
images = np.load("scans.npy").astype("float32") / 255
masks = np.load("organs.npy").astype("int32")


def block(x, filters):
    x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return layers.Conv2D(filters, 3, padding="same", activation="relu")(x)


inputs = keras.Input((128, 128, 1))
fine = block(inputs, 16)
middle = block(layers.MaxPooling2D()(fine), 32)
coarse = block(layers.MaxPooling2D()(middle), 64)
x = layers.Conv2DTranspose(32, 2, strides=2)(coarse)
x = block(layers.concatenate([x, middle]), 32)
x = layers.Conv2DTranspose(16, 2, strides=2)(x)
x = block(layers.concatenate([x, fine]), 16)
outputs = layers.Conv2D(CLASSES, 1, activation="softmax")(x)

unet = keras.Model(inputs, outputs)
unet.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
unet.fit(images, masks, epochs=40, batch_size=8, validation_split=0.2)
