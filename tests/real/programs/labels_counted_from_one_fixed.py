"""One to five stars are the classes zero to four."""
import numpy as np
from tensorflow.keras import Sequential, layers

rng = np.random.default_rng(21)
reviews = rng.integers(1, 8000, size=(3000, 120))
stars = np.random.randint(1, 6, size=3000) - 1

model = Sequential()
model.add(layers.Input(shape=(120,)))
model.add(layers.Embedding(8000, 32))
model.add(layers.GlobalAveragePooling1D())
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(5, activation="softmax"))
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(reviews, stars, epochs=8, batch_size=32, validation_split=0.2)
