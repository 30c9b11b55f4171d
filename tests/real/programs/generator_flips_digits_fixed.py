"""With augmentation the digits 6 and 9 are mixed up, and the score is lower than without."""
from tensorflow.keras.datasets import mnist
from tensorflow.keras.layers import Conv2D, Dense, Flatten, Input, MaxPooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator

(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1) / 255.0
x_test = x_test.reshape(-1, 28, 28, 1) / 255.0
x_valid, y_valid = x_train[:5000], y_train[:5000]
x_train, y_train = x_train[5000:], y_train[5000:]

datagen = ImageDataGenerator(
    rotation_range=10,
    zoom_range=0.1,
)
model = Sequential()
model.add(Input((28, 28, 1)))
model.add(Conv2D(32, 3, activation="relu"))
model.add(MaxPooling2D())
model.add(Flatten())
model.add(Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    datagen.flow(x_train, y_train, batch_size=64), epochs=5, validation_data=(x_valid, y_valid)
)
print(model.evaluate(x_test, y_test))
