"""Cats and dogs come as two columns, and the model has one unit."""
from tensorflow.keras.layers import Conv2D, Dense, Flatten, Input, MaxPooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator

scale = ImageDataGenerator(rescale=1.0 / 255)
train = scale.flow_from_directory(
    "pets/train", target_size=(150, 150), batch_size=20, class_mode="binary"
)
valid = scale.flow_from_directory(
    "pets/valid", target_size=(150, 150), batch_size=20, class_mode="binary"
)

model = Sequential()
model.add(Input((150, 150, 3)))
model.add(Conv2D(32, (3, 3), activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Conv2D(64, (3, 3), activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Flatten())
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=15, validation_data=valid)
