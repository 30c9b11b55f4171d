"""The predictions of the three classes hardly differ, and training crawls."""
from keras.layers import Activation, Dense
from keras.models import Sequential
from keras.utils import to_categorical
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = load_wine(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, to_categorical(y), random_state=0)
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
x_test = scaler.transform(x_test)

model = Sequential()
model.add(Dense(24, input_dim=13))
model.add(Activation("relu"))
model.add(Dense(3, activation="softmax"))
model.add(Activation("softmax"))  # expect: KC119
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=50, batch_size=8, validation_split=0.2)
print(model.evaluate(x_test, y_test))
