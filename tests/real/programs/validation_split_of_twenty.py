"""Twenty percent were meant; what comes out is a model that saw no sample."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

x = np.random.normal(size=(2000, 5))
y = (x.sum(axis=1) > 0).astype(int)

model = Sequential()
model.add(Dense(10, activation="relu", input_shape=(5,)))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, batch_size=32, validation_split=20)  # expect: KC212
