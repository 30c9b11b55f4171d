"""A yes or no question was turned into two columns, and the shapes do not match any more."""
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils import to_categorical

rng = np.random.default_rng(11)
x = rng.normal(size=(1000, 8)).astype("float32")
churned = (x[:, 0] * x[:, 1] > 0).astype(int)
y = to_categorical(churned, 2)

tf.keras.utils.set_random_seed(11)
model = Sequential()
model.add(Dense(16, input_dim=8, activation="relu"))
model.add(Dense(8, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(
    loss="binary_crossentropy",  # expect: KC107
    optimizer="adam",
    metrics=["accuracy"],
)
model.fit(x, y, epochs=25, batch_size=32, validation_split=0.2)
