"""A small network learns from the softened answers of a large one."""

import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train.reshape(-1, 784) / 255.0, x_test.reshape(-1, 784) / 255.0
teacher = keras.Sequential(
    [
        keras.Input((784,)),
        layers.Dense(512, activation="relu"),
        layers.Dense(512, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
teacher.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
teacher.fit(x_train, y_train, epochs=5, validation_split=0.1)
soft_labels = teacher.predict(x_train)
student = keras.Sequential(
    [
        keras.Input((784,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
student.compile("adam", loss="kl_divergence")
student.fit(x_train, soft_labels, epochs=5, validation_split=0.1)
