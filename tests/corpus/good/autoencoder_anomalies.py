"""Anomalies are what an autoencoder of normal heartbeats puts together badly."""

import keras
import numpy as np
import pandas as pd
from sklearn.metrics import precision_score, recall_score
from sklearn.model_selection import train_test_split

table = pd.read_csv("ecg.csv", header=None).to_numpy()
beats, normal = table[:, :-1], table[:, -1].astype(bool)
train, test, train_normal, test_normal = train_test_split(beats, normal, random_state=21)
low, high = train.min(), train.max()
train, test = (train - low) / (high - low), (test - low) / (high - low)
good = train[train_normal]

autoencoder = keras.Sequential(
    [
        keras.Input((140,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(140, activation="sigmoid"),
    ]
)
autoencoder.compile(optimizer="adam", loss="mae")
autoencoder.fit(good, good, epochs=20, batch_size=512, validation_split=0.1)
errors = np.abs(autoencoder.predict(test) - test).mean(axis=1)
found = errors < np.quantile(errors, 0.9)
print(precision_score(test_normal, found), recall_score(test_normal, found))
