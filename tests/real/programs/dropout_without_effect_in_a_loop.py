"""Dropout of 0.5 or of 0.9, the curves of training and validation are the same."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

(x_train, y_train), (x_val, y_val) = keras.datasets.cifar10.load_data()
train = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(50000).batch(64)
val = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(64)


def build():
    inputs = keras.Input(shape=(32, 32, 3))
    x = layers.Rescaling(1.0 / 255)(inputs)
    for filters in (32, 64, 128):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D()(x)
    x = layers.Flatten()(x)
    x = layers.Dense(256, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    return keras.Model(inputs, layers.Dense(10)(x))


model = build()
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam(1e-3)
train_accuracy = keras.metrics.SparseCategoricalAccuracy()
val_accuracy = keras.metrics.SparseCategoricalAccuracy()


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        logits = model(x)  # expect: KC217
        loss = loss_fn(y, logits)
    grads = tape.gradient(loss, model.trainable_weights)
    optimizer.apply_gradients(zip(grads, model.trainable_weights))
    train_accuracy.update_state(y, logits)
    return loss


@tf.function
def test_step(x, y):
    val_accuracy.update_state(y, model(x, training=False))


for epoch in range(20):
    for x_batch, y_batch in train:
        loss = train_step(x_batch, y_batch)
    for x_batch, y_batch in val:
        test_step(x_batch, y_batch)
    print(epoch, float(loss), float(train_accuracy.result()), float(val_accuracy.result()))
    train_accuracy.reset_state()
    val_accuracy.reset_state()
