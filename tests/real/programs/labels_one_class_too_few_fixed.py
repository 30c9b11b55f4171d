"""In the middle of the first epoch TensorFlow says that a label lies outside of the valid range."""
from keras import layers, models
from keras.datasets import cifar10

(train_x, train_y), (test_x, test_y) = cifar10.load_data()
train_x = train_x.astype("float32") / 255
test_x = test_x.astype("float32") / 255

model = models.Sequential()
model.add(layers.Input((32, 32, 3)))
model.add(layers.Conv2D(32, 3, padding="same", activation="relu"))
model.add(layers.MaxPooling2D())
model.add(layers.Conv2D(64, 3, padding="same", activation="relu"))
model.add(layers.MaxPooling2D())
model.add(layers.Flatten())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_x, train_y, batch_size=64, epochs=8, validation_split=0.1)
print(model.evaluate(test_x, test_y))
