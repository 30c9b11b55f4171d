"""The accuracy of a price model is 0 in every epoch although the loss falls."""
from keras.datasets import boston_housing
from keras.layers import Dense
from keras.models import Sequential
from sklearn.preprocessing import StandardScaler

(x_train, y_train), (x_test, y_test) = boston_housing.load_data()
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
x_test = scaler.transform(x_test)

model = Sequential()
model.add(Dense(32, activation="relu", input_shape=(13,)))
model.add(Dense(16, activation="relu"))
model.add(Dense(1))
model.compile(
    loss="mse",
    optimizer="adam",
    metrics=["mae"],
)
history = model.fit(x_train, y_train, epochs=80, batch_size=16, validation_split=0.2)
print(model.evaluate(x_test, y_test))
