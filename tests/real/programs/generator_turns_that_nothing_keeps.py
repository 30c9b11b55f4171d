"""The network overfits just as it did before its images were turned and mirrored."""
import tensorflow as tf


def mirror(image, label):
    return tf.image.random_flip_left_right(image), label


def brighten(image, label):
    return tf.image.random_brightness(image, 0.2), label


photos = {"image_size": (80, 80), "batch_size": 16, "label_mode": "binary"}
train = tf.keras.utils.image_dataset_from_directory("leaves/train", **photos)
valid = tf.keras.utils.image_dataset_from_directory("leaves/valid", **photos)
train.map(mirror)  # expect: KC315
train.map(brighten)  # expect: KC315

model = tf.keras.Sequential(
    [
        tf.keras.Input((80, 80, 3)),
        tf.keras.layers.Rescaling(1 / 255),
        tf.keras.layers.Conv2D(16, 3, activation="relu"),
        tf.keras.layers.MaxPooling2D(4),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train.prefetch(1), epochs=25, validation_data=valid)
