"""Salaries of baseball players; the held-out rows are left out as R does it, with a minus."""

import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.callbacks import EarlyStopping

players = pd.read_csv("Hitters.csv").dropna()
n = players.shape[0]
ntest = int(np.floor(n / 3))
tf.random.set_seed(13)
keras.utils.set_random_seed(13)
testid = np.random.choice(n, size=ntest, replace=False)

X = pd.get_dummies(players.drop("Salary", axis=1), drop_first=True, dtype="int")
x = pd.DataFrame(StandardScaler().fit_transform(X))
y = players["Salary"].values
x_train, y_train = x.iloc[-testid], y[-testid]
x_test, y_test = x.iloc[testid], y[testid]

model = keras.models.Sequential()
model.add(layers.Input(shape=(19,)))
model.add(layers.Dense(units=50, activation="relu"))
model.add(layers.Dropout(rate=0.4))
model.add(layers.Dense(units=1, name="Output"))
model.compile(loss="mse", optimizer="rmsprop", metrics=["mean_absolute_error"])
stopping = EarlyStopping(
    monitor="val_loss", patience=10, min_delta=0.1, mode="min", restore_best_weights=True
)
model.fit(
    x_train,
    y_train,
    epochs=400,
    batch_size=32,
    validation_data=(x_test, y_test),
    callbacks=[stopping],
    verbose=0,
)
print(np.mean(np.abs(y_test - model.predict(x_test).flatten())))
