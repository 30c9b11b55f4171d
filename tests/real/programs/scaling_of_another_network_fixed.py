"""A pretrained network gives features with which even a linear model beats the fine head."""
import tensorflow as tf
from tensorflow.keras.applications import MobileNetV2
from tensorflow.keras.applications.mobilenet_v2 import preprocess_input
from tensorflow.keras.layers import Dense, Dropout, GlobalAveragePooling2D
from tensorflow.keras.models import Sequential

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.cifar10.load_data()
x_train = preprocess_input(tf.image.resize(x_train[:5000], (96, 96)).numpy())
x_test = preprocess_input(tf.image.resize(x_test[:1000], (96, 96)).numpy())

base = MobileNetV2(include_top=False, weights="imagenet", input_shape=(96, 96, 3))
base.trainable = False
model = Sequential()
model.add(base)
model.add(GlobalAveragePooling2D())
model.add(Dropout(0.2))
model.add(Dense(10, activation="softmax"))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train[:5000], epochs=5, validation_split=0.1)
print(model.evaluate(x_test, y_test[:1000]))
