"""A text classifier written as a subclass, its forward pass in `call`."""

import keras
from keras import layers, ops


class TextCNN(keras.Model):
    def __init__(self, words, classes, sizes=(3, 4, 5), filters=100, rate=0.5):
        super().__init__()
        self.embedding = layers.Embedding(words, 128)
        self.convolutions = [layers.Conv1D(filters, size, activation="relu") for size in sizes]
        self.pool = layers.GlobalMaxPooling1D()
        self.dropout = layers.Dropout(rate)
        self.classifier = layers.Dense(classes)

    def call(self, tokens, training=False):
        x = self.embedding(tokens)
        pooled = [self.pool(convolve(x)) for convolve in self.convolutions]
        x = ops.concatenate(pooled, axis=-1)
        x = self.dropout(x, training=training)
        return self.classifier(x)


def main():
    words = 20_000
    (x_train, y_train), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=words)
    x_train = keras.utils.pad_sequences(x_train, maxlen=400, truncating="post")
    x_test = keras.utils.pad_sequences(x_test, maxlen=400, truncating="post")

    model = TextCNN(words, classes=2)
    model.compile(
        optimizer=keras.optimizers.Adam(5e-4),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    model.fit(
        x_train,
        y_train,
        batch_size=64,
        epochs=10,
        validation_split=0.2,
        callbacks=[keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)],
    )
    _, accuracy = model.evaluate(x_test, y_test, verbose=0)
    probabilities = ops.softmax(model.predict(x_test[:5]))
    print(f"accuracy {accuracy:.3f}", ops.convert_to_numpy(probabilities))


if __name__ == "__main__":
    main()
