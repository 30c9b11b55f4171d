"""The first epoch goes well, and the model complains of its inputs when it is to be validated."""
import keras
import numpy as np
from keras import layers

text, tags, y = np.load("text.npy"), np.load("tags.npy"), np.load("topic.npy")
text_val, tags_val, y_val = np.load("text_v.npy"), np.load("tags_v.npy"), np.load("topic_v.npy")

words, parts = keras.Input((80,), dtype="int32"), keras.Input((80,), dtype="int32")
left = layers.Bidirectional(layers.GRU(32))(layers.Embedding(8000, 64)(words))
right = layers.Bidirectional(layers.GRU(16))(layers.Embedding(50, 8)(parts))
topic = layers.Dense(5, activation="softmax")(layers.concatenate([left, right]))
model = keras.Model([words, parts], topic)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    [text, tags],
    y,
    epochs=10,
    validation_data=(text_val, y_val),  # expect: KC508
)
