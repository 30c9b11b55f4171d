"""Weights relative to the most frequent class, which itself gets 1."""
# ruff: noqa: B905

import numpy as np
from keras.layers import LSTM, Bidirectional, Dense, Embedding, SpatialDropout1D
from keras.models import Sequential
from keras.preprocessing.sequence import pad_sequences
from keras.preprocessing.text import Tokenizer
from keras.utils import to_categorical
from sklearn.model_selection import train_test_split

MAX_WORDS, MAX_LEN = 20000, 120


def get_class_weights(y, smooth=0.0):
    """The most frequent class weighs 1, the others in proportion to how rare they are."""
    values, counts = np.unique(y, return_counts=True)
    counts = counts + smooth * counts.max()
    majority = counts.max()
    return {int(cls): float(majority / count) for cls, count in zip(values, counts)}


texts, labels = [], []
with open("tickets.tsv", encoding="utf-8") as file:
    for line in file:
        label, text = line.rstrip("\n").split("\t", 1)
        texts.append(text)
        labels.append(int(label))

tokenizer = Tokenizer(num_words=MAX_WORDS, oov_token="<oov>")
tokenizer.fit_on_texts(texts)
X = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=MAX_LEN)
y = np.array(labels)
x_train, x_test, y_train, y_test = train_test_split(X, y, test_size=0.1, stratify=y)
weights = get_class_weights(y_train, smooth=0.1)

n = y.max() + 1
model = Sequential()
model.add(Embedding(MAX_WORDS, 100, input_length=MAX_LEN))
model.add(SpatialDropout1D(0.2))
model.add(Bidirectional(LSTM(64, dropout=0.2, recurrent_dropout=0.2)))
model.add(Dense(n, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(
    x_train,
    to_categorical(y_train, n),
    epochs=5,
    batch_size=64,
    validation_split=0.1,
    class_weight=weights,
)
score = model.evaluate(x_test, to_categorical(y_test, n))
print("test accuracy:", score[1])
