"""A second recurrent layer was added, and now Keras misses an axis."""
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import LSTM, Dense, Dropout

rng = np.random.default_rng(2)
x = rng.normal(size=(700, 57, 1)).astype("float32")
y = rng.integers(0, 10, size=700)

model = tf.keras.Sequential()
model.add(tf.keras.Input(shape=(57, 1)))
model.add(LSTM(64, return_sequences=True))
model.add(LSTM(64))
model.add(Dropout(0.2))
model.add(Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=32, epochs=30, validation_split=0.2)
