"""The learning rate is never lowered, as training has stopped by then."""
from keras.callbacks import EarlyStopping, ReduceLROnPlateau
from keras.datasets import mnist
from keras.layers import Dense, Flatten, Input
from keras.models import Sequential

(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

model = Sequential()
model.add(Input((28, 28)))
model.add(Flatten())
model.add(Dense(128, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
lower = ReduceLROnPlateau(monitor="val_loss", factor=0.2, patience=2)
model.fit(x_train, y_train, epochs=60, validation_split=0.1, callbacks=[stop, lower])
print(model.evaluate(x_test, y_test))
