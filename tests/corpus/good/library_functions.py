"""Functions for others to call: what is trained, and on what, is theirs to say."""

import keras


def build(shape, classes, rate=0.5, loss="categorical_crossentropy"):
    """A small network for images."""
    activation = "sigmoid" if classes == 1 else "softmax"
    model = keras.Sequential(
        [
            keras.Input(shape),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dropout(rate),
            keras.layers.Dense(classes, activation=activation),
        ]
    )
    model.compile("adam", loss=loss, metrics=["accuracy"])
    return model


def train_model(network, data, labels, validation=None, epochs=50, batch=32, shuffle=False):
    """Train and return the history."""
    return network.fit(
        data,
        labels,
        validation_data=validation,
        epochs=epochs,
        batch_size=batch,
        shuffle=shuffle,
    )


def train_again(network, data, labels, epochs=5):
    """Train on everything, once the number of epochs is known."""
    return network.fit(data, labels, epochs=epochs)
