"""An adversarial training step: the gradient of the loss decides how each image is disturbed."""
# ruff: noqa: B905

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class RobustModel(keras.Model):
    def __init__(self, *args, epsilon=0.02, **kwargs):
        super().__init__(*args, **kwargs)
        self.epsilon = epsilon

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            tape.watch(x)
            loss = self.compute_loss(x=x, y=y, y_pred=self(x, training=True))
        disturbed = tf.clip_by_value(x + self.epsilon * tf.sign(tape.gradient(loss, x)), 0.0, 1.0)

        with tf.GradientTape() as tape:
            y_pred = self(disturbed, training=True)
            loss = self.compute_loss(x=disturbed, y=y, y_pred=y_pred)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {metric.name: metric.result() for metric in self.metrics}


(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train = x_train.astype("float32") / 255.0
x_test = x_test.astype("float32") / 255.0

inputs = keras.Input(shape=(32, 32, 3))
x = inputs
for filters in [32, 64, 128]:
    shortcut = layers.Conv2D(filters, 1, strides=2)(x)
    x = layers.Conv2D(filters, 3, strides=2, padding="same", activation="relu")(x)
    x = layers.Conv2D(filters, 3, padding="same")(x)
    x = layers.ReLU()(layers.add([x, shortcut]))
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(10, activation="softmax")(x)

model = RobustModel(inputs, outputs, epsilon=4 / 255)
model.compile(
    optimizer=keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    loss=keras.losses.SparseCategoricalCrossentropy(),
    metrics=[keras.metrics.SparseCategoricalAccuracy(name="acc")],
)
model.fit(x_train, y_train, batch_size=128, epochs=30, validation_data=(x_test, y_test))
