"""Small networks that Keras refuses to build, or builds otherwise than they are meant."""

import keras
from keras import layers

no_comma = keras.Sequential([keras.Input(shape=(784)), layers.Dense(10)])

steps = keras.Input((20, 8))
stacked = keras.Model(steps, layers.LSTM(32)(layers.LSTM(64)(steps)))

tiny = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        layers.Conv2D(4, 5, activation="relu"),
        layers.MaxPooling2D(4),
        layers.Conv2D(4, 3, activation="relu"),
    ]
)

image = keras.Input((32, 32, 3))
block = layers.Conv2D(16, 3, activation="relu")(image)
residual = keras.Model(image, layers.add([block, image]))

colours = keras.Sequential([keras.Input((3, 32, 32)), layers.Conv2D(8, 3)])
strides = keras.Sequential([keras.Input((32, 32, 3)), layers.Conv2D(8, 3, 3)])

words = keras.Sequential(
    [
        layers.Dense(64, activations="relu", name="hidden"),
        layers.Dropout(20),
        layers.Dense(10, activation="softmax", name="hidden"),
    ]
)
words.summary()
