"""Ten signs of the hand; nothing makes a vector of the feature maps before the dense layers."""

import numpy as np
import tensorflow as tf

archive = np.load("signs.npz")
signs, kinds = archive["signs"] / 255.0, archive["kinds"]

model = tf.keras.models.Sequential()
model.add(
    tf.keras.layers.Convolution2D(
        8, (5, 5), activation="relu", input_shape=(64, 64, 1), padding="same"
    )
)
model.add(tf.keras.layers.MaxPooling2D((2, 2)))
model.add(tf.keras.layers.Convolution2D(16, (3, 3), activation="relu", padding="same"))
model.add(tf.keras.layers.MaxPooling2D((2, 2)))
model.add(tf.keras.layers.Convolution2D(32, (3, 3), activation="relu", padding="same"))
model.add(tf.keras.layers.MaxPooling2D((2, 2)))
model.add(tf.keras.layers.Dense(128, activation="relu"))
model.add(tf.keras.layers.Dense(10, activation="softmax"))
model.compile("adam", loss="categorical_crossentropy", metrics=["categorical_accuracy"])
model.fit(signs, kinds, epochs=10, validation_split=0.1)
