"""Prices: one linear unit, a squared error, an error in the unit of the price."""

import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.california_housing.load_data()
normalize = keras.layers.Normalization()
normalize.adapt(x_train)
y_train, y_test = y_train / 100000.0, y_test / 100000.0

model = keras.Sequential(
    [
        keras.Input((8,)),
        normalize,
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
stop = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
model.fit(x_train, y_train, epochs=200, validation_split=0.2, callbacks=[stop], verbose=0)
mse, mae = model.evaluate(x_test, y_test)
print(f"off by {mae * 100000:.0f} dollars")
