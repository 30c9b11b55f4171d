"""The arrays became a dataset, and fit does not want to split it."""
import keras
import tensorflow as tf
from keras import layers

(x, y), _ = keras.datasets.mnist.load_data()
x = x.astype("float32") / 255
data = tf.data.Dataset.from_tensor_slices((x[6000:], y[6000:])).shuffle(1000).batch(32)
held_out = tf.data.Dataset.from_tensor_slices((x[:6000], y[:6000])).batch(32)

model = keras.Sequential()
model.add(keras.Input(shape=(28, 28)))
model.add(layers.Flatten())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(data, epochs=3, validation_data=held_out)
