"""Small training programs, and what the rules about outputs find in them."""

from textwrap import dedent

from kerascheck import registry
from kerascheck.config import Settings
from kerascheck.pipeline import check

RULES = [rule for rule in registry.load() if rule.origin.startswith("kerascheck.rules.output.")]

INT = "(_, y), _ = keras.datasets.mnist.load_data()"
ONE_HOT = f"{INT}\ny = keras.utils.to_categorical(y, 10)"
BINARY = "(_, y), _ = keras.datasets.imdb.load_data()"
ONE_HOT_2 = f"{BINARY}\ny = keras.utils.to_categorical(y, 2)"
MULTI_HOT = "y = MultiLabelBinarizer().fit_transform([['a', 'b'], ['c'], ['a', 'd']])"
NUMBERS = "(_, y), _ = keras.datasets.boston_housing.load_data()"
NOT_KNOWN = "y = np.load('y.npy')"

HEAD = """\
import keras
import numpy as np
import tensorflow as tf
from keras import layers
from sklearn.preprocessing import LabelEncoder, MultiLabelBinarizer
x = np.load("x.npy")
"""


def program(last: str, loss: str, labels: str, *, metrics: str = "None", after: str = "") -> str:
    """A network that ends in `last`, trained on `labels` (lines that bind `y`)."""
    return dedent("""\
        {labels}
        model = keras.Sequential([keras.Input((20,)), layers.Dense(32, activation="relu"), {last}])
        model.compile("adam", loss={loss}, metrics={metrics})
        model.fit(x, y, epochs=3, validation_split=0.1)
        {after}
        """).format(labels=labels, last=last, loss=loss, metrics=metrics, after=after)


def findings(code: str) -> list[str]:
    """The findings in a program after `HEAD`, as `KC101 error` in the order of the text."""
    result = check("train.py", (HEAD + code).encode(), RULES, Settings(min_confidence="low"))
    return [f"{finding.code} {finding.severity.label}" for finding in result.findings]


def advice(code: str) -> list[str]:
    """The help of the same findings."""
    result = check("train.py", (HEAD + code).encode(), RULES, Settings(min_confidence="low"))
    return [finding.help for finding in result.findings]
