"""Cats and dogs on the features of VGG16, augmented while training."""

import keras
from keras.applications import vgg16

kw = {"image_size": (180, 180), "batch_size": 32, "label_mode": "binary"}
train = keras.utils.image_dataset_from_directory("cats_and_dogs/train", **kw)
val = keras.utils.image_dataset_from_directory("cats_and_dogs/validation", **kw)
base = vgg16.VGG16(weights="imagenet", include_top=False, input_shape=(180, 180, 3))
base.trainable = False

augment = keras.Sequential([keras.layers.RandomFlip("horizontal"), keras.layers.RandomZoom(0.2)])
inputs = keras.Input(shape=(180, 180, 3))
x = vgg16.preprocess_input(augment(inputs))
x = keras.layers.Flatten()(base(x))
x = keras.layers.Dense(256, activation="relu")(x)
x = keras.layers.Dropout(0.5)(x)
outputs = keras.layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
best = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True, monitor="val_loss")
model.fit(train, epochs=50, validation_data=val, callbacks=[best])
