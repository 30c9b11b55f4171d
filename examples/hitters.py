"""Salaries of baseball players: much noise is dropped in just before the predicted number."""

import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.callbacks import EarlyStopping

PLAYERS = 263
HELD_OUT = 87

keras.utils.set_random_seed(13)
rng = np.random.default_rng(13)
players = pd.DataFrame(rng.normal(size=(PLAYERS, 19)))
salary = rng.gamma(2.0, 250.0, PLAYERS)

shuffled = rng.permutation(PLAYERS)
test, train = shuffled[:HELD_OUT], shuffled[HELD_OUT:]
scaler = StandardScaler().fit(players.iloc[train])
x_train, y_train = scaler.transform(players.iloc[train]), salary[train]
x_test, y_test = scaler.transform(players.iloc[test]), salary[test]

model = keras.Sequential()
model.add(layers.Input(shape=(19,)))
model.add(layers.Dense(units=50, activation="relu"))
model.add(layers.Dropout(rate=0.4))
model.add(layers.Dense(units=1, name="Output"))
model.compile(loss="mse", optimizer="rmsprop", metrics=["mean_absolute_error"])

patience = EarlyStopping(
    monitor="val_loss", patience=10, min_delta=0.1, mode="min", restore_best_weights=True
)
model.fit(
    x_train,
    y_train,
    epochs=400,
    batch_size=32,
    validation_data=(x_test, y_test),
    callbacks=[patience],
    verbose=0,
)
print(np.mean(np.abs(y_test - model.predict(x_test).flatten())))
