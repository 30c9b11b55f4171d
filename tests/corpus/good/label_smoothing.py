"""Softened one-hot labels, by an argument of the loss."""

import keras

(x_train, y_train), (x_test, y_test) = keras.datasets.cifar100.load_data()
x_train, x_test = x_train.astype("float32") / 255, x_test.astype("float32") / 255
y_train = keras.utils.to_categorical(y_train, 100)
y_test = keras.utils.to_categorical(y_test, 100)
inputs = keras.Input((32, 32, 3))
x = keras.layers.Conv2D(64, 3, padding="same", use_bias=False)(inputs)
x = keras.layers.BatchNormalization()(x)
x = keras.layers.Activation("relu")(x)
for filters in (64, 128):
    shortcut = keras.layers.Conv2D(filters, 1)(x)
    y = keras.layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    y = keras.layers.Conv2D(filters, 3, padding="same")(y)
    x = keras.layers.Activation("relu")(keras.layers.add([shortcut, y]))
    x = keras.layers.MaxPooling2D()(x)
x = keras.layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, keras.layers.Dense(100, activation="softmax")(x))
model.compile(
    optimizer="adam",
    loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
    metrics=["accuracy", keras.metrics.TopKCategoricalAccuracy(k=5)],
)
model.fit(x_train, y_train, epochs=20, batch_size=128, validation_split=0.1)
model.evaluate(x_test, y_test)
