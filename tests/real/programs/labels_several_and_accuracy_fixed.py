"""With sixteen labels a sample the accuracy stands still at 0.39 from the first epoch on."""
import keras
from keras import layers
from sklearn.datasets import make_multilabel_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

x, y = make_multilabel_classification(n_samples=1000, n_features=40, n_classes=16, random_state=4)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.25, random_state=4)
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
x_test = scaler.transform(x_test)

model = keras.Sequential()
model.add(keras.Input(shape=(40,)))
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dropout(0.2))
model.add(layers.Dense(16, activation="sigmoid"))
model.compile(
    loss="binary_crossentropy",
    optimizer="adam",
    metrics=["binary_accuracy"],
)
model.fit(x_train, y_train, epochs=20, batch_size=32, validation_split=0.1)
print(model.evaluate(x_test, y_test))
