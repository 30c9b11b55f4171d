"""An autoencoder as in a tutorial: trained on all images, without holding any out."""

import keras

(x_train, _), _ = keras.datasets.fashion_mnist.load_data()
x_train = x_train.astype("float32") / 255.0
x_train = x_train.reshape(-1, 784)
autoencoder = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(784, activation="sigmoid"),
    ]
)
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
autoencoder.fit(x_train, x_train, epochs=30, batch_size=128, shuffle=True)
