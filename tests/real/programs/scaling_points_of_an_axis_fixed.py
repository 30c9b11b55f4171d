"""The parabola is learnt for a short piece of the axis, and is a flat line for all of it."""
import numpy as np
from keras import Sequential
from keras.layers import Dense, Input

x = np.random.permutation(np.arange(-250, 250, 0.5))
x = x / 250.0
y = x**2

model = Sequential([Input((1,)), Dense(32, activation="sigmoid"), Dense(1)])
model.compile(optimizer="adam", loss="mean_squared_error", metrics=["mae"])
model.fit(x, y, epochs=9, batch_size=50, validation_split=0.2)
print(model.predict(x)[::100])
