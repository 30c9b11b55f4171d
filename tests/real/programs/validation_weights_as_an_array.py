"""The weights of scikit-learn go into fit as they come, and fit stops."""
import keras
import numpy as np
from keras import layers
from sklearn.utils.class_weight import compute_class_weight

archive = np.load("leaves.npz")
x, y = archive["images"] / 255.0, archive["species"]
weights = compute_class_weight("balanced", classes=np.unique(y), y=y)

model = keras.Sequential()
model.add(keras.Input(shape=(64, 64, 3)))
model.add(layers.Conv2D(16, 3, activation="relu"))
model.add(layers.MaxPooling2D())
model.add(layers.Conv2D(32, 3, activation="relu"))
model.add(layers.GlobalAveragePooling2D())
model.add(layers.Dense(12, activation="softmax"))
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(
    x,
    y,
    epochs=15,
    validation_split=0.2,
    class_weight=weights,  # expect: KC210
)
