"""Word vectors from pairs that occur together or do not: the vectors are what is wanted."""

import keras
import numpy as np
from keras import layers

pairs, together = np.load("pairs.npy"), np.load("together.npy")
word, context = keras.Input((1,)), keras.Input((1,))
embedding = layers.Embedding(10000, 128, name="embedding")
product = layers.Dot(axes=2)([embedding(word), embedding(context)])
output = layers.Activation("sigmoid")(layers.Reshape((1,))(product))
word2vec = keras.Model([word, context], output)
word2vec.compile("adam", loss="binary_crossentropy")
word2vec.fit([pairs[:, 0], pairs[:, 1]], together, epochs=2, batch_size=1024)
np.save("vectors.npy", embedding.get_weights()[0])
