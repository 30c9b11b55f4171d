"""Sixteen labels that may hold together, each a column of a table, on pictures from a folder."""

import os

import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import Conv2D, Dense, MaxPooling2D
from tensorflow.keras.models import Sequential

SIZE = 200
FOLDER = "cells"
table = pd.read_csv("cells.csv")

pictures = []
for i in range(table.shape[0]):
    picture = tf.keras.preprocessing.image.load_img(
        os.path.join(FOLDER, table["ID"][i]), target_size=(SIZE, SIZE, 3)
    )
    pictures.append(np.array(picture) / 255.0)
X = np.array(pictures)
y = np.array(table.drop(["Outcome", "ID"], axis=1))
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=10, test_size=0.3)

# The network.
model = Sequential()
model.add(Conv2D(16, kernel_size=(10, 10), activation="relu", input_shape=(SIZE, SIZE, 3)))
model.add(MaxPooling2D(pool_size=(5, 5)))
model.add(Conv2D(32, kernel_size=(5, 5), activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Conv2D(64, kernel_size=(5, 5), activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Conv2D(128, kernel_size=(3, 3), activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dense(512, activation="relu"))
model.add(Dense(128, activation="relu"))
model.add(Dense(16, activation="sigmoid"))

adamax = tf.keras.optimizers.Adamax(learning_rate=0.001)
model.compile(optimizer=adamax, loss="binary_crossentropy", metrics=["accuracy", "mse"])
# Weights.
weights = {0: 1, 1: 0.4, 2: 0.35, 3: 0.3, 4: 0.3, 5: 0.2, 6: 0.2, 7: 0.15,
           8: 0.1, 9: 0.1, 10: 0.1, 11: 0.05, 12: 0.05, 13: 0.04, 14: 0.02, 15: 0.01}  # fmt: skip
history = model.fit(
    X_train,
    y_train,
    epochs=25,
    validation_data=(X_test, y_test),
    batch_size=64,
    class_weight=weights,
    shuffle=False,
)
