"""The images are read at 128 pixels and the network was written for 150."""
from keras.layers import Conv2D, Dense, Flatten, Input, MaxPooling2D
from keras.models import Sequential
from keras.utils import image_dataset_from_directory
from keras.layers import Rescaling

train = image_dataset_from_directory(
    "flowers",
    image_size=(128, 128),  # expect: KC305
    validation_split=0.2,
    subset="training",
    seed=7,
)
valid = image_dataset_from_directory(
    "flowers",
    image_size=(128, 128),
    validation_split=0.2,
    subset="validation",
    seed=7,
)

model = Sequential()
model.add(Input((150, 150, 3)))
model.add(Rescaling(1.0 / 255))
model.add(Conv2D(16, 3, activation="relu"))
model.add(MaxPooling2D())
model.add(Conv2D(32, 3, activation="relu"))
model.add(MaxPooling2D())
model.add(Flatten())
model.add(Dense(5, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=15, validation_data=valid)
