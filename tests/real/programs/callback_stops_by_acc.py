"""The training breaks off after the first epoch: None cannot be compared with a number."""
import tensorflow as tf

GOOD_ENOUGH = 0.92


class StopEarly(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("acc") >= GOOD_ENOUGH:  # expect: KC608
            print(f"reached {GOOD_ENOUGH:.0%}, that will do")
            self.model.stop_training = True


(x, y), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x, x_test = x / 255.0, x_test / 255.0

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Input(shape=(28, 28)))
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dense(300, activation="relu"))
model.add(tf.keras.layers.Dense(10, activation="softmax"))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=15, validation_split=0.1, callbacks=[StopEarly()])
print(model.evaluate(x_test, y_test))
