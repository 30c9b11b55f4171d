"""Each epoch prints that the best model cannot be saved, as `val_loss` is missing."""
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(1)
x = rng.normal(size=(2000, 10)).astype("float32")
y = (x[:, 0] + x[:, 1] ** 2 > 1).astype("int32")

model = keras.Sequential()
model.add(keras.Input(shape=(10,)))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
keep = keras.callbacks.ModelCheckpoint(
    "best.keras",
    monitor="val_loss",
    save_best_only=True,
)
model.fit(x, y, epochs=20, batch_size=32, validation_split=0.2, callbacks=[keep])
best = keras.models.load_model("best.keras")
