"""Six labels that do not exclude each other, from columns of a table."""

import numpy as np
import pandas as pd
from tensorflow.keras import Model, layers
from tensorflow.keras.metrics import AUC

LABELS = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
train = pd.read_csv("train.csv")
y = train[LABELS].values.astype("float32")

vectorize = layers.TextVectorization(max_tokens=30000, output_sequence_length=200)
vectorize.adapt(train["comment_text"].values)
x = np.asarray(vectorize(train["comment_text"].values))

tokens = layers.Input(shape=(200,), dtype="int64")
h = layers.Embedding(30000, 64)(tokens)
h = layers.Bidirectional(layers.LSTM(32, return_sequences=True))(h)
h = layers.GlobalMaxPooling1D()(h)
h = layers.Dropout(0.3)(h)
model = Model(tokens, layers.Dense(len(LABELS), activation="sigmoid")(h))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=[AUC(multi_label=True)])
model.fit(x, y, batch_size=128, epochs=3, validation_split=0.1)
