"""Training ends after three epochs although the curves were still falling."""
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

model = keras.Sequential()
model.add(keras.Input(shape=(32, 32, 3)))
model.add(layers.Conv2D(32, 3, activation="relu"))
model.add(layers.MaxPooling2D())
model.add(layers.Conv2D(64, 3, activation="relu"))
model.add(layers.MaxPooling2D())
model.add(layers.Flatten())
model.add(layers.Dense(10, activation="softmax"))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(restore_best_weights=True)  # expect: KC602
model.fit(x_train, y_train, epochs=50, batch_size=64, validation_split=0.1, callbacks=[stop])
print(model.evaluate(x_test, y_test))
