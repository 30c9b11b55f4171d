"""Age as a number and two classes from one image, each with its own loss."""

import keras
import numpy as np
from keras import layers

images = np.load("faces.npy").astype("float32") / 255
age, smiles, mood = np.load("age.npy"), np.load("smiles.npy"), np.load("mood.npy")
inputs = keras.Input((64, 64, 3))
x = layers.Conv2D(32, 3, padding="same", activation="relu")(inputs)
x = layers.MaxPooling2D()(x)
x = layers.Conv2D(64, 3, padding="same", activation="relu")(x)
x = layers.GlobalAveragePooling2D()(x)
outputs = {
    "age": layers.Dense(1, name="age")(x),
    "smile": layers.Dense(1, activation="sigmoid", name="smile")(x),
    "mood": layers.Dense(7, activation="softmax", name="mood")(x),
}
model = keras.Model(inputs, outputs)
model.compile(
    optimizer="adam",
    loss={
        "age": "mse",
        "smile": "binary_crossentropy",
        "mood": "sparse_categorical_crossentropy",
    },
    loss_weights={"age": 0.01, "smile": 1.0, "mood": 1.0},
    metrics={"age": ["mae"], "smile": ["accuracy"], "mood": ["accuracy"]},
)
targets = {"age": age, "smile": smiles, "mood": mood}
model.fit(images, targets, epochs=10, batch_size=64, validation_split=0.2)
