"""The loss falls to almost nothing, and every shirt and shoe is recognised as class 0."""
import keras
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

(images, kinds), (new_images, new_kinds) = keras.datasets.fashion_mnist.load_data()
images, new_images = images / 255.0, new_images / 255.0
kinds, new_kinds = kinds / 255.0, new_kinds / 255.0

model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        Conv2D(24, 3, activation="relu"),
        MaxPooling2D(),
        Flatten(),
        Dense(48, activation="relu"),
        Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",  # expect: KC122
    metrics=["accuracy"],
)
model.fit(images[..., None], kinds, epochs=4, validation_split=0.1)
print(model.evaluate(new_images[..., None], new_kinds))
