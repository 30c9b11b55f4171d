"""VGG16 gets raw pixels, and its features separate the classes badly."""
import keras
from keras import layers
from keras.applications import VGG16

(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train = x_train.astype("float32") / 255
x_test = x_test.astype("float32") / 255
preprocess = keras.applications.vgg16.preprocess_input

base = VGG16(include_top=False, weights="imagenet", input_shape=(32, 32, 3))
base.trainable = False
model = keras.Sequential()
model.add(base)
model.add(layers.Flatten())
model.add(layers.Dense(128, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
x_train = preprocess(x_train)  # expect: KC308
model.fit(x_train, y_train, batch_size=64, epochs=5, validation_split=0.1)
print(model.evaluate(preprocess(x_test), y_test))
