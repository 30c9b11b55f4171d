"""The dropout is called in training."""
import keras
from keras import layers


class Classifier(keras.Model):
    def __init__(self, units, classes, rate):
        super().__init__()
        self.scale = layers.Rescaling(1.0 / 255)
        self.flatten = layers.Flatten()
        self.hidden = layers.Dense(units, activation="relu")
        self.dropout = layers.Dropout(rate)
        self.classify = layers.Dense(classes, activation="softmax")

    def call(self, images, training=None):
        x = self.flatten(self.scale(images))
        x = self.dropout(self.hidden(x), training=training)
        return self.classify(x)


(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
model = Classifier(units=512, classes=10, rate=0.5)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=30, batch_size=128, validation_split=0.2)
print(model.evaluate(x_test, y_test))
