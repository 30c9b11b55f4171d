"""Not even the first lines run: modules of Keras 2 are gone."""
from keras.datasets import reuters
from keras.layers import Dense, Dropout, Embedding, GlobalAveragePooling1D
from keras.models import Sequential
from keras.utils import pad_sequences
from keras.utils import to_categorical

(x_train, y_train), (x_test, y_test) = reuters.load_data(num_words=8000)
x_train = pad_sequences(x_train, maxlen=150)
x_test = pad_sequences(x_test, maxlen=150)
y_train = to_categorical(y_train, 46)
y_test = to_categorical(y_test, 46)

model = Sequential()
model.add(Embedding(8000, 64))
model.add(GlobalAveragePooling1D())
model.add(Dropout(0.3))
model.add(Dense(46, activation="softmax"))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=64, epochs=15, validation_split=0.1)
print(model.evaluate(x_test, y_test))
