"""Fraud: weights that shrink with the count, as the tutorial of TensorFlow has them."""

import keras
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

frame = pd.read_csv("creditcard.csv")
neg, pos = np.bincount(frame["Class"])
total = neg + pos
train, test = train_test_split(frame, test_size=0.2)
train, val = train_test_split(train, test_size=0.2)
y_train, y_val, y_test = (np.array(part.pop("Class")) for part in (train, val, test))
scaler = StandardScaler()
x_train = scaler.fit_transform(train)
x_val, x_test = scaler.transform(val), scaler.transform(test)

weight_for_0 = (1 / neg) * (total / 2.0)
weight_for_1 = (1 / pos) * (total / 2.0)
class_weight = {0: weight_for_0, 1: weight_for_1}
model = keras.Sequential(
    [
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(
            1,
            activation="sigmoid",
            bias_initializer=keras.initializers.Constant(np.log(pos / neg)),
        ),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=1e-3),
    loss=keras.losses.BinaryCrossentropy(),
    metrics=[keras.metrics.Precision(), keras.metrics.Recall(), keras.metrics.AUC(curve="PR")],
)
model.fit(
    x_train,
    y_train,
    batch_size=2048,
    epochs=100,
    validation_data=(x_val, y_val),
    class_weight=class_weight,
    callbacks=[keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)],
)
model.evaluate(x_test, y_test)
