"""Images in one folder a class, split in two by Keras with one seed."""

import keras
from keras import layers

kw = {"validation_split": 0.2, "seed": 123, "image_size": (180, 180), "batch_size": 32}
train = keras.utils.image_dataset_from_directory("photos", subset="training", **kw)
val = keras.utils.image_dataset_from_directory("photos", subset="validation", **kw)
class_names = train.class_names
num_classes = len(class_names)

model = keras.Sequential(
    [
        keras.Input((180, 180, 3)),
        layers.RandomFlip("horizontal"),
        layers.Rescaling(1.0 / 255),
        layers.Conv2D(16, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Dropout(0.2),
        layers.GlobalAveragePooling2D(),
        layers.Dense(128, activation="relu"),
        layers.Dense(num_classes),
    ]
)
model.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(train, validation_data=val, epochs=15)
