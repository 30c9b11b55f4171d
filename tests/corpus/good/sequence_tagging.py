"""A class for every word of a sentence."""

import keras
import numpy as np
from keras import layers

words, tags = np.load("words.npy"), np.load("tags.npy")
n_tags = 9
y = keras.utils.to_categorical(tags, num_classes=n_tags)
model = keras.Sequential()
model.add(keras.Input((75,)))
model.add(layers.Embedding(35179, 50, mask_zero=True))
model.add(layers.Bidirectional(layers.LSTM(100, return_sequences=True, recurrent_dropout=0.1)))
model.add(layers.TimeDistributed(layers.Dense(n_tags, activation="softmax")))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(words, y, batch_size=32, epochs=5, validation_split=0.1)
