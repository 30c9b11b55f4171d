"""A script of Keras 2 with its generators, correct in its time: only old names may be reported."""

from tensorflow.keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.optimizers import RMSprop
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train = ImageDataGenerator(rescale=1.0 / 255, shear_range=0.2).flow_from_directory(
    "data/train", target_size=(150, 150), batch_size=20, class_mode="binary"
)
val = ImageDataGenerator(rescale=1.0 / 255).flow_from_directory(
    "data/validation", target_size=(150, 150), batch_size=20, class_mode="binary"
)
model = Sequential()
model.add(Conv2D(32, (3, 3), activation="relu", input_shape=(150, 150, 3)))
model.add(MaxPooling2D((2, 2)))
model.add(Conv2D(64, (3, 3), activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Conv2D(128, (3, 3), activation="relu"))
model.add(MaxPooling2D((2, 2)))
model.add(Flatten())
model.add(Dropout(0.5))
model.add(Dense(512, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer=RMSprop(lr=1e-4), metrics=["acc"])
model.fit_generator(train, steps_per_epoch=100, epochs=30, validation_data=val, validation_steps=50)
