"""Fitting stops: the network gives one forecast, and the targets have one for every hour."""
import numpy as np
from tensorflow.keras import Input, Sequential
from tensorflow.keras.layers import Conv1D, Dense, Flatten, MaxPooling1D

hours, sensors, kinds = 168, 5, 3
readings = np.random.default_rng(2).normal(size=(80, hours, sensors)).astype("float32")
weather = np.eye(kinds)[np.random.default_rng(3).integers(0, kinds, size=(80, hours))]

model = Sequential([Input((hours, sensors))])
model.add(Conv1D(24, 7, activation="relu"))
model.add(MaxPooling1D(4))
model.add(Flatten())
model.add(Dense(32, activation="relu"))
model.add(Dense(kinds, activation="softmax"))
model.compile(
    optimizer="adam",
    loss="categorical_crossentropy",  # expect: KC503
    metrics=["accuracy"],
)
model.fit(readings, weather, epochs=4, validation_split=0.2)
