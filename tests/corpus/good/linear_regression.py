"""A line through points: a single unit without activation is all that is meant."""

import keras
import numpy as np

rng = np.random.default_rng(0)
x = rng.uniform(-1, 1, (500, 1))
y = 3 * x + 0.5 + rng.normal(0, 0.1, (500, 1))
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.1), loss="mse")
model.fit(x, y, epochs=50, verbose=0)
weight, bias = model.layers[0].get_weights()
print(weight, bias)
