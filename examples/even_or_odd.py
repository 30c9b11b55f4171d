"""Even or odd, four times: the first three fits measure themselves on what they have learnt."""

import numpy as np
from keras.layers import Dense, Dropout
from keras.models import Sequential
from keras.optimizers import SGD
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

digits = load_digits()
X, y = digits.data, digits.target
is_odd = y % 2

model = Sequential()
model.add(Dense(12, activation="relu", input_dim=64))
model.add(Dense(8, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X, is_odd, epochs=50, batch_size=10)

X_train, X_test, y_train, y_test = train_test_split(X, is_odd, random_state=42, test_size=0.2)
X_t, X_val, y_t, y_val = train_test_split(X_train, y_train, random_state=42, test_size=0.2)
X_t, X_val, X_test = X_t / 16, X_val / 16, X_test / 16
np.random.seed(42)

model = Sequential()
model.add(Dense(12, activation="sigmoid", input_dim=64))
model.add(Dense(8, activation="sigmoid"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="SGD", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X_t, y_t, epochs=10, batch_size=100, verbose=1)

model = Sequential()
model.add(Dense(12, activation="sigmoid", input_dim=64))
model.add(Dense(8, activation="sigmoid"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer=SGD(lr=0.02), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X_t, y_t, epochs=10, batch_size=1, verbose=1)

model = Sequential()
model.add(Dense(300, activation="relu", input_dim=64))
model.add(Dropout(0.5))
model.add(Dense(200, activation="relu"))
model.add(Dropout(0.5))
model.add(Dense(80, activation="relu"))
model.add(Dropout(0.1))
model.add(Dense(4, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X_t, y_t, epochs=100, batch_size=32, verbose=0, validation_data=(X_val, y_val))
