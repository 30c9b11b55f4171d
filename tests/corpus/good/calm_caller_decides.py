"""A training function for all kinds of data; the caller says what may be shuffled."""

import numpy as np
from tensorflow.keras import Input, Sequential, callbacks, layers

BATCH = 32


def forget(model):
    for layer in model.layers:
        if getattr(layer, "stateful", False):
            layer.reset_state()


def train(model, x, y, shuffle=False, validation_data=None, epochs=20):
    """Fit `model`; without validation data it is the training loss that stops it."""
    reset = callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs: forget(model))
    monitor = "val_loss" if validation_data is not None else "loss"
    stop = callbacks.EarlyStopping(monitor=monitor, patience=4, restore_best_weights=True)
    return model.fit(
        x,
        y,
        epochs=epochs,
        batch_size=BATCH,
        shuffle=shuffle,
        validation_data=validation_data,
        callbacks=[reset, stop],
        verbose=0,
    )


def classifier(features, classes):
    model = Sequential(name="classifier")
    model.add(Input(shape=(features,)))
    model.add(layers.Dense(48, activation="relu"))
    model.add(layers.Dense(classes, activation="softmax"))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def forecaster():
    # A row goes on where the row of the batch before has ended, a window being a batch long.
    model = Sequential(name="forecaster")
    model.add(Input(batch_shape=(BATCH, BATCH, 1)))
    model.add(layers.GRU(32, stateful=True))
    model.add(layers.Dense(1))
    model.compile("adam", "mse")
    return model


def windows(series):
    rows = np.lib.stride_tricks.sliding_window_view(series, BATCH + 1)
    rows = rows[: len(rows) // BATCH * BATCH]
    return rows[:, :-1, np.newaxis], rows[:, -1]


data = np.load("sensors.npz")
x, y = data["readings"], data["states"]
cut = int(0.8 * len(x))
history = train(
    classifier(x.shape[1], int(y.max()) + 1),
    x[:cut],
    y[:cut],
    shuffle=True,
    validation_data=(x[cut:], y[cut:]),
)
print("classifier", max(history.history["val_accuracy"]))

past, future = windows(data["load"][:-4000]), windows(data["load"][-4000:])
history = train(forecaster(), *past, validation_data=future)
print("forecaster", min(history.history["val_loss"]))
