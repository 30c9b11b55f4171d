"""A network that keeps its state from batch to batch, so that the order must stay."""

import keras
import numpy as np
import pandas as pd

sales = pd.read_csv("sales.csv")["sales"].diff().dropna().to_numpy()
top = np.abs(sales[:-12]).max()
scaled = sales / top
x, y = scaled[:-1].reshape(-1, 1, 1), scaled[1:]
x_train, y_train, x_test, y_test = x[:-12], y[:-12], x[-12:], y[-12:]

model = keras.Sequential()
model.add(keras.Input(batch_shape=(1, 1, 1)))
lstm = keras.layers.LSTM(4, stateful=True)
model.add(lstm)
model.add(keras.layers.Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
for _ in range(300):
    model.fit(x_train, y_train, epochs=1, batch_size=1, verbose=0, shuffle=False)
    lstm.reset_states()
predicted = model.predict(x_test, batch_size=1)
print(np.sqrt(np.mean((predicted[:, 0] - y_test) ** 2)) * top)
