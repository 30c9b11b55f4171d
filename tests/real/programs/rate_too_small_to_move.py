"""After 20 epochs the loss differs from that of the first one in the fourth digit."""
import tensorflow as tf
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = load_breast_cancer(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=0)
scaler = StandardScaler().fit(x_train)
x_train, x_test = scaler.transform(x_train), scaler.transform(x_test)

model = tf.keras.Sequential(
    [
        tf.keras.Input(shape=(30,)),
        tf.keras.layers.Dense(32, activation="relu"),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
sgd = tf.keras.optimizers.SGD(learning_rate=1e-9)  # expect: KC603
model.compile(optimizer=sgd, loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, batch_size=16, validation_split=0.1)
print(model.evaluate(x_test, y_test))
