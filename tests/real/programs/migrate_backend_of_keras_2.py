"""An own metric uses the backend of Keras 2, of which nothing is left."""
import keras
import numpy as np
from keras import backend as K
from keras import layers


def deviation(y_true, y_pred):
    return K.sqrt(K.mean(K.square(y_true - y_pred)))  # expect: KC712


x = np.random.normal(size=(1200, 7)).astype("float32")
y = (x[:, :1] - x[:, 1:2]) * 0.5

model = keras.Sequential()
model.add(keras.Input(shape=(7,)))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1))
model.compile(optimizer="adam", loss="mse", metrics=[deviation])
model.fit(x, y, epochs=20, batch_size=32, validation_split=0.2)
