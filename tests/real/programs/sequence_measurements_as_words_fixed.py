"""All flowers get the same class: their lengths are taken for the numbers of words."""
import keras
from keras import layers
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

flowers = load_iris()
labels = keras.utils.to_categorical(flowers.target)
x, x_test, y, y_test = train_test_split(flowers.data, labels, random_state=0)

model = keras.Sequential()
model.add(keras.Input((4,)))
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(3, activation="softmax"))
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, batch_size=10, validation_split=0.1)
print(model.evaluate(x_test, y_test))
