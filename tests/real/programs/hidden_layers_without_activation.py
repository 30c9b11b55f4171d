"""Four layers do no better than a straight line on data that are plainly curved."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

x = np.random.uniform(-3, 3, size=(3000, 1))
y = np.sin(x[:, 0]) + 0.1 * np.random.normal(size=3000)

model = Sequential()
model.add(Dense(64, input_dim=1))  # expect: KC402
model.add(Dense(64))
model.add(Dense(32))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam", metrics=["mae"])
model.fit(x, y, epochs=50, batch_size=32, validation_split=0.2)
