"""The reader of folders fails with a message about broadcasting."""
from tensorflow.keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator

datagen = ImageDataGenerator(rescale=1.0 / 255, validation_split=0.2)
train = datagen.flow_from_directory(
    "signs",
    target_size=(64, 64, 3),  # expect: KC305
    class_mode="categorical",
    subset="training",
)
valid = datagen.flow_from_directory(
    "signs",
    target_size=(64, 64),
    class_mode="categorical",
    subset="validation",
)

model = Sequential()
model.add(Conv2D(32, (3, 3), activation="relu", input_shape=(64, 64, 3)))
model.add(MaxPooling2D((2, 2)))
model.add(Conv2D(64, (3, 3), activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Flatten())
model.add(Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=valid)
