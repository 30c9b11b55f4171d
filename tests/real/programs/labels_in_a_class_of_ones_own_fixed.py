"""The trainer class fails in fit, with shapes that have to be alike."""
import tensorflow as tf


class Trainer:
    def __init__(self, classes=10, rate=1e-3):
        self.classes = classes
        self.rate = rate
        self.model = self.build()

    def build(self):
        model = tf.keras.Sequential(
            [
                tf.keras.Input(shape=(28, 28, 1)),
                tf.keras.layers.Conv2D(32, 3, activation="relu"),
                tf.keras.layers.MaxPooling2D(),
                tf.keras.layers.Flatten(),
                tf.keras.layers.Dense(self.classes, activation="softmax"),
            ]
        )
        model.compile(
            optimizer=tf.keras.optimizers.Adam(self.rate),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
        )
        return model

    def train(self, x, y):
        return self.model.fit(x, y, epochs=5, batch_size=64, validation_split=0.1)


(x_train, y_train), (x_test, y_test) = tf.keras.datasets.mnist.load_data()
x_train = x_train[..., None] / 255.0
x_test = x_test[..., None] / 255.0
trainer = Trainer()
trainer.train(x_train, y_train)
print(trainer.model.evaluate(x_test, y_test))
