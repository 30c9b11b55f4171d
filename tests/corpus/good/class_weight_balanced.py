"""Rare classes weighted up with the weights of scikit-learn."""

import keras
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
from sklearn.utils.class_weight import compute_class_weight

table = pd.read_csv("plants.csv")
encoder = LabelEncoder()
y = encoder.fit_transform(table.pop("species"))
x_train, x_test, y_train, y_test = train_test_split(table.to_numpy(), y, stratify=y)
classes = np.unique(y_train)
weights = compute_class_weight("balanced", classes=classes, y=y_train)
class_weight = dict(zip(classes, weights, strict=True))

normalize = keras.layers.Normalization()
normalize.adapt(x_train)
model = keras.Sequential(
    [
        normalize,
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(len(encoder.classes_), activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, validation_split=0.2, class_weight=class_weight)
print(model.evaluate(x_test, y_test))
