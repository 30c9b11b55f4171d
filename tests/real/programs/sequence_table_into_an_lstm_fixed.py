"""The LSTM expects three axes and gets the two of a table."""
import pandas as pd
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential
from sklearn.model_selection import train_test_split

frame = pd.read_csv("load.csv")
x = frame[[f"hour_{n}" for n in range(24)]].values / 1000.0
y = frame["next_hour"].values / 1000.0
x_train, x_test, y_train, y_test = train_test_split(x, y, shuffle=False)

model = Sequential()
model.add(Input((24, 1)))
model.add(LSTM(32))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x_train, y_train, epochs=20, batch_size=32, validation_split=0.1)
print(model.evaluate(x_test, y_test))
