"""The test rows are to be left out with a minus, as in another language; they are not."""
import keras
import numpy as np
import pandas as pd
from keras.layers import Dense
from keras.models import Sequential

hitters = pd.read_csv("hitters.csv").dropna()
y = hitters["Runs"].values
x = hitters[["Hits", "Walks", "Years", "AtBat"]].values

keras.utils.set_random_seed(13)
held_out = np.random.choice(len(x), size=len(x) // 3, replace=False)
x_train, x_test = np.delete(x, held_out, axis=0), x[held_out]
y_train, y_test = np.delete(y, held_out, axis=0), y[held_out]
mean, spread = x_train.mean(axis=0), x_train.std(axis=0)
x_train, x_test = (x_train - mean) / spread, (x_test - mean) / spread

model = Sequential()
model.add(Dense(50, activation="relu", input_shape=(4,)))
model.add(Dense(1))
model.compile(loss="mse", optimizer="rmsprop", metrics=["mae"])
model.fit(x_train, y_train, epochs=40, batch_size=32, validation_split=0.1)
print(model.evaluate(x_test, y_test))
