"""Flower names were turned into columns, and then the loss wants one number a flower."""
import keras
import pandas as pd
from keras.layers import Dense
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler

flowers = pd.read_csv("iris.csv")
x = flowers.iloc[:, 0:4].values
names = LabelEncoder().fit_transform(flowers["species"])
y = keras.utils.to_categorical(names, 3)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=5)
scaler = StandardScaler().fit(x_train)
x_train = scaler.transform(x_train)
x_test = scaler.transform(x_test)

model = keras.Sequential()
model.add(keras.Input(shape=(4,)))
model.add(Dense(12, activation="relu"))
model.add(Dense(3, activation="softmax"))
model.compile("adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=60, batch_size=8, validation_split=0.2)
print(model.evaluate(x_test, y_test))
