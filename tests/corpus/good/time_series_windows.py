"""Tomorrow's price from the last sixty days: the past trains, the future measures."""

import keras
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler

prices = pd.read_csv("prices.csv", parse_dates=["Date"])[["Close"]].to_numpy()
split = int(0.8 * len(prices))
scaler = MinMaxScaler().fit(prices[:split])
scaled = scaler.transform(prices)


def windows(series, lookback=60):
    x = [series[i : i + lookback] for i in range(len(series) - lookback)]
    return np.array(x), series[lookback:]


x_train, y_train = windows(scaled[:split])
x_test, y_test = windows(scaled[split - 60 :])
model = keras.Sequential(
    [
        keras.Input((60, 1)),
        keras.layers.LSTM(50, return_sequences=True),
        keras.layers.LSTM(50),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer="adam", loss="mean_squared_error")
model.fit(x_train, y_train, epochs=20, batch_size=32, shuffle=False, validation_split=0.1)
predicted = scaler.inverse_transform(model.predict(x_test))
print(np.sqrt(np.mean((predicted - scaler.inverse_transform(y_test)) ** 2)))
