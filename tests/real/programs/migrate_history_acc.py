"""Training went through, and then the plot fails with a KeyError."""
import matplotlib.pyplot as plt
import numpy as np
from keras.layers import Dense, Input
from keras.models import Sequential

x = np.random.normal(size=(1500, 12))
y = (x[:, :3].sum(axis=1) > 0).astype(int)

model = Sequential()
model.add(Input((12,)))
model.add(Dense(24, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=25, batch_size=32, validation_split=0.2)

plt.plot(history.history["acc"], label="training")  # expect: KC706
plt.plot(history.history["val_acc"], label="validation")  # expect: KC706
plt.legend()
plt.savefig("curves.png")
