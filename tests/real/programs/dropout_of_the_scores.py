"""Training accuracy cannot get past two thirds, although validation accuracy is far better."""
from keras import Input, Sequential, layers
from keras.datasets import cifar10

(x, y), (x_test, y_test) = cifar10.load_data()
x, x_test = x.astype("float32") / 255, x_test.astype("float32") / 255

net = Sequential([Input((32, 32, 3))])
for filters in (32, 64):
    net.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
    net.add(layers.MaxPooling2D())
net.add(layers.Flatten())
net.add(layers.Dense(96, activation="relu"))
net.add(layers.Dense(10))
net.add(layers.Dropout(0.4))  # expect: KC411
net.add(layers.Activation("softmax"))
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(x, y, batch_size=64, epochs=6, validation_split=0.1)
print(net.evaluate(x_test, y_test))
