"""Measure a saved classifier on the test split, and write down what it gets wrong."""

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.metrics import classification_report
from tensorflow import keras


def read_split(folder):
    with np.load(Path(folder) / "test.npz") as data:
        pixels = data["images"].astype("float32") / 255.0
        return pixels[..., np.newaxis], data["labels"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", default="data")
    parser.add_argument("--batch-size", type=int, default=256)
    args = parser.parse_args()

    x_test, y_test = read_split(args.data)
    model = keras.models.load_model(args.weights, compile=False)
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    loss, accuracy = model.evaluate(x_test, y_test, batch_size=args.batch_size, verbose=0)
    guesses = model.predict(x_test, batch_size=args.batch_size).argmax(axis=-1)
    wrong = np.flatnonzero(guesses != y_test)

    print(classification_report(y_test, guesses))
    summary = {"loss": float(loss), "accuracy": float(accuracy), "wrong": wrong.tolist()}
    args.weights.with_suffix(".json").write_text(json.dumps(summary))


if __name__ == "__main__":
    main()
