"""Six output layers and losses that do not belong together, on the same digits."""

import keras
from keras import layers
from sklearn.datasets import load_digits

X, y = load_digits(return_X_y=True)
X = X / 16
is_odd = y % 2


def classifier(*head):
    """A small network for 64 pixels that ends in the given layers."""
    hidden = layers.Dense(32, activation="relu")
    return keras.Sequential([keras.Input((64,)), hidden, *head])


# One unit is always the most certain of all one units: this predicts 1.0, whatever it sees.
always = classifier(layers.Dense(1, activation="softmax"))
always.compile("adam", "binary_crossentropy", metrics=["accuracy"])
always.fit(X, is_odd, epochs=20, validation_split=0.2)

# The loss divides by the sum of the outputs, and one output divided by itself is 1.
silent = classifier(layers.Dense(1, activation="sigmoid"))
silent.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
silent.fit(X, is_odd, epochs=20, validation_split=0.2)

# Raw scores, and a loss that takes them for probabilities.
raw = classifier(layers.Dense(10))
raw.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
raw.fit(X, y, epochs=20, validation_split=0.2)

# Probabilities, and a loss that takes them for raw scores.
twice = classifier(layers.Dense(10, activation="softmax"))
scores = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
twice.compile("adam", scores, metrics=["accuracy"])
twice.fit(X, y, epochs=20, validation_split=0.2)

# A relu is no probability: it can be zero for every class, and far above one.
unbounded = classifier(layers.Dense(10, activation="relu"))
unbounded.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
unbounded.fit(X, y, epochs=20, validation_split=0.2)

# The digit 9 has no unit of its own.
nine = classifier(layers.Dense(9, activation="softmax"))
nine.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
nine.fit(X, y, epochs=20, validation_split=0.2)
