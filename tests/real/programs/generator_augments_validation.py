"""The validation curve is jagged, and each run over the same weights gives another score."""
from tensorflow.keras.applications import VGG16
from tensorflow.keras.applications.vgg16 import preprocess_input
from tensorflow.keras.layers import Dense, GlobalAveragePooling2D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator

augment = ImageDataGenerator(
    preprocessing_function=preprocess_input,
    rotation_range=20,
    zoom_range=0.2,
    horizontal_flip=True,
)
plain = ImageDataGenerator(preprocessing_function=preprocess_input)
train = augment.flow_from_directory("birds/train", target_size=(224, 224))
valid = augment.flow_from_directory("birds/valid", target_size=(224, 224))  # expect: KC310
test = plain.flow_from_directory("birds/test", target_size=(224, 224), shuffle=False)

base = VGG16(include_top=False, weights="imagenet", input_shape=(224, 224, 3))
base.trainable = False
model = Sequential([base, GlobalAveragePooling2D(), Dense(20, activation="softmax")])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=8, validation_data=valid)
print(model.evaluate(test))
