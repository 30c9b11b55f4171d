"""A factor of thousand got lost in the settings, and the loss explodes."""
import keras
from keras import layers

settings = {"units": 128, "rate": 0.0005, "epochs": 10, "batch": 64}

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0
x_test = x_test.reshape(-1, 784) / 255.0

model = keras.Sequential()
model.add(keras.Input(shape=(784,)))
model.add(layers.Dense(settings["units"], activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.compile(
    optimizer=keras.optimizers.RMSprop(learning_rate=settings["rate"]),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(
    x_train,
    y_train,
    epochs=settings["epochs"],
    batch_size=settings["batch"],
    validation_split=0.1,
)
print(model.evaluate(x_test, y_test))
