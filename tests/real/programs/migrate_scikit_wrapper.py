"""The wrapper for scikit-learn cannot be imported any more."""
import pandas as pd
from keras.layers import Dense, Input
from keras.models import Sequential
from keras.wrappers.scikit_learn import KerasClassifier  # expect: KC710
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

table = pd.read_csv("sonar.csv", header=None)
x = table.iloc[:, :60].values
y = (table[60] == "M").astype(int).values


def build():
    model = Sequential()
    model.add(Input((60,)))
    model.add(Dense(60, activation="relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


classifier = KerasClassifier(build, epochs=50, batch_size=5, verbose=0)
print(cross_val_score(make_pipeline(StandardScaler(), classifier), x, y, cv=5).mean())
