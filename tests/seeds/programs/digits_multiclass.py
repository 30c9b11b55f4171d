"""Ten digits, with what scikit-learn and Keras have renamed or taken away since."""

from keras.layers import Dense
from keras.models import Sequential
from keras.utils import set_random_seed
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder

set_random_seed(42)
digits = load_digits()
X_train, X_test, y_train, y_test = train_test_split(
    digits.data, digits.target, random_state=42, test_size=0.2
)
X_t, X_val, y_t, y_val = train_test_split(X_train, y_train, random_state=42, test_size=0.2)
X_t, X_val, X_test = X_t / 16, X_val / 16, X_test / 16

encoder = OneHotEncoder(sparse=False)
y_t = encoder.fit_transform(y_t.reshape(-1, 1))
y_val = encoder.transform(y_val.reshape(-1, 1))

model = Sequential()
model.add(Dense(12, activation="relu", input_dim=64))
model.add(Dense(8, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
results = model.fit(X_t, y_t, epochs=50, batch_size=10, validation_data=(X_val, y_val))
print(results.history["acc"], results.history["val_acc"])
print(confusion_matrix(y_test, model.predict_classes(X_test)))
