"""The script stops after one epoch, though the error that it asks for is in `metrics`."""
import keras
import numpy as np
from keras import layers


class CloseEnough(keras.callbacks.Callback):
    def __init__(self, limit):
        super().__init__()
        self.limit = limit

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_mae"] < self.limit:  # expect: KC608
            self.model.stop_training = True


series = np.sin(np.arange(4000) / 15).astype("float32")
windows = np.lib.stride_tricks.sliding_window_view(series, 31)
x, y = windows[:3000, :30, None], windows[:3000, 30]
x_late, y_late = windows[3100:, :30, None], windows[3100:, 30]

model = keras.Sequential([keras.Input((30, 1)), layers.LSTM(24), layers.Dense(1)])
model.compile(optimizer="adam", loss="huber", metrics=["mae"])
model.fit(x, y, epochs=40, batch_size=64, callbacks=[CloseEnough(0.05)])
print(model.evaluate(x_late, y_late))
