"""Fraudulent payments are rare: weigh the classes by what scikit-learn calls balanced."""
# ruff: noqa: B905

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler
from sklearn.utils import class_weight
from tensorflow.keras import Input, Sequential
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import BatchNormalization, Dense, Dropout
from tensorflow.keras.metrics import AUC, Precision, Recall

frame = pd.read_csv("payments.csv")
y = frame.pop("fraud").to_numpy()
X = frame.to_numpy(dtype="float32")

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=1)
X_train, X_val, y_train, y_val = train_test_split(
    X_train, y_train, test_size=0.2, stratify=y_train, random_state=1
)
scaler = RobustScaler().fit(X_train)
X_train, X_val, X_test = map(scaler.transform, (X_train, X_val, X_test))

classes = np.unique(y_train)
weights = class_weight.compute_class_weight(class_weight="balanced", classes=classes, y=y_train)
class_weights = dict(zip(classes, weights))
print("weights:", class_weights)

model = Sequential(
    [
        Input(shape=(X_train.shape[1],)),
        Dense(64, activation="relu"),
        BatchNormalization(),
        Dropout(0.3),
        Dense(32, activation="relu"),
        Dropout(0.3),
        Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    optimizer="adam",
    loss="binary_crossentropy",
    metrics=[AUC(curve="PR", name="auprc"), Precision(), Recall()],
)
model.fit(
    X_train,
    y_train,
    epochs=100,
    batch_size=2048,
    validation_data=(X_val, y_val),
    class_weight=class_weights,
    callbacks=[
        EarlyStopping(monitor="val_auprc", mode="max", patience=10, restore_best_weights=True)
    ],
)
print(dict(zip(model.metrics_names, model.evaluate(X_test, y_test))))
