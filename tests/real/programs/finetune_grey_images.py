"""Grey images do not fit a network that was trained on colours."""
import numpy as np
from tensorflow import keras
from tensorflow.keras.applications import VGG16
from tensorflow.keras.layers import Dense, Flatten
from tensorflow.keras.models import Sequential

archive = np.load("xray.npz")
x, y = archive["scans"], archive["finding"]

base = VGG16(include_top=False, weights="imagenet", input_shape=(128, 128, 1))  # expect: KC507
base.trainable = False
model = Sequential()
model.add(base)
model.add(Flatten())
model.add(Dense(64, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy", keras.metrics.AUC()])
model.fit(x, y, epochs=10, batch_size=16, validation_split=0.2)
