"""Two networks are put side by side for one set of labels, and `fit` wants twenty columns."""
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(3)
x = rng.normal(size=(1000, 20))
y = keras.utils.to_categorical(rng.integers(10, size=1000), 10)


def branch(inputs):
    hidden = layers.Dense(64, activation="relu")(inputs)
    return layers.Dense(10, activation="softmax")(hidden)


one, two = keras.Input((20,)), keras.Input((20,))
answer = layers.Concatenate()([branch(one), branch(two)])
model = keras.Model([one, two], answer)
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])  # expect: KC503
model.fit([x, x], y, epochs=5, batch_size=64, validation_split=0.2)
