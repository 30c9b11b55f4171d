"""After two epochs the log claims 90 percent, yet the predictions are no better than a guess."""
import tensorflow as tf

(images, labels), (test_images, test_labels) = tf.keras.datasets.fashion_mnist.load_data()
images = images[..., tf.newaxis] / 255.0
test_images = test_images[..., tf.newaxis] / 255.0
labels = tf.keras.utils.to_categorical(labels, 10)
test_labels = tf.keras.utils.to_categorical(test_labels, 10)

model = tf.keras.Sequential(
    [
        tf.keras.layers.Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)),
        tf.keras.layers.MaxPooling2D(),
        tf.keras.layers.Conv2D(64, 3, activation="relu"),
        tf.keras.layers.MaxPooling2D(),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer="adam",
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(images, labels, epochs=5, batch_size=64, validation_split=0.2)
print(model.evaluate(test_images, test_labels))
