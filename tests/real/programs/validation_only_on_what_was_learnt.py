"""The report shows 99 percent; they were computed on the rows of the training."""
import tensorflow as tf
from sklearn.datasets import load_digits

x, y = load_digits(return_X_y=True)
x = x / 16.0

model = tf.keras.Sequential()
model.add(tf.keras.Input(shape=(64,)))
model.add(tf.keras.layers.Dense(64, activation="relu"))
model.add(tf.keras.layers.Dense(10, activation="softmax"))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, batch_size=32)
loss, accuracy = model.evaluate(x, y)  # expect: KC206
print("accuracy", accuracy)
