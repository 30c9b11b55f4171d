"""Nothing stops the training, and then it stops with an error in its first batch."""
import keras
import numpy as np
from keras import layers

rows = np.loadtxt("wine.csv", delimiter=",")
x, y = rows[:, :11], rows[:, 11] > 6
x = (x - x.mean(axis=0)) / x.std(axis=0)


class Enough(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if logs.get("val_loss") < 0.3:  # expect: KC608
            self.model.stop_training = True


inputs = keras.Input(shape=(11,))
hidden = layers.Dense(24, activation="relu")(inputs)
model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(hidden))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, validation_split=0.25, callbacks=[Enough()])
