"""The file with the best model holds the worst one."""
from keras.callbacks import ModelCheckpoint
from keras.datasets import cifar10
from keras.layers import Conv2D, Dense, Flatten, Input, MaxPooling2D
from keras.models import Sequential, load_model

(x_train, y_train), (x_test, y_test) = cifar10.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

model = Sequential()
model.add(Input((32, 32, 3)))
model.add(Conv2D(32, 3, activation="relu"))
model.add(MaxPooling2D())
model.add(Conv2D(64, 3, activation="relu"))
model.add(Flatten())
model.add(Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
checkpoint = ModelCheckpoint(
    "best.keras",
    monitor="val_accuracy",
    mode="min",  # expect: KC609
    save_best_only=True,
)
model.fit(x_train, y_train, epochs=12, validation_split=0.1, callbacks=[checkpoint])
print(load_model("best.keras").evaluate(x_test, y_test))
