"""A model as a class: layers in `__init__`, the graph in `call`."""

import keras
from keras import layers


class Classifier(keras.Model):
    """Two convolutions and a softmax."""

    def __init__(self, classes=10):
        super().__init__()
        self.conv1 = layers.Conv2D(32, 3, activation="relu")
        self.conv2 = layers.Conv2D(64, 3, activation="relu")
        self.pool = layers.MaxPooling2D()
        self.flatten = layers.Flatten()
        self.drop = layers.Dropout(0.5)
        self.head = layers.Dense(classes, activation="softmax")

    def call(self, inputs, training=None):
        x = self.pool(self.conv1(inputs))
        x = self.pool(self.conv2(x))
        x = self.drop(self.flatten(x), training=training)
        return self.head(x)


(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
model = Classifier()
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=8, validation_split=0.1)
model.evaluate(x_test, y_test)
