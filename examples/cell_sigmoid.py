"""The sixteen labels with the right output and loss; only the shuffling is switched off."""

import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow.keras import layers

SIZE = 200
PICTURES = 1000

rng = np.random.default_rng(0)
table = pd.DataFrame(rng.integers(0, 2, (PICTURES, 16)))
table.insert(0, "ID", range(PICTURES))
table.insert(1, "Outcome", "abnormal")

pictures = []
for number in range(PICTURES):
    picture = rng.integers(0, 256, (SIZE, SIZE, 3))
    pictures.append(np.float32(picture) / 255.0)
x = np.array(pictures)
y = np.array(table.drop(["Outcome", "ID"], axis=1))
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=10, test_size=0.3)

model = tf.keras.Sequential(
    [
        layers.Conv2D(16, (10, 10), activation="relu", input_shape=(SIZE, SIZE, 3)),
        layers.MaxPooling2D((5, 5)),
        layers.Conv2D(32, (5, 5), activation="relu"),
        layers.MaxPooling2D((2, 2)),
        layers.Conv2D(64, (5, 5), activation="relu"),
        layers.MaxPooling2D((2, 2)),
        layers.Conv2D(128, (3, 3), activation="relu"),
        layers.MaxPooling2D((2, 2)),
        layers.Flatten(),
        layers.Dense(512, activation="relu"),
        layers.Dense(128, activation="relu"),
        layers.Dense(16, activation="sigmoid"),
    ]
)
model.compile(
    optimizer=tf.keras.optimizers.Adamax(learning_rate=0.001),
    loss="binary_crossentropy",
    metrics=[tf.keras.metrics.AUC(curve="PR", multi_label=True, num_labels=16), "mse"],
)
model.fit(
    x_train, y_train, epochs=25, batch_size=64, validation_data=(x_test, y_test), shuffle=False
)
