"""Three ways to compile one model, of which the last is trained."""

import keras
from keras import layers, losses, optimizers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255
model = keras.Sequential(
    [
        keras.Input((784,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
model.compile(optimizer=optimizers.RMSprop(1e-4), loss=losses.MeanSquaredError())
model.compile(
    optimizer=optimizers.RMSprop(1e-3),
    loss=losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
model.fit(x_train, y_train, epochs=5, batch_size=128, validation_split=0.1)
model.evaluate(x_test, y_test)
