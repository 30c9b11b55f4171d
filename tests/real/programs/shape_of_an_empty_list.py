"""The loader of the class was copied, its loop was not: `fit` says something about input shapes."""
import keras
import numpy as np

keras.utils.set_random_seed(5)
spectra = []
concentrations = np.loadtxt("concentrations.txt")

x = np.array(spectra)
print(len(spectra), x.shape)

model = keras.Sequential()
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(32, activation="relu"))
model.add(keras.layers.Dense(1))
model.compile("adam", loss="mse", metrics=["mae"])
model.fit(x, concentrations, epochs=40, validation_split=0.2)  # expect: KC322
