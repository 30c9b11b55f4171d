"""The loss is 0 from the first batch on, and the accuracy never leaves 0.5."""
import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

table = pd.read_csv("patients.csv")
y = (table["outcome"] == "ill").astype(int).values
x = table.drop(columns=["outcome"]).values
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.25, random_state=3)
scaler = StandardScaler().fit(x_train)
x_train, x_test = scaler.transform(x_train), scaler.transform(x_test)

model = Sequential()
model.add(Dense(16, activation="relu", input_dim=x_train.shape[1]))
model.add(Dense(8, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=40, batch_size=16, validation_split=0.2)
print(model.evaluate(x_test, y_test))
