"""Every e-mail is called spam, and the weights do not change at all."""
import tensorflow as tf
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split

features, target = make_classification(n_samples=2000, n_features=20, random_state=1)
x_train, x_test, y_train, y_test = train_test_split(features, target, random_state=1)

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Dense(32, activation="relu", input_shape=(20,)))
model.add(tf.keras.layers.Dropout(0.2))
model.add(tf.keras.layers.Dense(16, activation="relu"))
model.add(tf.keras.layers.Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, batch_size=32, validation_split=0.2)
print(model.evaluate(x_test, y_test))
