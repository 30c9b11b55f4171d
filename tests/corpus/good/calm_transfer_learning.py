"""Teach the head of a frozen MobileNetV2 to tell flowers apart, then tune its last layers."""
# ruff: noqa: C408, RUF005

import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.applications import MobileNetV2
from tensorflow.keras.applications.mobilenet_v2 import preprocess_input

SIZE = (160, 160)
FOLDER = "flower_photos"
common = dict(validation_split=0.2, seed=123, image_size=SIZE, batch_size=32)

train_ds = tf.keras.utils.image_dataset_from_directory(FOLDER, subset="training", **common)
val_ds = tf.keras.utils.image_dataset_from_directory(FOLDER, subset="validation", **common)
class_names = train_ds.class_names
num_classes = len(class_names)

AUTOTUNE = tf.data.AUTOTUNE
train_ds = train_ds.cache().shuffle(1000).prefetch(buffer_size=AUTOTUNE)
val_ds = val_ds.cache().prefetch(buffer_size=AUTOTUNE)

augment = tf.keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)])
base = MobileNetV2(input_shape=SIZE + (3,), include_top=False, weights="imagenet")
base.trainable = False

inputs = tf.keras.Input(shape=SIZE + (3,))
x = augment(inputs)
x = preprocess_input(x)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(num_classes, activation="softmax")(x)
model = tf.keras.Model(inputs, outputs)

model.compile(
    optimizer=tf.keras.optimizers.Adam(1e-3),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
history = model.fit(train_ds, validation_data=val_ds, epochs=10)

base.trainable = True
for layer in base.layers[:100]:
    layer.trainable = False
model.compile(
    optimizer=tf.keras.optimizers.RMSprop(1e-5),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
)
model.fit(train_ds, validation_data=val_ds, epochs=20, initial_epoch=history.epoch[-1] + 1)
