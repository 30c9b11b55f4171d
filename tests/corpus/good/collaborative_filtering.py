"""Ratings between 0 and 1 from the product of two vectors, as a sigmoid."""

import keras
import pandas as pd
from keras import layers

ratings = pd.read_csv("ratings.csv").sample(frac=1, random_state=42)
users = ratings["userId"].astype("category").cat.codes.to_numpy()
films = ratings["movieId"].astype("category").cat.codes.to_numpy()
low, high = ratings["rating"].min(), ratings["rating"].max()
y = ((ratings["rating"] - low) / (high - low)).to_numpy()
split = int(0.9 * len(ratings))

user, film = keras.Input((1,)), keras.Input((1,))
u = layers.Flatten()(layers.Embedding(users.max() + 1, 50)(user))
f = layers.Flatten()(layers.Embedding(films.max() + 1, 50)(film))
output = layers.Activation("sigmoid")(layers.Dot(axes=1)([u, f]))
model = keras.Model([user, film], output)
model.compile(keras.optimizers.Adam(1e-3), loss="mse", metrics=["mae"])
model.fit(
    [users[:split], films[:split]],
    y[:split],
    batch_size=64,
    epochs=5,
    validation_data=([users[split:], films[split:]], y[split:]),
)
