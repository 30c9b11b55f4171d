"""The state is to go on from batch to batch, but the batches come in another order each epoch."""
import numpy as np
import keras
from keras import layers

BATCH = 32
wave = np.sin(np.arange(0, 3220) * 0.1).astype("float32")
x = np.stack([wave[i : i + 20] for i in range(3200)])[..., None]
y = wave[20:3220]

model = keras.Sequential()
model.add(keras.Input(batch_shape=(BATCH, 20, 1)))
model.add(layers.LSTM(32, stateful=True))
model.add(layers.Dense(1))
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(x[:2560], y[:2560], epochs=10, batch_size=BATCH, shuffle=False)
print(model.evaluate(x[2560:], y[2560:], batch_size=BATCH))
