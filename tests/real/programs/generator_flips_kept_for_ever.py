"""Images and masks are mirrored at random, but every epoch sees the same ones mirrored."""
import tensorflow as tf
import tensorflow_datasets as tfds

WIDTH = 96


def prepare(sample):
    image = tf.image.resize(sample["image"], (WIDTH, WIDTH)) / 255.0
    mask = tf.image.resize(sample["segmentation_mask"], (WIDTH, WIDTH), method="nearest")
    return image, mask - 1


def prepare_and_mirror(sample):
    image, mask = prepare(sample)
    if tf.random.uniform(()) < 0.5:
        image, mask = tf.image.flip_left_right(image), tf.image.flip_left_right(mask)
    return image, mask


pets = tfds.load("oxford_iiit_pet")
train = pets["train"].map(prepare_and_mirror).cache().shuffle(500).batch(32)
test = pets["test"].map(prepare).batch(32)

image = tf.keras.Input((WIDTH, WIDTH, 3))
seen = tf.keras.layers.Conv2D(24, 3, padding="same", activation="relu")(image)
seen = tf.keras.layers.Conv2D(24, 3, padding="same", activation="relu")(seen)
model = tf.keras.Model(image, tf.keras.layers.Conv2D(3, 1, activation="softmax")(seen))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=20, validation_data=test)  # expect: KC315
