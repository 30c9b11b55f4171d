"""A pretrained network is trained as a whole, and its knowledge is gone after one epoch."""
import keras
from keras import layers
from keras.applications.resnet50 import ResNet50, preprocess_input

train = keras.utils.image_dataset_from_directory("cells/train", image_size=(224, 224))
valid = keras.utils.image_dataset_from_directory("cells/valid", image_size=(224, 224))
train = train.map(lambda x, y: (preprocess_input(x), y))
valid = valid.map(lambda x, y: (preprocess_input(x), y))

base = ResNet50(include_top=False, weights="imagenet", input_shape=(224, 224, 3))
x = layers.GlobalAveragePooling2D()(base.output)
x = layers.Dropout(0.3)(x)
outputs = layers.Dense(6, activation="softmax")(x)
model = keras.Model(base.input, outputs)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.01),  # expect: KC412
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(train, epochs=10, validation_data=valid)
