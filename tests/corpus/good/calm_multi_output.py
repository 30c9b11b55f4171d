"""Age, gender and mood from one face: three heads, a loss for each by its name."""

import numpy as np
from tensorflow.keras import layers, models
from tensorflow.keras.utils import to_categorical

MOODS = ("angry", "happy", "neutral", "sad", "surprised")

data = np.load("faces.npz")
faces = data["faces"].astype("float32") / 255.0
ages = data["ages"].astype("float32")
genders = data["genders"].astype("float32")
moods = to_categorical(data["moods"], len(MOODS))

held_out = len(faces) // 10
targets = {"age": ages, "gender": genders, "mood": moods}
train_targets = {name: values[held_out:] for name, values in targets.items()}
val_targets = {name: values[:held_out] for name, values in targets.items()}


def head(features, name, units, activation=None):
    hidden = layers.Dense(64, activation="relu", name=name + "_hidden")(features)
    hidden = layers.Dropout(0.3)(hidden)
    return layers.Dense(units, activation=activation, name=name)(hidden)


inputs = layers.Input(shape=(96, 96, 1))
x = inputs
for filters in (32, 64, 96, 128):
    x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    x = layers.BatchNormalization()(x)
    x = layers.MaxPooling2D()(x)
x = layers.GlobalAveragePooling2D()(x)

age = head(x, "age", 1)
gender = head(x, "gender", 1, "sigmoid")
mood = head(x, "mood", len(MOODS), "softmax")
model = models.Model(inputs=inputs, outputs={"age": age, "gender": gender, "mood": mood})

model.compile(
    optimizer="adam",
    loss={"age": "mae", "gender": "binary_crossentropy", "mood": "categorical_crossentropy"},
    loss_weights={"age": 0.1, "gender": 1.0, "mood": 1.5},
    metrics={"age": ["mae"], "gender": ["accuracy"], "mood": ["accuracy"]},
)
model.fit(
    faces[held_out:],
    train_targets,
    validation_data=(faces[:held_out], val_targets),
    batch_size=64,
    epochs=30,
)
