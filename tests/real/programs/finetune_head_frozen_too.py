"""The loss does not move at all, from the first epoch to the last."""
import tensorflow as tf

SIZE = (96, 96)
folders = dict(image_size=SIZE, batch_size=32, label_mode="int", validation_split=0.2, seed=7)
train = tf.keras.utils.image_dataset_from_directory("birds", subset="training", **folders)
val = tf.keras.utils.image_dataset_from_directory("birds", subset="validation", **folders)

inputs = tf.keras.Input(shape=(*SIZE, 3))
scaled = tf.keras.applications.mobilenet_v2.preprocess_input(inputs)
base = tf.keras.applications.MobileNetV2(include_top=False, input_shape=(*SIZE, 3))
features = tf.keras.layers.GlobalAveragePooling2D()(base(scaled, training=False))
outputs = tf.keras.layers.Dense(12, activation="softmax")(features)
model = tf.keras.Model(inputs, outputs)

for layer in model.layers:
    layer.trainable = False

model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, validation_data=val, epochs=15)  # expect: KC421
