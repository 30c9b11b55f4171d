"""Softmax inside the network, as attention weights, and a sigmoid at its end."""

import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=10000)
x_train = keras.utils.pad_sequences(x_train, maxlen=150)
x_test = keras.utils.pad_sequences(x_test, maxlen=150)
tokens = keras.Input((150,))
h = layers.Embedding(10000, 64)(tokens)
h = layers.Bidirectional(layers.GRU(32, return_sequences=True))(h)
scores = layers.Dense(1, activation="tanh")(h)
weights = layers.Softmax(axis=1)(scores)
context = layers.Dot(axes=1)([weights, h])
context = layers.Flatten()(context)
output = layers.Dense(1, activation="sigmoid")(context)
model = keras.Model(tokens, output)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=3, batch_size=64, validation_split=0.15)
model.evaluate(x_test, y_test)
