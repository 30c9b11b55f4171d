"""The best of many networks, chosen by their scores on validation data."""

import keras
import keras_tuner

(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0


def build(hp):
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for i in range(hp.Int("layers", 1, 3)):
        units = hp.Int(f"units_{i}", min_value=32, max_value=256, step=32)
        model.add(keras.layers.Dense(units, activation=hp.Choice("activation", ["relu", "tanh"])))
    if hp.Boolean("dropout"):
        model.add(keras.layers.Dropout(rate=hp.Float("rate", 0.1, 0.5)))
    model.add(keras.layers.Dense(10, activation="softmax"))
    rate = hp.Float("lr", min_value=1e-4, max_value=1e-2, sampling="log")
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


tuner = keras_tuner.RandomSearch(build, objective="val_accuracy", max_trials=10)
tuner.search(x_train, y_train, epochs=5, validation_split=0.2)
best = build(tuner.get_best_hyperparameters()[0])
best.fit(x_train, y_train, epochs=10)
print(best.evaluate(x_test, y_test))
