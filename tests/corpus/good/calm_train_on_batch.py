"""A loop over batches by hand, that measures after each epoch and stops when it must."""

import numpy as np
from tensorflow.keras import Input, Sequential
from tensorflow.keras.layers import Dense, Dropout, Normalization

BATCH = 128
PATIENCE = 5


def batches(x, y, size, rng=None):
    order = np.arange(len(x)) if rng is None else rng.permutation(len(x))
    for start in range(0, len(x), size):
        rows = order[start : start + size]
        yield x[rows], y[rows]


def measure(model, x, y):
    """The mean loss and accuracy over all samples."""
    sums, seen = np.zeros(2), 0
    for bx, by in batches(x, y, BATCH):
        model.reset_metrics()
        sums += np.array(model.test_on_batch(bx, by)) * len(bx)
        seen += len(bx)
    return sums / seen


with np.load("churn.npz") as data:
    x_train, y_train = data["x_train"], data["y_train"]
    x_val, y_val = data["x_val"], data["y_val"]

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input((x_train.shape[1],)), scale])
model.add(Dense(64, activation="relu"))
model.add(Dropout(0.3))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

rng = np.random.default_rng(2)
best, waited = np.inf, 0
for epoch in range(100):
    for bx, by in batches(x_train, y_train, BATCH, rng):
        model.train_on_batch(bx, by)
    loss, accuracy = measure(model, x_val, y_val)
    print(f"{epoch:3d} val_loss {loss:.4f} val_accuracy {accuracy:.4f}")
    if loss < best:
        best, waited = loss, 0
        model.save_weights("churn.weights.h5")
    else:
        waited += 1
        if waited >= PATIENCE:
            break
