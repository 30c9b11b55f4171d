"""A pipeline of tf.data that shuffles itself; `shuffle=False` tells `fit` so."""

import tensorflow as tf

(x, y), (x_test, y_test) = tf.keras.datasets.cifar10.load_data()


def prepare(image, label):
    return tf.cast(image, tf.float32) / 255.0, label


train = (
    tf.data.Dataset.from_tensor_slices((x[:45000], y[:45000]))
    .shuffle(10000)
    .map(prepare, num_parallel_calls=tf.data.AUTOTUNE)
    .batch(64)
    .prefetch(tf.data.AUTOTUNE)
)
val = tf.data.Dataset.from_tensor_slices((x[45000:], y[45000:])).map(prepare).batch(64)
test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).map(prepare).batch(64)

model = tf.keras.Sequential(
    [
        tf.keras.Input((32, 32, 3)),
        tf.keras.layers.Conv2D(32, 3, activation="relu"),
        tf.keras.layers.MaxPooling2D(),
        tf.keras.layers.Conv2D(64, 3, activation="relu"),
        tf.keras.layers.MaxPooling2D(),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(10),
    ]
)
model.compile(
    optimizer="adam",
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[tf.keras.metrics.SparseCategoricalAccuracy()],
)
model.fit(train, epochs=10, validation_data=val, shuffle=False)
model.evaluate(test)
