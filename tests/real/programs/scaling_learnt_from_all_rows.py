"""The score of the test set cannot be reached with new patients."""
import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

data = pd.read_csv("diabetes.csv")
x = data.drop(columns=["Outcome"]).values
y = data["Outcome"].values

scaler = StandardScaler()
x = scaler.fit_transform(x)  # expect: KC302
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=8)

model = Sequential()
model.add(Dense(12, input_dim=8, activation="relu"))
model.add(Dense(8, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=40, batch_size=10, validation_split=0.1)
print(model.evaluate(x_test, y_test))
