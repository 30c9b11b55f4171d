"""Validation is as good as training, and the competition says 20 points less."""
import keras
import numpy as np
from keras import layers

archive = np.load("competition.npz")
x_train, y_train = archive["x_train"], archive["y_train"]

model = keras.Sequential()
model.add(keras.Input(shape=(60,)))
model.add(layers.BatchNormalization())
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(
    x_train,
    y_train,
    epochs=20,
    batch_size=64,
    validation_split=0.2,
)
