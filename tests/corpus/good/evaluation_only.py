"""A saved model is measured on new data; nothing is trained."""

import sys

import keras
import numpy as np
from sklearn.metrics import classification_report

model = keras.models.load_model(sys.argv[1])
test = keras.utils.image_dataset_from_directory(
    "images/test", image_size=(180, 180), shuffle=False, label_mode="int"
)
print(model.evaluate(test))
labels = np.concatenate([y for _, y in test])
predicted = model.predict(test).argmax(axis=1)
print(classification_report(labels, predicted, target_names=test.class_names))
