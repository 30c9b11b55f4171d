"""scikit-learn searches; its wrapper makes and trains the networks."""

import keras
from scikeras.wrappers import KerasClassifier
from sklearn.datasets import load_wine
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def build(units=16, rate=0.0):
    model = keras.Sequential()
    model.add(keras.Input((13,)))
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dropout(rate))
    model.add(keras.layers.Dense(3, activation="softmax"))
    model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


x, y = load_wine(return_X_y=True)
classifier = KerasClassifier(build, units=16, rate=0.0, epochs=50, verbose=0)
pipeline = make_pipeline(StandardScaler(), classifier)
grid = {"kerasclassifier__units": [8, 16, 32], "kerasclassifier__rate": [0.0, 0.5, 0.8]}
search = GridSearchCV(pipeline, grid, cv=5)
search.fit(x, y)
print(search.best_score_, search.best_params_)
