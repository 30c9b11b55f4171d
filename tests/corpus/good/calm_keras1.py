"""Street signs with the names of Keras 1 and channels first, on Theano."""
# ruff: noqa: UP010

from __future__ import print_function

import numpy as np
from keras.callbacks import LearningRateScheduler, ModelCheckpoint
from keras.layers.convolutional import Convolution2D, MaxPooling2D
from keras.layers.core import Activation, Dense, Dropout, Flatten
from keras.models import Sequential
from keras.optimizers import SGD
from keras.utils import np_utils

nb_classes = 43
nb_epoch = 30
batch_size = 32
lr = 0.01

data = np.load("signs.npz")
X_train = data["X_train"].astype("float32") / 255
X_valid = data["X_valid"].astype("float32") / 255
X_test = data["X_test"].astype("float32") / 255
Y_train = np_utils.to_categorical(data["y_train"], nb_classes)
Y_valid = np_utils.to_categorical(data["y_valid"], nb_classes)
Y_test = np_utils.to_categorical(data["y_test"], nb_classes)

model = Sequential()
model.add(Convolution2D(32, 3, 3, border_mode="same", input_shape=(3, 48, 48)))
model.add(Activation("relu"))
model.add(Convolution2D(32, 3, 3))
model.add(Activation("relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(0.2))
model.add(Convolution2D(64, 3, 3, border_mode="same", subsample=(2, 2)))
model.add(Activation("relu"))
model.add(Flatten())
model.add(Dense(512, init="he_normal"))
model.add(Activation("relu"))
model.add(Dropout(0.5))
model.add(Dense(nb_classes))
model.add(Activation("softmax"))
model.compile(
    loss="categorical_crossentropy",
    optimizer=SGD(lr=lr, decay=1e-6, momentum=0.9, nesterov=True),
    metrics=["accuracy"],
)

model.fit(
    X_train,
    Y_train,
    batch_size=batch_size,
    nb_epoch=nb_epoch,
    validation_data=(X_valid, Y_valid),
    callbacks=[
        LearningRateScheduler(lambda epoch: lr * (0.1 ** int(epoch / 10))),
        ModelCheckpoint("signs.h5", save_best_only=True),
    ],
)
model.load_weights("signs.h5")
score = model.evaluate(X_test, Y_test, verbose=0)
print("Test accuracy:", score[1])
