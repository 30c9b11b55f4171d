"""A model with two outputs gets losses for names that none of its outputs has."""
import keras
import numpy as np
from keras import layers

x = np.random.normal(size=(800, 20)).astype("float32")
age = np.random.uniform(1, 90, size=(800, 1))
kind = np.random.randint(0, 4, size=800)

inputs = keras.Input(shape=(20,))
hidden = layers.Dense(64, activation="relu")(inputs)
age_out = layers.Dense(1, name="age")(hidden)
kind_out = layers.Dense(4, activation="softmax", name="kind")(hidden)
model = keras.Model(inputs, [age_out, kind_out])
model.compile(
    optimizer="adam",
    loss={"age": "mse", "kind": "sparse_categorical_crossentropy"},
    metrics={"age": "mae", "kind": "accuracy"},
)
model.fit(x, {"age": age, "kind": kind}, epochs=10, batch_size=32, validation_split=0.2)
