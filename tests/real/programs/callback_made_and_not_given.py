"""Training runs through all 200 epochs although early stopping was set up."""
import tensorflow as tf
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = load_diabetes(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=0)
scaler = StandardScaler().fit(x_train)
x_train, x_test = scaler.transform(x_train), scaler.transform(x_test)

model = tf.keras.Sequential()
model.add(tf.keras.Input(shape=(10,)))
model.add(tf.keras.layers.Dense(32, activation="relu"))
model.add(tf.keras.layers.Dense(1))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
early = tf.keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)  # expect: KC610
model.fit(x_train, y_train, epochs=200, batch_size=16, validation_split=0.2)
print(model.evaluate(x_test, y_test))
