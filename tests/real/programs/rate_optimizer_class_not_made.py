"""The optimizer was imported and handed over, and compile cannot make sense of it."""
import numpy as np
from tensorflow import keras
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import RMSprop

x = np.random.normal(size=(500, 10))
y = (x[:, 0] > 0).astype(int)

model = Sequential()
model.add(keras.Input(shape=(10,)))
model.add(Dense(16, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer=RMSprop, loss="binary_crossentropy", metrics=["accuracy"])  # expect: KC613
model.fit(x, y, epochs=10, batch_size=16, validation_split=0.2)
