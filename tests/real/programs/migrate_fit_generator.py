"""Since the update the model has no attribute `fit_generator`."""
from tensorflow.keras.layers import Conv2D, Dense, Flatten, Input, MaxPooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator

scale = ImageDataGenerator(rescale=1.0 / 255)
train = scale.flow_from_directory("cards/train", target_size=(100, 100), class_mode="categorical")
valid = scale.flow_from_directory("cards/valid", target_size=(100, 100), class_mode="categorical")

model = Sequential()
model.add(Input((100, 100, 3)))
model.add(Conv2D(32, (3, 3), activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Conv2D(64, (3, 3), activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Flatten())
model.add(Dense(53, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit_generator(train, epochs=20, validation_data=valid)  # expect: KC713
