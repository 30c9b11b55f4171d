"""Guesses the vector of the next word from two, but once a word instead of once a pair."""

import numpy as np
from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import Adam

WORDS = 71520
WIDTH = 50
HIDDEN = 512

rng = np.random.default_rng(0)
pairs = rng.normal(size=(WORDS, 2, WIDTH)).astype("float32")
following = rng.normal(size=(WORDS, 1, WIDTH)).astype("float32")

model = Sequential()
model.add(LSTM(HIDDEN, batch_input_shape=(None, 2, WIDTH), return_sequences=True))
model.add(Dense(WIDTH, activation="tanh"))
model.compile(loss="mean_squared_error", optimizer=Adam(learning_rate=0.0001))
model.fit(pairs, following, batch_size=400, epochs=10, validation_split=0.1)
