"""It learns, but the ten probabilities of a picture add up to anything between 0 and 4."""
import tensorflow as tf
from tensorflow.keras import layers, models

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.mnist.load_data()
x_train = x_train.reshape((-1, 28, 28, 1)).astype("float32") / 255
x_test = x_test.reshape((-1, 28, 28, 1)).astype("float32") / 255

net = models.Sequential()
net.add(layers.Conv2D(32, (5, 5), activation="relu", input_shape=(28, 28, 1)))
net.add(layers.MaxPooling2D((2, 2)))
net.add(layers.Flatten())
net.add(layers.Dense(128, activation="relu"))
net.add(layers.Dense(10, activation="sigmoid"))  # expect: KC103
net.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
net.fit(x_train, y_train, epochs=3, validation_split=0.1)
print(net.evaluate(x_test, y_test))
