"""A script in the words of Keras 1, correct in its time: only old names may be reported."""

from keras.datasets import mnist
from keras.layers.core import Activation, Dense, Dropout
from keras.models import Sequential
from keras.utils import np_utils

(X_train, y_train), (X_test, y_test) = mnist.load_data()
X_train = X_train.reshape(60000, 784).astype("float32") / 255
X_test = X_test.reshape(10000, 784).astype("float32") / 255
X_val, y_val = X_train[50000:], np_utils.to_categorical(y_train[50000:], 10)
X_train, Y_train = X_train[:50000], np_utils.to_categorical(y_train[:50000], 10)
Y_test = np_utils.to_categorical(y_test, 10)

model = Sequential()
model.add(Dense(512, input_shape=(784,)))
model.add(Activation("relu"))
model.add(Dropout(0.2))
model.add(Dense(10))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit(X_train, Y_train, batch_size=128, nb_epoch=20, validation_data=(X_val, y_val))
score = model.evaluate(X_test, Y_test, verbose=0)
print(score)
