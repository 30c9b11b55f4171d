"""Short texts are judged by their padding, although masking is switched on."""
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=5000)
x_train = keras.utils.pad_sequences(x_train, maxlen=300, padding="post")
x_test = keras.utils.pad_sequences(x_test, maxlen=300, padding="post")

model = keras.Sequential()
model.add(keras.Input(shape=(300,)))
model.add(layers.Embedding(5000, 64, mask_zero=True))
model.add(layers.Conv1D(64, 5, activation="relu"))  # expect: KC415
model.add(layers.LSTM(32))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=3, batch_size=64, validation_split=0.2)
print(model.evaluate(x_test, y_test))
