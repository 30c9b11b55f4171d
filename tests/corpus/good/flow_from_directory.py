"""The iterators of Keras 2: augmented to train, plain to validate, in order to predict."""

import numpy as np
from tensorflow.keras import layers, models
from tensorflow.keras.preprocessing.image import ImageDataGenerator

augmented = ImageDataGenerator(rescale=1.0 / 255, rotation_range=20, horizontal_flip=True)
plain = ImageDataGenerator(rescale=1.0 / 255)
kw = {"target_size": (150, 150), "batch_size": 32, "class_mode": "categorical"}
train = augmented.flow_from_directory("animals/train", **kw)
val = plain.flow_from_directory("animals/validation", **kw)
test = plain.flow_from_directory("animals/test", shuffle=False, **kw)

model = models.Sequential(
    [
        layers.Input((150, 150, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.GlobalAveragePooling2D(),
        layers.Dense(train.num_classes, activation="softmax"),
    ]
)
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train, epochs=30, validation_data=val)
predicted = np.argmax(model.predict(test), axis=1)
print(np.mean(predicted == test.classes))
