"""The decoder is taken out of a deep autoencoder, and building it stops with an error."""
from keras import Input, Model
from keras.datasets import mnist
from keras.layers import Dense

(images, _), (others, _) = mnist.load_data()
images, others = images.reshape(-1, 784) / 255.0, others.reshape(-1, 784) / 255.0

pixels = Input(shape=(784,))
narrow = Dense(200, activation="relu")(pixels)
code = Dense(20, activation="relu")(narrow)
wide = Dense(200, activation="relu")(code)
rebuilt = Dense(784, activation="sigmoid")(wide)
network = Model(pixels, rebuilt)
network.compile(optimizer="adam", loss="binary_crossentropy")
network.fit(images, images, epochs=3, batch_size=256, validation_data=(others, others))

given = Input(shape=(20,))
decoder = Model(given, network.layers[-1](network.layers[-2](given)))
print(decoder.predict(Model(pixels, code).predict(others[:4])))
