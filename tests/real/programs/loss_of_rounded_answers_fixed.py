"""The same with probabilities in place of rounded ones, which have a gradient."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras import layers, models

rng = np.random.default_rng(3)
x = rng.normal(size=(2000, 12)).astype("float32")
y = (x[:, 0] + x[:, 1] > 1.5).astype("float32").reshape(-1, 1)


def f1(y_true, y_pred):
    tp = K.sum(K.cast(y_true * y_pred, "float32"), axis=0)
    fp = K.sum(K.cast((1 - y_true) * y_pred, "float32"), axis=0)
    fn = K.sum(K.cast(y_true * (1 - y_pred), "float32"), axis=0)
    precision = tp / (tp + fp + K.epsilon())
    recall = tp / (tp + fn + K.epsilon())
    return K.mean(2 * precision * recall / (precision + recall + K.epsilon()))


def f1_loss(y_true, y_pred):
    return 1 - f1(y_true, y_pred)


model = models.Sequential()
model.add(layers.Input(shape=(12,)))
model.add(layers.Dense(24, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer=tf.keras.optimizers.Adam(1e-3), loss=f1_loss, metrics=[f1])
model.fit(x, y, epochs=20, batch_size=64, validation_split=0.2)
