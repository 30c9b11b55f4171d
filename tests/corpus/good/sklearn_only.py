"""No Keras model at all: the methods of scikit-learn only have the same names."""

import keras
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train.reshape(-1, 784), x_test.reshape(-1, 784)
scaler = StandardScaler().fit(x_train)
classifier = LogisticRegression(max_iter=200, class_weight="balanced")
classifier.fit(scaler.transform(x_train), y_train)
print(classifier.score(scaler.transform(x_test), y_test))
