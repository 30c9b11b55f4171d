"""Each sensor is to get a network of its own, but all of them get the last sensor."""
import keras
import numpy as np
from keras import layers

x, y = np.load("sensors.npy"), np.load("failure.npy")
SENSORS = 6

signals = keras.Input((200, SENSORS))
read = []
for sensor in range(SENSORS):
    cut = layers.Lambda(lambda s, at: s[:, :, at : at + 1], arguments={"at": sensor})
    one = cut(signals)
    read.append(layers.LSTM(8)(one))
joined = layers.Concatenate()(read)
model = keras.Model(signals, layers.Dense(1, activation="sigmoid")(joined))
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.2)
