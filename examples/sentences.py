"""Sentences of more and more words, a model for each length, in the spelling of Keras 2."""

import numpy as np
from keras import optimizers
from keras.layers import LSTM, Dense, RepeatVector, TimeDistributed
from keras.models import Sequential
from keras.utils import to_categorical

VOCABULARY = 200
FEATURES = 60
rng = np.random.default_rng(0)


def create_model(frames, words):
    """An encoder and a decoder for sentences of `words` words and an end mark."""
    network = Sequential()
    network.add(LSTM(256, input_shape=(frames, FEATURES)))
    network.add(RepeatVector(words + 1))
    network.add(LSTM(256, return_sequences=True))
    network.add(TimeDistributed(Dense(VOCABULARY, activation="softmax")))
    sgd = optimizers.SGD(lr=0.015, decay=0.002)
    network.compile(loss="categorical_crossentropy", optimizer=sgd, metrics=["acc"])
    return network


def recordings(count, frames, words):
    """Made-up sound features, and the words that are said."""
    sounds = rng.normal(size=(count, frames, FEATURES))
    said = rng.integers(0, VOCABULARY, (count, words + 1))
    return sounds, to_categorical(said, VOCABULARY)


model = create_model(40, 1)
sounds, said = recordings(5000, 40, 1)
model.fit(sounds, said, batch_size=1, epochs=2)

model = create_model(40, 2)
sounds, said = recordings(2882, 40, 2)
model.fit(sounds, said, batch_size=1, epochs=2)
