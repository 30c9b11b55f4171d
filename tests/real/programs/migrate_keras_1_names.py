"""Arguments such as `nb_epoch` and layers such as `Convolution2D` of 2016 are refused."""
from keras.datasets import mnist
from keras.layers import Activation, Convolution2D, Dense, Flatten, Input, MaxPooling2D
from keras.models import Sequential
from keras.utils import to_categorical

nb_classes = 10
(X_train, y_train), (X_test, y_test) = mnist.load_data()
X_train = X_train.reshape(-1, 28, 28, 1) / 255.0
X_test = X_test.reshape(-1, 28, 28, 1) / 255.0
Y_train = to_categorical(y_train, nb_classes)
Y_test = to_categorical(y_test, nb_classes)

model = Sequential()
model.add(Input((28, 28, 1)))
model.add(Convolution2D(32, 3, 3, border_mode="valid"))  # expect: KC704
model.add(Activation("relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Flatten())
model.add(Dense(nb_classes))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X_train, Y_train, batch_size=128, nb_epoch=4, validation_split=0.1)  # expect: KC703
print(model.evaluate(X_test, Y_test))
