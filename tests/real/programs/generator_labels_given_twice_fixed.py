"""The dataset has its labels already, and fit does not want them a second time."""
import keras
import tensorflow as tf
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0
train = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(10000).batch(64)
test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(64)

model = keras.Sequential()
model.add(keras.Input(shape=(28, 28)))
model.add(layers.Flatten())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=3, validation_data=test)
