"""The block that limits the memory of the card does not exist in TensorFlow 2."""
import tensorflow as tf
from keras.datasets import mnist
from keras.layers import Dense, Flatten, Input
from keras.models import Sequential

for card in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(card, True)

(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

model = Sequential()
model.add(Input((28, 28)))
model.add(Flatten())
model.add(Dense(64, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=4, validation_split=0.1)
print(model.evaluate(x_test, y_test))
