"""A plain function of TensorFlow between two layers, and Keras 3 refuses its tensor."""
import keras
import numpy as np
import tensorflow as tf
from keras import layers

inputs = keras.Input(shape=(16,))
x = layers.Dense(32, activation="relu")(inputs)
x = tf.math.l2_normalize(x, axis=1)  # expect: KC718
outputs = layers.Dense(4, activation="softmax")(x)
model = keras.Model(inputs, outputs)

data = np.random.normal(size=(400, 16)).astype("float32")
target = np.random.randint(0, 4, size=400)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(data, target, epochs=10, batch_size=32, validation_split=0.2)
