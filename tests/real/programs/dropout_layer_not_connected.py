"""Dropout was put into the functional model, and makes no difference at all."""
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train.astype("float32") / 255
x_test = x_test.astype("float32") / 255

inputs = keras.Input(shape=(28, 28))
x = layers.Flatten()(inputs)
hidden = layers.Dense(256, activation="relu")(x)
dropped = layers.Dropout(0.4)(hidden)  # expect: KC417
outputs = layers.Dense(10, activation="softmax")(hidden)
model = keras.Model(inputs, outputs)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=64, epochs=10, validation_split=0.1)
print(model.evaluate(x_test, y_test))
