"""A network with random weights was frozen, and the head has to live with noise."""
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
x_train = keras.applications.mobilenet_v2.preprocess_input(x_train.astype("float32"))
x_test = keras.applications.mobilenet_v2.preprocess_input(x_test.astype("float32"))

base = keras.applications.MobileNetV2(
    include_top=False,
    weights=None,  # expect: KC412
    input_shape=(32, 32, 3),
)
base.trainable = False
model = keras.Sequential()
model.add(base)
model.add(layers.GlobalAveragePooling2D())
model.add(layers.Dense(10, activation="softmax"))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=64, epochs=5, validation_split=0.1)
print(model.evaluate(x_test, y_test))
