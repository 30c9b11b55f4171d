"""A transformer block of the script's own, then a small head."""

import keras
from keras import layers


class TransformerBlock(layers.Layer):
    """Self-attention and a feed-forward network, each with a residual connection."""

    def __init__(self, size, heads, width, rate=0.1):
        super().__init__()
        self.attention = layers.MultiHeadAttention(num_heads=heads, key_dim=size)
        self.forward = keras.Sequential(
            [layers.Dense(width, activation="relu"), layers.Dense(size)]
        )
        self.first, self.second = layers.LayerNormalization(), layers.LayerNormalization()
        self.drop = layers.Dropout(rate)

    def call(self, inputs):
        x = self.first(inputs + self.drop(self.attention(inputs, inputs)))
        return self.second(x + self.forward(x))


(x_train, y_train), (x_val, y_val) = keras.datasets.imdb.load_data(num_words=20000)
x_train = keras.utils.pad_sequences(x_train, maxlen=200)
x_val = keras.utils.pad_sequences(x_val, maxlen=200)
inputs = layers.Input(shape=(200,))
x = layers.Embedding(20000, 32)(inputs)
x = TransformerBlock(32, 2, 32)(x)
x = layers.GlobalAveragePooling1D()(x)
x = layers.Dropout(0.1)(x)
x = layers.Dense(20, activation="relu")(x)
x = layers.Dropout(0.1)(x)
model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_val, y_val))
