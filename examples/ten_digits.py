"""All ten digits as columns of zeros and ones, and then a loss that wants plain numbers."""

from keras.layers import Dense
from keras.models import Sequential
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder

digits = load_digits()
X_train, X_test, y_train, y_test = train_test_split(
    digits.data, digits.target, random_state=42, test_size=0.2
)
X_t, X_val, y_t, y_val = train_test_split(X_train, y_train, random_state=42, test_size=0.2)
X_t, X_val, X_test = X_t / 16, X_val / 16, X_test / 16

encoder = OneHotEncoder(sparse=False)
y_t = encoder.fit_transform(y_t.reshape(-1, 1))
y_val = encoder.transform(y_val.reshape(-1, 1))

right = Sequential()
right.add(Dense(12, activation="relu", input_dim=64))
right.add(Dense(8, activation="relu"))
right.add(Dense(10, activation="softmax"))
right.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
right.fit(X_t, y_t, epochs=50, batch_size=10, validation_data=(X_val, y_val))

wrong = Sequential()
wrong.add(Dense(12, activation="relu", input_dim=64))
wrong.add(Dense(8, activation="relu"))
wrong.add(Dense(10, activation="softmax"))
wrong.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
wrong.fit(X_t, y_t, epochs=50, batch_size=10, validation_data=(X_val, y_val))
print(wrong.predict_classes(X_test))
