"""The next character of a text; what comes out is read, not scored."""

import keras
import numpy as np

with open("nietzsche.txt", encoding="utf-8") as file:
    text = file.read().lower()
chars = sorted(set(text))
index = {c: i for i, c in enumerate(chars)}
length = 40
starts = range(0, len(text) - length, 3)
x = np.zeros((len(starts), length, len(chars)), dtype="bool")
y = np.zeros((len(starts), len(chars)), dtype="bool")
for i, start in enumerate(starts):
    for t, char in enumerate(text[start : start + length]):
        x[i, t, index[char]] = True
    y[i, index[text[start + length]]] = True

model = keras.Sequential(
    [
        keras.Input(shape=(length, len(chars))),
        keras.layers.LSTM(128),
        keras.layers.Dense(len(chars), activation="softmax"),
    ]
)
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.RMSprop(0.01))
for epoch in range(40):
    model.fit(x, y, batch_size=128, epochs=1)
    seed = x[epoch : epoch + 1]
    print(chars[int(np.argmax(model.predict(seed, verbose=0)[0]))])
