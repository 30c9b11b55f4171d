"""The network of election.py on targets nobody knows: two numbers may well be a regression."""

import sys

import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD

archive = np.load(sys.argv[1])
X_train, y_train = archive["features"], archive["shares"]

model = Sequential()
model.add(Dense(64, input_dim=14, init="uniform"))
model.add(Dense(64, init="uniform"))
model.add(Dense(2, init="uniform"))

sgd = SGD(lr=0.1, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss="mean_squared_error", optimizer=sgd)
model.fit(X_train, y_train, nb_epoch=20, batch_size=16)
