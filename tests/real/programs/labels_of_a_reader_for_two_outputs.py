"""A second answer is added to a classifier of photos, and the first batch fails."""
import keras
from keras import layers

folders = {"image_size": (128, 128), "label_mode": "categorical"}
train = keras.utils.image_dataset_from_directory("fruit/train", **folders)
valid = keras.utils.image_dataset_from_directory("fruit/valid", **folders)

photo = keras.Input((128, 128, 3))
seen = layers.Rescaling(1 / 255)(photo)
for width in (16, 32, 64):
    seen = layers.Conv2D(width, 3, strides=2, activation="relu")(seen)
seen = layers.GlobalAveragePooling2D()(seen)
kind = layers.Dense(4, activation="softmax", name="kind")(seen)
ripe = layers.Dense(4, activation="softmax", name="ripe")(seen)
model = keras.Model(photo, [kind, ripe])
model.compile("rmsprop", loss="categorical_crossentropy")
model.fit(train, epochs=10, validation_data=valid)  # expect: KC118
