"""The network learns to say 1 for every image, and the loss falls below zero."""
import keras
from keras import layers, ops


def weighted_crossentropy(weight):
    def loss(y_pred, y_true):  # expect: KC121
        y_pred = ops.clip(y_pred, 1e-7, 1 - 1e-7)
        positive = -weight * y_true * ops.log(y_pred)
        negative = -(1 - y_true) * ops.log(1 - y_pred)
        return ops.mean(positive + negative)

    return loss


(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train[..., None].astype("float32") / 255
x_test = x_test[..., None].astype("float32") / 255
y_train = (y_train == 3).astype("float32").reshape(-1, 1)
y_test = (y_test == 3).astype("float32").reshape(-1, 1)

model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", loss=weighted_crossentropy(9), metrics=[keras.metrics.AUC()])
model.fit(x_train, y_train, epochs=5, batch_size=128, validation_split=0.1)
print(model.evaluate(x_test, y_test))
