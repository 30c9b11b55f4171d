"""Windows made by Keras from a long series of temperatures."""

import keras
import numpy as np
from keras import layers

raw = np.loadtxt("weather.csv", delimiter=",", skiprows=1)
temperature = raw[:, 1]
n_train, n_val = int(0.5 * len(raw)), int(0.25 * len(raw))
mean, std = raw[:n_train].mean(axis=0), raw[:n_train].std(axis=0)
data = (raw - mean) / std


def windows(start, end):
    return keras.utils.timeseries_dataset_from_array(
        data[:-144], targets=temperature[144:], sampling_rate=6, sequence_length=120,
        shuffle=start == 0, batch_size=256, start_index=start, end_index=end,
    )  # fmt: skip


train, val = windows(0, n_train), windows(n_train, n_train + n_val)
test = windows(n_train + n_val, None)
inputs = keras.Input((120, data.shape[1]))
x = layers.GRU(32, recurrent_dropout=0.5)(inputs)
x = layers.Dropout(0.2)(x)
model = keras.Model(inputs, layers.Dense(1)(x))
model.compile("rmsprop", loss="mse", metrics=["mae"])
model.fit(train, epochs=20, validation_data=val)
print(model.evaluate(test))
