"""Reviews get one sentiment each, and the network answers word by word."""
import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=10000)
x_train = keras.utils.pad_sequences(x_train, maxlen=200)
x_test = keras.utils.pad_sequences(x_test, maxlen=200)

model = keras.Sequential()
model.add(keras.Input(shape=(200,)))
model.add(layers.Embedding(10000, 64))
model.add(layers.LSTM(64, return_sequences=True))  # expect: KC409
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=3, batch_size=64, validation_split=0.2)
print(model.evaluate(x_test, y_test))
