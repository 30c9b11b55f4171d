"""Validation accuracy never leaves one half: the network answers once for each piece of a beat."""
import numpy as np
from tensorflow.keras import layers, models

beats = np.random.default_rng(4).normal(size=(400, 96, 1))
healthy = (beats.max(axis=1) > 2.4).astype("int32").reshape(400, 1)

net = models.Sequential()
net.add(layers.Input((96, 1)))
net.add(layers.Conv1D(16, 5, activation="relu"))
net.add(layers.MaxPooling1D(4))
net.add(layers.Conv1D(32, 5, activation="relu"))
net.add(layers.Flatten())
net.add(layers.Dropout(0.3))
net.add(layers.Dense(1, activation="sigmoid"))
net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
net.fit(beats, healthy, batch_size=20, epochs=6, validation_split=0.25)
