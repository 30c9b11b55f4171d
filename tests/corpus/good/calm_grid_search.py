"""Grid search over a small network inside a scikit-learn pipeline."""
# ruff: noqa: B905, UP031

from keras import Input
from keras.layers import Dense, Dropout
from keras.models import Sequential
from scikeras.wrappers import KerasClassifier
from sklearn.datasets import load_wine
from sklearn.model_selection import GridSearchCV, StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def create_model(units=32, dropout=0.2, activation="relu"):
    model = Sequential()
    model.add(Input(shape=(13,)))
    model.add(Dense(units, activation=activation))
    model.add(Dropout(dropout))
    model.add(Dense(units // 2, activation=activation))
    model.add(Dense(3, activation="softmax"))
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.25, stratify=y, random_state=7
)

estimator = KerasClassifier(model=create_model, epochs=60, batch_size=16, verbose=0)
pipeline = Pipeline([("scale", StandardScaler()), ("net", estimator)])
grid = {
    "net__model__units": [16, 32, 64],
    "net__model__dropout": [0.0, 0.2, 0.5],
    "net__batch_size": [8, 16],
}
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=7)
search = GridSearchCV(pipeline, grid, cv=folds, scoring="accuracy", n_jobs=1)
search.fit(X_train, y_train)

print("best: %.3f with %s" % (search.best_score_, search.best_params_))
print("test: %.3f" % search.score(X_test, y_test))
for mean, params in zip(search.cv_results_["mean_test_score"], search.cv_results_["params"]):
    print("%.3f %r" % (mean, params))
