"""A new head with Dropout(0.5) on a frozen network, then its top layers set free."""

import keras
from keras import layers

train = keras.utils.image_dataset_from_directory("flowers/train", image_size=(160, 160))
val = keras.utils.image_dataset_from_directory("flowers/val", image_size=(160, 160))
test = keras.utils.image_dataset_from_directory("flowers/test", image_size=(160, 160))

base = keras.applications.MobileNetV2(input_shape=(160, 160, 3), include_top=False)
base.trainable = False
inputs = keras.Input((160, 160, 3))
x = layers.RandomFlip("horizontal")(inputs)
x = keras.applications.mobilenet_v2.preprocess_input(x)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(len(train.class_names), activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=val)

base.trainable = True
for layer in base.layers[:100]:
    layer.trainable = False
model.compile(
    keras.optimizers.Adam(1e-5), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
model.fit(train, epochs=10, validation_data=val)
print(model.evaluate(test))
