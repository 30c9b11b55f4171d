"""The risk of a customer is 0.5 for everybody."""
import argparse

import pandas as pd
from keras.layers import Dense, Dropout, Input
from keras.models import Sequential
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def load(path):
    table = pd.read_csv(path)
    y = table.pop("churn").map({"no": 0, "yes": 1}).values
    x_train, x_test, y_train, y_test = train_test_split(table.values, y, random_state=4)
    scaler = StandardScaler().fit(x_train)
    return scaler.transform(x_train), scaler.transform(x_test), y_train, y_test


def build(width):
    model = Sequential()
    model.add(Input((width,)))
    model.add(Dense(64, activation="relu"))
    model.add(Dropout(0.2))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])  # expect: KC112
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--table", default="customers.csv")
    parser.add_argument("--epochs", type=int, default=20)
    args = parser.parse_args()
    x_train, x_test, y_train, y_test = load(args.table)
    model = build(x_train.shape[1])
    model.fit(x_train, y_train, epochs=args.epochs, batch_size=32, validation_split=0.1)
    print(model.evaluate(x_test, y_test))


if __name__ == "__main__":
    main()
