"""Gradients by hand, with its own validation after every epoch."""

import keras
import tensorflow as tf

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train.reshape(-1, 784) / 255.0, x_test.reshape(-1, 784) / 255.0
train = tf.data.Dataset.from_tensor_slices((x_train[:-10000], y_train[:-10000]))
train = train.shuffle(1024).batch(64)
val = tf.data.Dataset.from_tensor_slices((x_train[-10000:], y_train[-10000:])).batch(64)

inputs = keras.Input(shape=(784,))
x = keras.layers.Dense(64, activation="relu")(inputs)
model = keras.Model(inputs, keras.layers.Dense(10)(x))
optimizer = keras.optimizers.Adam(learning_rate=1e-3)
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
train_metric = keras.metrics.SparseCategoricalAccuracy()
val_metric = keras.metrics.SparseCategoricalAccuracy()

for epoch in range(3):
    for images, labels in train:
        with tf.GradientTape() as tape:
            logits = model(images, training=True)
            loss = loss_fn(labels, logits)
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply(gradients, model.trainable_weights)
        train_metric.update_state(labels, logits)
    for images, labels in val:
        val_metric.update_state(labels, model(images, training=False))
    print(epoch, float(train_metric.result()), float(val_metric.result()))
    train_metric.reset_state()
    val_metric.reset_state()
