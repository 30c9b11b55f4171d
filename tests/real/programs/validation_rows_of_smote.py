"""On the test set the model is perfect, in the clinic it is not: copies of rows are in both parts."""
import pandas as pd
from imblearn.over_sampling import SMOTE
from keras.layers import BatchNormalization, Dense, Input
from keras.metrics import AUC
from keras.models import Sequential
from sklearn.model_selection import train_test_split

table = pd.read_csv("strokes.csv")
x = table.drop(columns=["stroke"]).values
y = table["stroke"].values
x, y = SMOTE(random_state=1).fit_resample(x, y)  # expect: KC317
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=1)

model = Sequential()
model.add(Input((10,)))
model.add(BatchNormalization())
model.add(Dense(32, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy", AUC()])
model.fit(x_train, y_train, epochs=20, batch_size=32, validation_split=0.1)
print(model.evaluate(x_test, y_test))
