"""The embedding has as many rows as there are words, and the last word has none."""
import numpy as np
import tensorflow as tf
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

texts = [line.strip() for line in open("reviews.txt", encoding="utf-8")]
y = np.loadtxt("stars.txt") > 3
tokenizer = Tokenizer()
tokenizer.fit_on_texts(texts)
x = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=80)

model = tf.keras.Sequential()
model.add(tf.keras.layers.Embedding(len(tokenizer.word_index), 50))  # expect: KC416
model.add(tf.keras.layers.GlobalAveragePooling1D())
model.add(tf.keras.layers.Dense(16, activation="relu"))
model.add(tf.keras.layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y.astype(int), epochs=10, batch_size=32, validation_split=0.2)
