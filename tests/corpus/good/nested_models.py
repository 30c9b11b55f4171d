"""Models as layers of other models, one of them used twice."""

import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0
features = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
    ],
    name="features",
)
head = keras.Sequential(
    [keras.Input((128,)), layers.Dense(64, activation="relu"), layers.Dense(10)], name="head"
)
image = keras.Input((32, 32, 3))
flipped = layers.Lambda(lambda x: x[:, :, ::-1])(image)
both = layers.concatenate([features(image), features(flipped)])
model = keras.Model(image, layers.Softmax()(head(both)))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=15, batch_size=64, validation_split=0.1)
model.evaluate(x_test, y_test)
