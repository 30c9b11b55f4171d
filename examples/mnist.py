"""Two classifiers of handwritten digits, with and without hidden layers; both are sound."""

from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.datasets import mnist
from tensorflow.keras.utils import to_categorical

(x_train, g_train), (x_test, g_test) = mnist.load_data()
x_train = x_train.reshape(x_train.shape[0], 784) / 255.0
x_test = x_test.reshape(x_test.shape[0], 784) / 255.0
y_train = to_categorical(g_train, 10)
y_test = to_categorical(g_test, 10)

network = keras.Sequential()
network.add(layers.Input(shape=(784,)))
network.add(layers.Dense(units=128, activation="relu", name="FirstHidden"))
network.add(layers.Dropout(rate=0.3, name="FirstDropOut"))
network.add(layers.Dense(units=64, activation="tanh", name="SecondHidden"))
network.add(layers.Dropout(rate=0.2, name="SecondDropOut"))
network.add(layers.Dense(units=10, activation="softmax", name="Output"))

logistic = keras.Sequential()
logistic.add(layers.Input(shape=(784,)))
logistic.add(layers.Dense(units=10, activation="softmax"))

for model in (network, logistic):
    model.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.RMSprop(),
        metrics=["accuracy"],
    )
    model.fit(
        x_train, y_train, epochs=20, batch_size=128, validation_data=(x_test, y_test), verbose=0
    )
    guessed = model.predict(x_test).argmax(axis=1)
    print((guessed == g_test).mean())
