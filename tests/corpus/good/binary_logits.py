"""Two classes from a single score; the loss, the metric and the threshold all take scores."""

import keras
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

x, y = load_breast_cancer(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=1, stratify=y)
normalize = keras.layers.Normalization()
normalize.adapt(x_train)
model = keras.Sequential(
    [
        keras.Input((30,)),
        normalize,
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(1e-3),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
)
model.fit(x_train, y_train, epochs=30, validation_split=0.2)
model.evaluate(x_test, y_test)
print(model.predict(x_test) > 0)
