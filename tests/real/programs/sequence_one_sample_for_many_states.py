"""The network trains, but asking it for the next value of one series stops with an error."""
import numpy as np
from keras import Input, Sequential
from keras.layers import LSTM, Dense

size, steps = 16, 12
waves = np.sin(np.linspace(0, 50, size * steps * 4)).reshape(size * 4, steps, 1)
ahead = np.roll(waves[:, 0], -1, axis=0)

model = Sequential()
model.add(Input(batch_shape=(size, steps, 1)))
model.add(LSTM(10, stateful=True))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
for epoch in range(5):
    model.fit(waves, ahead, batch_size=size, epochs=1, shuffle=False, verbose=0)
    model.layers[0].reset_states()

newest = waves[:1]
print(model.predict(newest))  # expect: KC414
