"""Key points of faces as fractions of the image: several sigmoid units and a squared error."""

import keras
import numpy as np

images = np.load("faces.npy").astype("float32") / 255
points = np.load("keypoints.npy").astype("float32") / 96.0
model = keras.Sequential(
    [
        keras.Input((96, 96, 1)),
        keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(64, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(64, 3, padding="same", activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(30, activation="sigmoid"),
    ]
)
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(images, points, epochs=50, batch_size=64, validation_split=0.15)
model.save("keypoints.keras")
