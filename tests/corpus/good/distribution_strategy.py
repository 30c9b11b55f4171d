"""The model is built under a strategy for several devices."""

import tensorflow as tf

strategy = tf.distribute.MirroredStrategy()
batch = 64 * strategy.num_replicas_in_sync
(x, y), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x, x_test = x[..., None] / 255.0, x_test[..., None] / 255.0
train = tf.data.Dataset.from_tensor_slices((x[:-6000], y[:-6000])).shuffle(50000).batch(batch)
val = tf.data.Dataset.from_tensor_slices((x[-6000:], y[-6000:])).batch(batch)
test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(batch)

with strategy.scope():
    model = tf.keras.Sequential(
        [
            tf.keras.Input((28, 28, 1)),
            tf.keras.layers.Conv2D(32, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(64, activation="relu"),
            tf.keras.layers.Dense(10),
        ]
    )
    model.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        optimizer=tf.keras.optimizers.Adam(),
        metrics=["accuracy"],
    )
model.fit(train, epochs=12, validation_data=val)
model.evaluate(test)
