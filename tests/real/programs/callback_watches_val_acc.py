"""Early stopping never stops, and a warning says that `val_acc` is not there."""
import tensorflow as tf
from tensorflow.keras.callbacks import EarlyStopping

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Flatten(input_shape=(28, 28)))
model.add(tf.keras.layers.Dense(64, activation="relu"))
model.add(tf.keras.layers.Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = EarlyStopping(
    monitor="val_acc",  # expect: KC608
    mode="max",
    patience=5,
    restore_best_weights=True,
)
model.fit(x_train, y_train, epochs=30, validation_split=0.1, callbacks=[stop])
print(model.evaluate(x_test, y_test))
