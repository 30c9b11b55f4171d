"""Two candidates as a regression, in the spelling of Keras 1, and nothing to validate on."""

import numpy as np
import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD
from sklearn.datasets import make_classification

COUNTIES = 1213

columns, side = make_classification(COUNTIES, 14, random_state=2012)
counties = pd.DataFrame(columns)
counties["winner"] = np.where(side == 1, "Obama", "Romney")

X_train = counties.drop("winner", axis=1).values
y_train = (counties["winner"] == "Obama").astype(int)

model = Sequential()
model.add(Dense(64, input_dim=14, init="uniform"))
model.add(Dense(64, init="uniform"))
model.add(Dense(2, init="uniform"))

sgd = SGD(lr=0.1, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss="mean_squared_error", optimizer=sgd)
model.fit(X_train, y_train, nb_epoch=20, batch_size=16)
