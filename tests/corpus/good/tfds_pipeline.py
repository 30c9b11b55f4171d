"""A dataset of tensorflow_datasets, split in three by its own means."""

import keras
import tensorflow as tf
import tensorflow_datasets as tfds

(train, val, test), info = tfds.load(
    "mnist", split=["train[:90%]", "train[90%:]", "test"], as_supervised=True, with_info=True
)


def scale(image, label):
    return tf.cast(image, tf.float32) / 255.0, label


train = train.map(scale).cache().shuffle(10000).batch(128).prefetch(tf.data.AUTOTUNE)
val, test = val.map(scale).batch(128), test.map(scale).batch(128)
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(info.features["label"].num_classes, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"])
model.fit(train, epochs=6, validation_data=val)
model.evaluate(test)
