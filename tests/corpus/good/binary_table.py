"""Two classes from a table: one sigmoid unit, scaled after the split."""

import keras
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

table = pd.read_csv("customers.csv")
y = table.pop("churn").map({"no": 0, "yes": 1}).to_numpy()
x = pd.get_dummies(table).to_numpy("float32")
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, stratify=y)
x_train, x_val, y_train, y_val = train_test_split(x_train, y_train, stratify=y_train)
scaler = StandardScaler().fit(x_train)
x_train, x_val, x_test = map(scaler.transform, (x_train, x_val, x_test))

model = keras.Sequential(
    [
        keras.Input((x_train.shape[1],)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy", keras.metrics.AUC()])
model.fit(x_train, y_train, epochs=20, validation_data=(x_val, y_val))
print(model.evaluate(x_test, y_test))
print((model.predict(x_test) > 0.5).astype(int)[:5])
