"""A layer of one Keras in the model of the other: it is said to be no layer at all."""
from keras.layers import Dense, Dropout
from keras.models import Sequential
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler

x, y = load_iris(return_X_y=True)
order = [(i * 37) % 150 for i in range(150)]
x, y = x[order], y[order]
scaler = StandardScaler().fit(x[:100])
x = scaler.transform(x)

model = Sequential()
model.add(Dense(16, activation="relu", input_shape=(4,)))
model.add(Dropout(0.1))
model.add(Dense(3, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:100], y[:100], epochs=50, batch_size=8, validation_split=0.1)
print(model.evaluate(x[100:], y[100:]))
