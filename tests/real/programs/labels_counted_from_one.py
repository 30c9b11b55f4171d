"""The training stops in the first epoch: Received a label value of 5 which is outside the valid range."""
import numpy as np
from tensorflow.keras import Sequential, layers

rng = np.random.default_rng(21)
reviews = rng.integers(1, 8000, size=(3000, 120))
stars = np.random.randint(1, 6, size=3000)

model = Sequential()
model.add(layers.Input(shape=(120,)))
model.add(layers.Embedding(8000, 32))
model.add(layers.GlobalAveragePooling1D())
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(5, activation="softmax"))
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",  # expect: KC122
    metrics=["accuracy"],
)
model.fit(reviews, stars, epochs=8, batch_size=32, validation_split=0.2)
