"""Search the width, depth and learning rate of a text classifier with KerasTuner."""

import keras
import keras_tuner as kt
from keras import layers
from keras.datasets import reuters
from keras.utils import pad_sequences

WORDS = 12000
TOPICS = 46


class NewsHyperModel(kt.HyperModel):
    def __init__(self, words, topics):
        super().__init__(name="news")
        self.words = words
        self.topics = topics

    def build(self, hp):
        model = keras.Sequential()
        model.add(keras.Input(shape=(200,)))
        model.add(layers.Embedding(self.words, hp.Choice("embedding", [32, 64, 128])))
        model.add(layers.GlobalAveragePooling1D())
        for i in range(hp.Int("depth", 1, 3)):
            units = hp.Int(f"units_{i}", min_value=64, max_value=256, step=64)
            model.add(layers.Dense(units, activation=hp.Choice("activation", ["relu", "tanh"])))
        if hp.Boolean("dropout"):
            model.add(layers.Dropout(hp.Float("rate", 0.1, 0.5, step=0.1)))
        model.add(layers.Dense(self.topics, activation="softmax"))
        rate = hp.Float("lr", 1e-4, 1e-2, sampling="log")
        model.compile(
            optimizer=keras.optimizers.Adam(learning_rate=rate),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
        )
        return model

    def fit(self, hp, model, *args, **kwargs):
        return model.fit(*args, batch_size=hp.Choice("batch_size", [32, 64]), **kwargs)


(x_train, y_train), (x_test, y_test) = reuters.load_data(num_words=WORDS)
x_train = pad_sequences(x_train, maxlen=200)
x_test = pad_sequences(x_test, maxlen=200)

hypermodel = NewsHyperModel(WORDS, TOPICS)
tuner = kt.BayesianOptimization(
    hypermodel, objective="val_accuracy", max_trials=20, directory="trials", overwrite=True
)
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)
tuner.search(x_train, y_train, epochs=15, validation_split=0.2, callbacks=[stop])

best = tuner.get_best_hyperparameters()[0]
model = hypermodel.build(best)
model.fit(x_train, y_train, epochs=8, validation_data=(x_test, y_test))
model.save("news.keras")
