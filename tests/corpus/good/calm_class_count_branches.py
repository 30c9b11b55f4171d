"""One classifier for two classes and for many: the output and the loss change together."""

import argparse

import numpy as np
from keras import layers, models
from keras.utils import to_categorical


def add_output(x, n_classes):
    if n_classes == 2:
        return layers.Dense(1, activation="sigmoid")(x)
    return layers.Dense(n_classes, activation="softmax")(x)


def build(shape, n_classes):
    inputs = layers.Input(shape=shape)
    x = layers.Dense(128, activation="relu")(inputs)
    x = layers.Dropout(0.25)(x)
    model = models.Model(inputs, add_output(x, n_classes))
    loss = "binary_crossentropy" if n_classes == 2 else "categorical_crossentropy"
    model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
    return model


def build_small(shape, n_classes):
    model = models.Sequential([layers.Input(shape=shape), layers.Dense(16, activation="relu")])
    if n_classes > 2:
        model.add(layers.Dense(n_classes, activation="softmax"))
        loss = "categorical_crossentropy"
    else:
        model.add(layers.Dense(1, activation="sigmoid"))
        loss = "binary_crossentropy"
    model.compile(optimizer="rmsprop", loss=loss, metrics=["accuracy"])
    return model


def build_linear(shape, n_classes):
    binary = n_classes == 2
    units, activation = (1, "sigmoid") if binary else (n_classes, "softmax")
    model = models.Sequential()
    model.add(layers.Input(shape=shape))
    model.add(layers.Dense(units, activation=activation))
    model.compile(
        optimizer="sgd",
        loss="binary_crossentropy" if binary else "categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


parser = argparse.ArgumentParser()
parser.add_argument("table")
parser.add_argument("--epochs", type=int, default=10)
args = parser.parse_args()

table = np.loadtxt(args.table, delimiter=",")
np.random.shuffle(table)
x, y = table[:, :-1], table[:, -1].astype(int)
n_classes = len(np.unique(y))
if n_classes > 2:
    y = to_categorical(y, n_classes)
for builder in (build_linear, build_small, build):
    trained = builder(x.shape[1:], n_classes)
    trained.fit(x, y, validation_split=0.2, epochs=args.epochs, verbose=0)
