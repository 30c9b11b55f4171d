"""Even or odd, in three parts that are scaled alike; a test adds the network and its training."""

from keras.callbacks import EarlyStopping
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD
from keras.utils import set_random_seed
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

set_random_seed(42)
digits = load_digits()
X, y = digits.data, digits.target
y_binary = y % 2

X_train, X_test, y_train, y_test = train_test_split(X, y_binary, random_state=42, test_size=0.2)
X_t, X_val, y_t, y_val = train_test_split(X_train, y_train, random_state=42, test_size=0.2)
X_t, X_val, X_test = X_t / 16, X_val / 16, X_test / 16
