"""An encoder and a decoder that is given the true last word; a word is chosen at every step."""

import keras
import numpy as np
from keras import layers

SOURCE, TARGET, UNITS = 5000, 6000, 256
source, target = np.load("english.npy"), np.load("french.npy")
decoder_in, decoder_out = target[:, :-1], target[:, 1:]

encoder_inputs = keras.Input((None,), name="source")
x = layers.Embedding(SOURCE, 128, mask_zero=True)(encoder_inputs)
_, state_h, state_c = layers.LSTM(UNITS, return_state=True)(x)
decoder_inputs = keras.Input((None,), name="target")
y = layers.Embedding(TARGET, 128, mask_zero=True)(decoder_inputs)
y = layers.LSTM(UNITS, return_sequences=True)(y, initial_state=[state_h, state_c])
outputs = layers.TimeDistributed(layers.Dense(TARGET, activation="softmax"))(y)
model = keras.Model([encoder_inputs, decoder_inputs], outputs)
model.compile("rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit([source, decoder_in], decoder_out, batch_size=64, epochs=20, validation_split=0.2)
