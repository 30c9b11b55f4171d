"""Film reviews as strings; the model turns them into numbers itself."""

import keras
from keras import layers

train = keras.utils.text_dataset_from_directory(
    "aclImdb/train", batch_size=32, validation_split=0.2, subset="training", seed=42
)
val = keras.utils.text_dataset_from_directory(
    "aclImdb/train", batch_size=32, validation_split=0.2, subset="validation", seed=42
)
test = keras.utils.text_dataset_from_directory("aclImdb/test", batch_size=32)
vectorize = layers.TextVectorization(max_tokens=10000, output_sequence_length=250)
vectorize.adapt(train.map(lambda text, label: text))
train = train.map(lambda text, label: (vectorize(text), label))
val = val.map(lambda text, label: (vectorize(text), label))
test = test.map(lambda text, label: (vectorize(text), label))

model = keras.Sequential(
    [
        keras.Input((250,), dtype="int64"),
        layers.Embedding(10000, 16),
        layers.Dropout(0.2),
        layers.GlobalAveragePooling1D(),
        layers.Dropout(0.2),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    loss=keras.losses.BinaryCrossentropy(),
    optimizer="adam",
    metrics=[keras.metrics.BinaryAccuracy(threshold=0.5)],
)
model.fit(train, validation_data=val, epochs=10)
print(model.evaluate(test))
