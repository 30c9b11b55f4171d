"""Skin lesions of seven kinds; a rare kind weighs as much in sum as a frequent one."""

from collections import Counter

import keras
import numpy as np
from keras import layers
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

archive = np.load("lesions.npz", allow_pickle=True)
encoder = LabelEncoder()
labels = encoder.fit_transform(archive["diagnosis"])
images = archive["images"].astype("float32")
n_classes = len(encoder.classes_)

x_train, x_val, y_train, y_val = train_test_split(
    images, labels, test_size=0.15, stratify=labels, random_state=42
)

counts = Counter(y_train.tolist())
total = sum(counts.values())
class_weight = {}
for kind, count in counts.items():
    class_weight[kind] = total / (n_classes * count)
for kind in sorted(class_weight):
    print(f"{encoder.classes_[kind]:>10} {counts[kind]:6d} {class_weight[kind]:.2f}")

inputs = keras.Input(shape=x_train.shape[1:])
x = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
for filters in (32, 64, 128, 256):
    x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.MaxPooling2D(2)(x)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(n_classes, activation="softmax")(x)

model = keras.Model(inputs, outputs, name="lesions")
model.compile(
    optimizer=keras.optimizers.AdamW(1e-3, weight_decay=1e-4),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(
    x_train,
    y_train,
    batch_size=64,
    epochs=40,
    validation_data=(x_val, y_val),
    class_weight=class_weight,
)
