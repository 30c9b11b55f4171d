"""The rare class is found even less often since class weights are used."""
import keras
import numpy as np
from keras import layers

archive = np.load("transactions.npz")
x, y = archive["x"], archive["fraud"]
negative, positive = np.bincount(y)
total = negative + positive
weights = {0: total / (2 * negative), 1: total / (2 * positive)}

model = keras.Sequential()
model.add(keras.Input(shape=(29,)))
model.add(layers.BatchNormalization())
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(
    optimizer="adam",
    loss="binary_crossentropy",
    metrics=[keras.metrics.AUC(curve="PR"), keras.metrics.Recall()],
)
model.fit(
    x,
    y,
    epochs=10,
    batch_size=512,
    validation_split=0.2,
    class_weight=weights,
)
