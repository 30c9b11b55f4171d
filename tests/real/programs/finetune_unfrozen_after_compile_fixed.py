"""The upper layers were thawed for a second round, and nothing changed."""
import tensorflow as tf
from tensorflow.keras.applications import VGG16
from tensorflow.keras.applications.vgg16 import preprocess_input
from tensorflow.keras.layers import Dense, GlobalAveragePooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.utils import image_dataset_from_directory

size = (224, 224)
train = image_dataset_from_directory("shoes/train", image_size=size, label_mode="categorical")
valid = image_dataset_from_directory("shoes/valid", image_size=size, label_mode="categorical")
train = train.map(lambda x, y: (preprocess_input(x), y))
valid = valid.map(lambda x, y: (preprocess_input(x), y))

base = VGG16(include_top=False, weights="imagenet", input_shape=(224, 224, 3))
base.trainable = False
model = Sequential([base, GlobalAveragePooling2D(), Dense(15, activation="softmax")])
model.compile(
    optimizer=tf.keras.optimizers.Adam(1e-3),
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(train, epochs=5, validation_data=valid)

base.trainable = True
model.compile(
    optimizer=tf.keras.optimizers.Adam(1e-5),
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(train, epochs=5, validation_data=valid)
