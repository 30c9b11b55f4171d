"""Several labels at once: a sigmoid unit for each, the binary loss, a metric for each label."""

import keras
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MultiLabelBinarizer

films = pd.read_json("films.json")
binarizer = MultiLabelBinarizer()
y = binarizer.fit_transform(films["genres"])
x_train, x_val, y_train, y_val = train_test_split(films["plot"].to_numpy(), y, random_state=3)

vectorize = keras.layers.TextVectorization(max_tokens=20000, output_mode="tf_idf")
vectorize.adapt(x_train)
x_train, x_val = vectorize(x_train), vectorize(x_val)
model = keras.Sequential(
    [
        keras.layers.Dense(256, activation="relu"),
        keras.layers.Dropout(0.4),
        keras.layers.Dense(len(binarizer.classes_), activation="sigmoid"),
    ]
)
model.compile(
    optimizer="adam",
    loss="binary_crossentropy",
    metrics=[keras.metrics.BinaryAccuracy(), keras.metrics.AUC(multi_label=True)],
)
model.fit(x_train, y_train, epochs=10, validation_data=(x_val, y_val))
chosen = model.predict(x_val) > 0.5
print(binarizer.inverse_transform(chosen)[:3])
