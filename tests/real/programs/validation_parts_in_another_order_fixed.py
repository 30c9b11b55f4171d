"""fit stops, for the numbers of samples differ, although the split was made by the book."""
import pandas as pd
from keras import layers, models
from sklearn.model_selection import train_test_split

table = pd.read_csv("wine.csv")
features = table.drop(columns=["quality"]).to_numpy()
quality = table["quality"].to_numpy()

X_train, X_val, y_train, y_val = train_test_split(features, quality, test_size=0.2)

model = models.Sequential()
model.add(layers.Input(shape=(11,)))
model.add(layers.BatchNormalization())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(1))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(X_train, y_train, epochs=40, validation_data=(X_val, y_val))
