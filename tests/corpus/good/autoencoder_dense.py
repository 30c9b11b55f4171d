"""Images put together again: sigmoid pixels and a squared error are right here."""

import keras

(x_train, _), (x_test, _) = keras.datasets.mnist.load_data()
x_train = x_train.reshape((len(x_train), 784)).astype("float32") / 255.0
x_test = x_test.reshape((len(x_test), 784)).astype("float32") / 255.0

image = keras.Input(shape=(784,))
code = keras.layers.Dense(32, activation="relu")(image)
decoded = keras.layers.Dense(784, activation="sigmoid")(code)
autoencoder = keras.Model(image, decoded)
encoder = keras.Model(image, code)
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(x_train, x_train, epochs=50, batch_size=256, validation_data=(x_test, x_test))
print(encoder.predict(x_test).shape)
