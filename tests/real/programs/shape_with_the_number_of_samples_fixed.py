"""The number of rows was counted into the shape of the input, and fit finds one axis too many."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

x = np.random.normal(size=(1000, 20))
y = (x[:, 0] * x[:, 1] > 0).astype(int)

model = Sequential()
model.add(Dense(32, activation="relu", input_shape=(20,)))
model.add(Dense(16, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, batch_size=32, validation_split=0.2)
