import pytest

from tests.rules.found import found, levels, lines

RULE = "KC319"
HEAD = """\
import pandas as pd
from sklearn.model_selection import KFold, TimeSeriesSplit, train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.utils import shuffle
def build():
    m = keras.Sequential([layers.LSTM(8), layers.Dense(1)])
    m.compile("adam", "mse")
    return m
m = build()
data = np.load("series.npy")
"""
LOOP = """\
x, y = [], []
for i in range(60, len(data)):
    x.append(data[i - 60:i, 0])
    y.append(data[i, 0])
x, y = np.array(x), np.array(y)
x = np.reshape(x, (x.shape[0], x.shape[1], 1))
"""
AHEAD = """\
def windows(series, look_back):
    x, y = [], []
    for i in range(len(series) - look_back - 1):
        part = series[i:(i + look_back), 0]
        x.append(part)
        y.append(series[i + look_back, 0])
    return np.array(x), np.array(y)
"""
ENDS = """\
def windows(series, n):
    x, y = list(), list()
    for i in range(len(series)):
        end = i + n
        if end > len(series) - 1:
            break
        before, after = series[i:end], series[end]
        x.append(before)
        y.append(after)
    return np.array(x), np.array(y)
"""
SPLIT = "x, xt, y, yt = train_test_split(x, y, test_size=0.2, random_state=1)\n"
FIT = "m.fit(x, y, epochs=5, validation_data=(xt, yt))\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(LOOP, id="rows before the counter"),
        pytest.param(LOOP.replace("(60, len", "(60, 5000 + len"), id="any end"),
        pytest.param(AHEAD + "x, y = windows(data, 10)\n", id="rows after the counter"),
        pytest.param(ENDS + "x, y = windows(data, 3)\n", id="bounds with names"),
        pytest.param(ENDS + "x, y = windows(data, int(input()))\n", id="a length not known"),
        pytest.param(
            LOOP.replace("range(60, len(data))", "range(60, len(data), 10)"), id="a short step"
        ),
        pytest.param(
            "x = np.array([data[i:i + 24] for i in range(len(data) - 24)])\ny = data[24:]\n",
            id="a comprehension",
        ),
        pytest.param(
            LOOP.replace("data[i - 60:i, 0]", "np.array(df.iloc[i - 60:i].values)").replace(
                "x, y = []", "df = pd.read_csv('a.csv')\nx, y = []"
            ),
            id="rows of a table",
        ),
        pytest.param(
            LOOP + "x = x / 255.0\nx, y = x[:4000], y[:4000]\n", id="scaled, and the first"
        ),
    ],
)
def test_overlapping_windows_that_are_held_out_at_random(code: str) -> None:
    code = HEAD + code + SPLIT + FIT
    assert levels(RULE, code) == ["info high"]
    assert lines(RULE, code) == [code.count("\n") - 1]
    assert "overlapping windows" in found(RULE, code)[0].message


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param(
            "for a, b in KFold(5, shuffle=True).split(x):\n    m = build()\n"
            "    m.fit(x[a], y[a], validation_data=(x[b], y[b]))\n",
            "these folds take",
            id="shuffled folds",
        ),
        pytest.param(
            "x, y = shuffle(x, y)\nm.fit(x, y, validation_split=0.2)\n",
            "`shuffle` takes",
            id="shuffled before",
        ),
        pytest.param(
            "x, y = shuffle(x, y)\nm.fit(x[:900], y[:900])\nm.evaluate(x[900:], y[900:])\n",
            "`shuffle` takes",
            id="shuffled before a slice",
        ),
        pytest.param(
            "order = np.random.permutation(len(x))\n"
            "m.fit(x[order], y[order], validation_split=0.2)\n",
            "`permutation` takes",
            id="a permutation",
        ),
    ],
)
def test_windows_that_are_mixed_in_another_way(code: str, words: str) -> None:
    (finding,) = found(RULE, HEAD + LOOP + code)
    assert words in finding.message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "d = pd.read_csv('a.csv')\nd['next'] = d['Close'].shift(-1)\nd = d.dropna()\n"
            "x, y = d[['Open', 'Close']].values, d['next'].values\n",
            id="a later value as the target",
        ),
        pytest.param(
            "d = pd.read_csv('a.csv', index_col='day', parse_dates=['day'])\n"
            "x, y = d.drop('load', axis=1), d['load']\nx = MinMaxScaler().fit_transform(x)\n",
            id="dates as the index of a file",
        ),
        pytest.param(
            "d = pd.read_csv('a.csv')\nd['Date'] = pd.to_datetime(d['Date'])\n"
            "d.set_index('Date', inplace=True)\nd = d.sort_index()\n"
            "x, y = d.iloc[:, :-1], d.iloc[:, -1]\n",
            id="dates as the index",
        ),
        pytest.param(
            "d = pd.read_csv('a.csv')\nd = d.sort_values('timestamp')\n"
            "x, y = d.iloc[:, 1:-1].values, d.iloc[:, -1].values\n",
            id="sorted by date",
        ),
    ],
)
def test_rows_by_date_that_are_held_out_at_random(code: str) -> None:
    code = HEAD + code + SPLIT + FIT
    assert levels(RULE, code) == ["info medium"]
    assert lines(RULE, code) == [code.count("\n") - 1]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(LOOP + SPLIT.replace("random_state=1", "shuffle=False") + FIT, id="in order"),
        pytest.param(LOOP + "m.fit(x, y, validation_split=0.2)\n", id="the last windows"),
        pytest.param(
            LOOP + "m.fit(x, y, validation_split=0.2, shuffle=True)\n", id="shuffled in training"
        ),
        pytest.param(
            LOOP + "n = int(len(x) * 0.8)\nx, xt, y, yt = x[:n], x[n:], y[:n], y[n:]\n" + FIT,
            id="slices",
        ),
        pytest.param(
            LOOP
            + "x, xt, y, yt = x[:900], x[900:], y[:900], y[900:]\nx, y = shuffle(x, y)\n"
            + FIT,
            id="the training part alone is shuffled",
        ),
        pytest.param(
            LOOP + "for a, b in TimeSeriesSplit(5).split(x):\n    m = build()\n"
            "    m.fit(x[a], y[a], validation_data=(x[b], y[b]))\n",
            id="folds in time",
        ),
        pytest.param(
            LOOP + "for a, b in KFold(5).split(x):\n    m = build()\n"
            "    m.fit(x[a], y[a], validation_data=(x[b], y[b]))\n",
            id="folds of rows that follow each other",
        ),
        pytest.param(
            LOOP.replace("range(60, len(data))", "range(60, len(data), 60)") + SPLIT + FIT,
            id="windows that do not overlap",
        ),
        pytest.param(
            AHEAD + "x, y = windows(data, 1)\n" + SPLIT + FIT, id="windows of one step each"
        ),
        pytest.param(
            LOOP.replace("data[i - 60:i, 0]", "data[i * 60:(i + 1) * 60, 0]") + SPLIT + FIT,
            id="blocks of rows",
        ),
        pytest.param(
            LOOP.replace("data[i - 60:i, 0]", "data[i, 0:60]") + SPLIT + FIT, id="some columns"
        ),
        pytest.param(
            LOOP.replace("data[i - 60:i, 0]", "parts[i][0:60]") + SPLIT + FIT,
            id="the start of each recording",
        ),
        pytest.param(
            LOOP.replace("data[i - 60:i, 0]", "np.load(files[i])[0:60]") + SPLIT + FIT,
            id="a file for each row",
        ),
        pytest.param(
            "d = pd.read_csv('a.csv', parse_dates=['born'])\nx, y = d.iloc[:, :-1], d['price']\n"
            + SPLIT
            + FIT,
            id="a date as a column",
        ),
        pytest.param(
            "d = pd.read_csv('a.csv').set_index('name').sort_values('price')\n"
            "x, y = d.iloc[:, :-1], d['price']\n" + SPLIT + FIT,
            id="sorted by something else",
        ),
        pytest.param(LOOP + SPLIT + "print(x.shape)\n", id="no training"),
    ],
)
def test_rows_that_are_held_out_in_order_or_are_no_series(code: str) -> None:
    assert levels(RULE, HEAD + code) == []
