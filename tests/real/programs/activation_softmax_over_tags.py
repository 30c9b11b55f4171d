"""Articles have several tags, but the model never gives more than one of them a high probability."""
import keras
import pandas as pd
from keras import layers
from sklearn.preprocessing import MultiLabelBinarizer

articles = pd.read_json("articles.json")
binarizer = MultiLabelBinarizer()
y = binarizer.fit_transform(articles["tags"])

vectorize = layers.TextVectorization(max_tokens=20000, output_mode="tf_idf")
vectorize.adapt(articles["text"].values)
x = vectorize(articles["text"].values)

model = keras.Sequential(
    [
        layers.Dense(256, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(len(binarizer.classes_), activation="softmax"),  # expect: KC102
    ]
)
model.compile(
    optimizer="adam",
    loss="categorical_crossentropy",
    metrics=["binary_accuracy"],
)
model.fit(x, y, epochs=10, batch_size=64, validation_split=0.1)
