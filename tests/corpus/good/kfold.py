"""Cross-validation: a fresh model for every fold, measured on the rows it has not seen."""

import keras
import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler


def build():
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(8, activation="relu"),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


x, y = load_iris(return_X_y=True)
scores = []
for train, test in StratifiedKFold(5, shuffle=True, random_state=7).split(x, y):
    scaler = StandardScaler().fit(x[train])
    model = build()
    model.fit(scaler.transform(x[train]), y[train], epochs=100, verbose=0)
    scores.append(model.evaluate(scaler.transform(x[test]), y[test], verbose=0)[1])
print(np.mean(scores), np.std(scores))
