"""Translate short sentences: an encoder, a decoder, and attention written by hand."""

import numpy as np
from tensorflow.keras import Model
from tensorflow.keras.layers import (
    GRU,
    Activation,
    Concatenate,
    Dense,
    Dot,
    Embedding,
    Input,
    TimeDistributed,
)

data = np.load("sentences.npz")
source, target = data["source"], data["target"]
source_words, target_words = int(source.max()) + 1, int(target.max()) + 1

encoder_in = Input(shape=(None,), name="source")
embedded = Embedding(source_words, 128)(encoder_in)
encoded, state = GRU(256, return_sequences=True, return_state=True)(embedded)

decoder_in = Input(shape=(None,), name="shifted")
decoded = Embedding(target_words, 128)(decoder_in)
decoded = GRU(256, return_sequences=True)(decoded, initial_state=state)

# One row of weights over the words of the source for each word of the target.
scores = Dot(axes=[2, 2])([decoded, encoded])
attention = Activation("softmax", name="attention")(scores)
context = Dot(axes=[2, 1])([attention, encoded])
combined = Concatenate()([context, decoded])
combined = TimeDistributed(Dense(256, activation="tanh"))(combined)
probabilities = TimeDistributed(Dense(target_words, activation="softmax"))(combined)

model = Model([encoder_in, decoder_in], probabilities)
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.summary()
model.fit(
    [source, target[:, :-1]],
    target[:, 1:],
    batch_size=64,
    epochs=30,
    validation_split=0.1,
)

looking = Model(model.input, model.get_layer("attention").output)
print(looking.predict([source[:1], target[:1, :-1]]).round(2))
