"""A price from a picture and a table."""

import keras
import numpy as np
from keras import layers
from sklearn.model_selection import train_test_split

pictures, rooms, price = np.load("pictures.npy"), np.load("rooms.npy"), np.load("price.npy")
parts = train_test_split(pictures / 255.0, rooms, price / 1e5, random_state=4)
p_train, p_val, r_train, r_val, y_train, y_val = parts
picture, table = keras.Input((64, 64, 3)), keras.Input((6,))
x = layers.Conv2D(16, 3, activation="relu")(picture)
x = layers.GlobalMaxPooling2D()(x)
normalize = layers.Normalization()
normalize.adapt(r_train)
t = layers.Dense(16, activation="relu")(normalize(table))
merged = layers.Concatenate()([x, t])
merged = layers.Dense(16, activation="relu")(merged)
model = keras.Model([picture, table], layers.Dense(1)(merged))
model.compile("adam", loss="mae", metrics=["mape"])
model.fit([p_train, r_train], y_train, epochs=20, validation_data=([p_val, r_val], y_val))
