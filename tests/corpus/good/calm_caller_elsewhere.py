"""Training functions for other modules: who calls them says what is shuffled and measured."""

from keras import callbacks, layers, models, optimizers


def build(shape, n_classes, width=64, dropout=0.5):
    inputs = layers.Input(shape=shape)
    x = layers.Dense(width, activation="relu")(inputs)
    x = layers.Dropout(dropout)(x)
    outputs = layers.Dense(n_classes, activation="softmax")(x)
    return models.Model(inputs, outputs)


def train(model, x, y, shuffle=False, validation_data=None, epochs=10, batch_size=32):
    model.compile(
        optimizer=optimizers.Adam(1e-3),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model.fit(
        x,
        y,
        batch_size=batch_size,
        epochs=epochs,
        shuffle=shuffle,
        validation_data=validation_data,
    )


class Trainer:
    def __init__(self, model, folder, shuffle=False, **fit_options):
        self.model = model
        self.folder = folder
        self.shuffle = shuffle
        self.fit_options = fit_options

    def run(self, x, y):
        keep = callbacks.ModelCheckpoint(f"{self.folder}/{{epoch:03d}}.keras")
        log = callbacks.CSVLogger(f"{self.folder}/log.csv", append=True)
        return self.model.fit(x, y, shuffle=self.shuffle, callbacks=[keep, log], **self.fit_options)
