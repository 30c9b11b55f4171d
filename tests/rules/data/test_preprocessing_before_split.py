import pytest

from tests.rules.found import found, levels, lines

RULE = "KC302"
HEAD = """\
import pandas as pd
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import MinMaxScaler, Normalizer, PolynomialFeatures, StandardScaler
t = pd.read_csv("t.csv")
x, y = t[["a", "b"]], t["c"]
"""
MODEL = "m = keras.Sequential([layers.Dense(8), layers.Dense(1)])\nm.compile('adam', loss='mse')\n"
SPLIT = "x, xt, y, yt = train_test_split(x, y, test_size=0.2)\n"
FIT = MODEL + "m.fit(x, y, epochs=5, validation_split=0.1)\n"
TEST = "m.evaluate(xt, yt)\n"
WINDOWS = """\
s = MinMaxScaler().fit_transform(t[['a']].values)
def windows(s):
    u, v = [], []
    for i in range(3, len(s)):
        u.append(s[i - 3 : i])
        v.append(s[i, 0])
    return np.array(u), np.array(v)
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            SPLIT + "s = StandardScaler()\nx = s.fit_transform(x)\nxt = s.transform(xt)\n"
            + FIT + TEST,
            id="fitted on the training part",
        ),
        pytest.param("x = Normalizer().fit_transform(x)\n" + SPLIT + FIT + TEST, id="by row"),
        pytest.param(
            "x = PolynomialFeatures().fit_transform(x)\n" + SPLIT + FIT + TEST, id="no statistics"
        ),
        pytest.param("x = x / 255\n" + SPLIT + FIT + TEST, id="a constant"),
        pytest.param("x = pd.get_dummies(x)\n" + SPLIT + FIT + TEST, id="get_dummies"),
        pytest.param(
            SPLIT + "x = StandardScaler().fit_transform(x)\n"
            "x, xv, y, yv = train_test_split(x, y)\n"
            + MODEL + "m.fit(x, y, validation_data=(xv, yv))\n",
            id="a second split, of the training part",
        ),
        pytest.param("x = StandardScaler().fit_transform(x)\n" + FIT, id="nothing held out"),
        pytest.param(
            "xt, yt = np.load('xt.npy'), np.load('yt.npy')\ns = StandardScaler().fit(x)\n"
            "x, xt = s.transform(x), s.transform(xt)\n"
            "x, _, y, _ = train_test_split(x, y, train_size=0.5)\n" + FIT + TEST,
            id="fewer rows, measured on others",
        ),
        pytest.param(
            "xt, yt = np.load('xt.npy'), np.load('yt.npy')\ns = StandardScaler().fit(x)\n"
            "x, xt = s.transform(x), s.transform(xt)\n"
            "x, _, y, _ = train_test_split(x, y, train_size=0.5)\n"
            + FIT + "m.evaluate(x, y)\n" + TEST,
            id="fewer rows, measured on these and on others",
        ),
        pytest.param(
            "x = StandardScaler().fit_transform(x)\n" + FIT + "m.predict(x[:5])\n",
            id="a few rows of the training to look at",
        ),
        pytest.param(
            "x = StandardScaler().fit_transform(x)[:100]\ny = y[:100]\n" + FIT,
            id="some of the rows, and no others",
        ),
        pytest.param(
            "y = MinMaxScaler().fit_transform(t[['c']])\n" + SPLIT + FIT + TEST, id="a target"
        ),
        pytest.param(
            "for a, b in KFold(5).split(x):\n    s = StandardScaler()\n"
            "    u, v = s.fit_transform(x.values[a]), s.transform(x.values[b])\n    "
            + MODEL.replace("\n", "\n    ") + "m.fit(u, y[a])\n    m.evaluate(v, y[b])\n",
            id="in every fold anew",
        ),
        pytest.param(
            SPLIT + "x, xt = prepare(x), prepare(xt)\n" + FIT + TEST, id="an unknown function"
        ),
        pytest.param(
            WINDOWS + "x, y = windows(s)\n" + FIT + "m.predict(s[-3:].reshape((1, 3, 1)))\n",
            id="a forecast from the last rows of the training",
        ),
        pytest.param(
            "s = MinMaxScaler().fit_transform(load())\nu, v, n = [], [], size()\n"
            "for i in range(n, len(s)):\n    u.append(s[i - n : i])\n    v.append(s[i, 0])\n"
            "x, y = np.asarray(u), np.asarray(v)\n" + FIT
            + "m.predict(np.expand_dims(s[-n:], 0))\n",
            id="a forecast from windows whose shape is not known",
        ),
    ],
)  # fmt: skip
def test_transformers_that_see_the_training_part_alone(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


@pytest.mark.parametrize(
    ("code", "level", "line"),
    [
        pytest.param(
            "x = StandardScaler().fit_transform(x)\n" + SPLIT + FIT + TEST, "warning high", 6,
            id="before train_test_split",
        ),
        pytest.param(
            "s = MinMaxScaler()\ns.fit(x)\n" + SPLIT + "x, xt = s.transform(x), s.transform(xt)\n"
            + FIT + TEST,
            "warning high", 9,
            id="fitted before, used behind the split",
        ),
        pytest.param(
            "t[['a', 'b']] = StandardScaler().fit_transform(t[['a', 'b']])\nx = t[['a', 'b']]\n"
            + SPLIT + FIT + TEST,
            "warning high", 6,
            id="columns in place",
        ),
        pytest.param(
            "x = MinMaxScaler().fit_transform(x)\nn = int(len(x) * 0.8)\n"
            "xt, yt, x, y = x[n:], y[n:], x[:n], y[:n]\n" + FIT + TEST,
            "warning high", 6,
            id="slices",
        ),
        pytest.param(
            "x = MinMaxScaler().fit_transform(x)\nxt, x, y = x[80:], x[:80], y[:80]\n" + FIT
            + "m.predict(xt)\n",
            "warning medium", 6,
            id="rows that are predicted only",
        ),
        pytest.param(
            "x = StandardScaler().fit_transform(x)\nfor a, b in KFold(5).split(x):\n    "
            + MODEL.replace("\n", "\n    ") + "m.fit(x[a], y[a])\n    m.evaluate(x[b], y[b])\n",
            "warning high", 6,
            id="before the folds",
        ),
        pytest.param(
            WINDOWS + "train, test = s[:80], s[80:]\n"
            "x, y = windows(train)\nxt, yt = windows(test)\n" + FIT + TEST,
            "warning high", 6,
            id="windows of a series",
        ),
        pytest.param(
            WINDOWS + "x, y = windows(s[:80])\nxt, yt = windows(s[77:])\n" + FIT
            + "m.predict(xt)\n",
            "warning medium", 6,
            id="windows of the first rows; the last ones are predicted",
        ),
        pytest.param(
            SPLIT + "s = StandardScaler().fit(x)\nx = s.transform(x)\nxt = s.fit_transform(xt)\n"
            + FIT + TEST,
            "warning high", 9,
            id="fitted anew on the test part after a fit on a line of its own",
        ),
        pytest.param(
            SPLIT + "s = StandardScaler()\nx = s.fit_transform(x)\nxt = s.fit_transform(xt)\n"
            + FIT + TEST,
            "warning high", 9,
            id="fitted anew on the test part",
        ),
    ],
)  # fmt: skip
def test_transformers_that_see_held_out_rows(code: str, level: str, line: int) -> None:
    assert levels(RULE, HEAD + code) == [level]
    assert lines(RULE, HEAD + code) == [line]


def test_samples_that_the_script_draws_itself_are_noted() -> None:
    code = "x = StandardScaler().fit_transform(x)\n" + SPLIT + FIT + TEST
    made = "from sklearn.datasets import make_regression\nx, y = make_regression(100, 2)\n"
    assert levels(RULE, HEAD + made + code) == ["info high"]
    drawn = "x, y = np.random.normal(size=(100, 2)), np.random.rand(100)\n"
    assert levels(RULE, HEAD + drawn + code) == ["info high"]


def test_rows_that_are_not_known_are_not_taken_for_others() -> None:
    code = (
        "s = StandardScaler()\na, b = rows['1':'2'], rows['2':]\n"
        "x = s.fit_transform(a).reshape(9, 1, 4)\nxt = s.transform(b).reshape(9, 1, 4)\n"
        "m = keras.Sequential([layers.LSTM(4)])\nm.compile('adam', 'mse')\n"
        "m.fit(x, x)\nm.predict(xt)\nm.predict(x)\n"
    )
    gathered = "rows = pd.DataFrame()\nfor f in files():\n    rows = rows.append(pd.read_csv(f))\n"
    assert levels(RULE, HEAD + gathered + code) == []


SERIES = """\
def windows(a):
    x, y = [], []
    for i in range(30, len(a)):
        x.append(a[i - 30 : i, :])
        y.append(a[i, 0])
    return np.array(x), np.array(y)

scaler = MinMaxScaler()
"""
LSTM = "m = keras.Sequential([layers.LSTM(8), layers.Dense(1)])\nm.compile('adam', 'mse')\n"


@pytest.mark.parametrize("table", ["t[['a']]", "prepare(t)"])
def test_validation_rows_of_a_training_part_are_left_alone(table: str) -> None:
    code = (
        f"{SERIES}s = {table}\ntrain, test = s.iloc[:800], s.iloc[800:]\n"
        "x, y = windows(scaler.fit_transform(train))\nxt, yt = windows(scaler.transform(test))\n"
        f"{LSTM}m.fit(x[:600], y[:600], validation_data=(x[600:], y[600:]))\nm.evaluate(xt, yt)\n"
    )
    assert levels(RULE, HEAD + code) == []
    leak = code.replace("train, test =", "z = scaler.fit_transform(s)\ntrain, test =")
    leak = leak.replace("scaler.fit_transform(train)", "z[:800]")
    leak = leak.replace("scaler.transform(test)", "z[800:]")
    assert levels(RULE, HEAD + leak) == ["warning high"]


def test_a_later_table_behind_the_one_that_was_seen() -> None:
    code = (
        f"{SERIES}later = pd.read_csv('later.csv')\n"
        f"x, y = windows(scaler.fit_transform(t[['a']].values))\n{LSTM}m.fit(x, y, epochs=9)\n"
        "both = pd.concat((t, later), axis=0)\nrest = both[['a']].iloc[len(t) - 30 :].values\n"
        "xt, yt = windows(scaler.transform(rest))\nm.evaluate(xt, yt)\n"
    )
    assert levels(RULE, HEAD + code) == []
    # Parts of what was seen stay parts of it when they are put together.
    leak = code.replace(
        "both = pd.concat((t, later), axis=0)",
        "both = pd.concat((t[:99], t[99:]), axis=0)",
    )
    assert levels(RULE, HEAD + leak) == ["warning high"]


def test_the_split_is_shown() -> None:
    (finding,) = found(RULE, HEAD + "x = StandardScaler().fit_transform(x)\n" + SPLIT + FIT + TEST)
    assert [label.text for label in finding.labels] == ["splits them only here"]
    assert finding.message.startswith("`StandardScaler` has learnt from rows that are held out")


ARRAYS = "x, y = np.load('x.npy'), np.load('y.npy')\n"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param("x = (x - x.mean()) / x.std()\n" + SPLIT + FIT + TEST, 1, id="a table"),
        pytest.param(
            ARRAYS + "x -= x.mean(axis=0)\nx /= x.std(axis=0)\n" + SPLIT + FIT + TEST,
            2,
            id="in place",
        ),
        pytest.param(
            ARRAYS + "mean = np.mean(x, axis=0)\nx = x - mean\n" + SPLIT + FIT + TEST,
            3,
            id="a name",
        ),
        pytest.param(
            ARRAYS
            + "x = (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))\n"
            + MODEL
            + "m.fit(x[:800], y[:800], validation_data=(x[800:], y[800:]))\n",
            2,
            id="from 0 to 1, and slices",
        ),
    ],
)
def test_statistics_by_hand_of_rows_that_are_held_out(code: str, line: int) -> None:
    assert levels(RULE, HEAD + code) == ["warning high"]
    assert lines(RULE, HEAD + code) == [HEAD.count("\n") + line]
    assert "what is subtracted" in found(RULE, HEAD + code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            ARRAYS + SPLIT + "mean, std = x.mean(axis=0), x.std(axis=0)\n"
            "x, xt = (x - mean) / std, (xt - mean) / std\n" + FIT + TEST,
            id="statistics of the training part",
        ),
        pytest.param(
            ARRAYS
            + "mean = x[:800].mean(axis=0)\nx = x - mean\n"
            + MODEL
            + "m.fit(x[:800], y[:800], validation_data=(x[800:], y[800:]))\n",
            id="of the first rows",
        ),
        pytest.param(
            ARRAYS + "x = x - x.mean(axis=1, keepdims=True)\n" + SPLIT + FIT + TEST, id="by row"
        ),
        pytest.param(ARRAYS + "x = x - x[0]\n" + SPLIT + FIT + TEST, id="the first row"),
        pytest.param(ARRAYS + "x = x - x.mean(axis=0)\n" + FIT, id="nothing held out"),
        pytest.param(
            "(x, y), (xt, yt) = keras.datasets.cifar10.load_data()\nmean = np.mean(x, axis=0)\n"
            "x, xt = x - mean, xt - mean\n" + FIT + TEST,
            id="the mean image of the training",
        ),
        pytest.param(ARRAYS + "y = y - y.mean(axis=0)\n" + SPLIT + FIT + TEST, id="targets"),
    ],
)
def test_statistics_by_hand_that_leak_nothing(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


NORM = "n = layers.Normalization()\n"
WITH_NORM = FIT.replace("Sequential([", "Sequential([n, ")
PARTS = (
    "d = tf.data.Dataset.from_tensor_slices((x, y))\ntrain, val = d.skip(9), d.take(9)\n"
    + WITH_NORM.replace("m.fit(x, y, epochs=5, validation_split=0.1)", "m.fit(train, {})")
)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(NORM + "n.adapt(x)\n" + SPLIT + WITH_NORM + TEST, 7, id="before the split"),
        pytest.param(
            NORM + "n.adapt(t[['a', 'b']].values)\n" + SPLIT + WITH_NORM + TEST, 7, id="as an array"
        ),
        pytest.param(
            NORM + "all = x\n" + SPLIT + "n.adapt(all)\n" + WITH_NORM + TEST, 9, id="after it"
        ),
        pytest.param(
            NORM + "n.adapt(x)\n" + SPLIT
            + WITH_NORM.replace("m.compile", "m = keras.Sequential([m])\nm.compile") + TEST,
            7,
            id="in a model within the model",
        ),
        pytest.param(
            NORM + "import tensorflow as tf\nn.adapt(x)\n" + PARTS.format("validation_data=val"), 8,
            id="parts of a dataset",
        ),
    ],
)  # fmt: skip
def test_a_layer_that_is_adapted_to_held_out_rows(code: str, line: int) -> None:
    assert levels(RULE, HEAD + code) == ["warning high"]
    assert lines(RULE, HEAD + code) == [line]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(NORM + SPLIT + "n.adapt(x)\n" + WITH_NORM + TEST, id="the training part"),
        pytest.param(NORM + "n.adapt(x)\n" + WITH_NORM, id="nothing held out"),
        pytest.param(
            NORM + "n.adapt(x)\n" + SPLIT + "n.adapt(x)\n" + WITH_NORM + TEST, id="adapted anew"
        ),
        pytest.param(
            NORM + "n.adapt(x)\n" + SPLIT + FIT + TEST, id="not in the model that is trained"
        ),
        pytest.param(NORM + "n.adapt(load())\n" + SPLIT + WITH_NORM + TEST, id="not known"),
        pytest.param(
            NORM + "import tensorflow as tf\nn.adapt(x)\n" + PARTS.format("epochs=9"),
            id="a part that nothing is measured on",
        ),
    ],
)
def test_a_layer_that_learns_nothing_of_held_out_rows(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


TEXTS = """\
from keras.preprocessing.text import Tokenizer
texts, y = list(t["text"]), t["c"]
k = Tokenizer(1000)
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            "k.fit_on_texts(texts)\nx = k.texts_to_sequences(texts)\n"
            "x = keras.utils.pad_sequences(x)\n" + SPLIT,
            ["info low"],
            id="all the texts",
        ),
        pytest.param(
            "x = texts\n" + SPLIT + "k.fit_on_texts(x)\n"
            "x, xt = k.texts_to_matrix(x), k.texts_to_matrix(xt)\n",
            [],
            id="the training part",
        ),
    ],
)
def test_words_of_held_out_texts_are_a_note(code: str, expected: list[str]) -> None:
    assert levels(RULE, HEAD + TEXTS + code + FIT + TEST) == expected


SUBSAMPLE = """\
def scaled(train, test):
    scaler = StandardScaler()
    scaler.fit(train)
    return scaler.transform(train), scaler.transform(test)

def measured(a, b, c, d):
    m = keras.Sequential([layers.Dense(8), layers.Dense(1)])
    m.compile("adam", loss="mse")
    m.fit(a, b, epochs=5)
    m.evaluate(a, b)
    m.evaluate(c, d)

p, pt = {parts}
p, pt = scaled(p, pt)
few, {rest}, labels, {rest_labels} = train_test_split(p, y, train_size=100)
measured(p, y, pt, yt)
measured(few, labels, {used})
"""


@pytest.mark.parametrize(
    ("rest", "rest_labels", "used", "expected"),
    [
        pytest.param("_", "_", "pt, yt", [], id="the rest is dropped, the test set is another"),
        pytest.param("rest", "more", "rest, more", ["warning high"], id="measured on the rest"),
    ],
)
def test_a_part_that_is_taken_of_the_training(
    rest: str, rest_labels: str, used: str, expected: list[str]
) -> None:
    code = SUBSAMPLE.format(
        parts="t[['a', 'b']], pd.read_csv('test.csv')",
        rest=rest,
        rest_labels=rest_labels,
        used=used,
    )
    assert levels(RULE, HEAD + code) == expected


@pytest.mark.parametrize(
    ("series", "level"),
    [("np.cos(np.arange(1600) / 20)", "info low"), ("np.load('waves.npy')", "warning high")],
)
def test_each_part_of_a_wave_has_the_same_range(series: str, level: str) -> None:
    code = f"s = {series}[:, None]\ns = MinMaxScaler().fit_transform(s)\nx, y = s[:800], s[:800]\n"
    code += "xt, yt = s[800:], s[800:]\n" + MODEL + "m.fit(x, y, epochs=5)\nm.evaluate(xt, yt)\n"
    assert levels(RULE, HEAD + code) == [level]


@pytest.mark.parametrize(
    ("rest", "expected"),
    [("pd.concat([t[['a']], pd.read_csv('next.csv')[['a']]])[-90:]", 0), ("t[['a']][-90:]", 1)],
)
def test_the_end_of_a_series_that_the_next_one_goes_on_with(rest: str, expected: int) -> None:
    code = "s = MinMaxScaler()\nv = s.fit_transform(t[['a']])\nx = y = v[:500]\n"
    code += MODEL + f"m.fit(x, y, epochs=5)\nw = s.transform({rest})\nm.predict(w)\n"
    assert len(levels(RULE, HEAD + code)) == expected


LATER = """\
import pandas as pd
table = pd.read_csv('prices.csv')
scaler = {scaler}()
values = scaler.fit_transform(table)
x, y = values[:800, :3], values[:800, 3]
"""
PREDICTED = """\
new = pd.read_csv('today.csv')
print(m.predict({made}(new)))
"""


@pytest.mark.parametrize(
    ("scaler", "made", "expected"),
    [
        ("StandardScaler", "StandardScaler().fit_transform", ["warning high"]),
        ("StandardScaler", "scaler.fit_transform", ["warning high"]),
        ("StandardScaler", "scaler.transform", []),
        ("StandardScaler", "MinMaxScaler().fit_transform", []),
    ],
)
def test_a_scaler_that_is_fitted_anew_on_what_is_predicted(
    scaler: str, made: str, expected: list[str]
) -> None:
    code = HEAD + LATER.format(scaler=scaler) + FIT + PREDICTED.format(made=made)
    assert levels(RULE, code) == expected
    for finding in found(RULE, code):
        assert finding.mark == "learns from rows that are predicted"


DRAWN = """\
import random
ages, y = [], []
for i in range(1000):
    ages.append(random.randint(13, 64))
    y.append(i % 2)
{}x = MinMaxScaler().fit_transform(np.array(ages).reshape(-1, 1))
x, xt, y, yt = train_test_split(x, np.array(y))
"""


@pytest.mark.parametrize(
    ("more", "level"),
    [
        ("", "info high"),
        ("ages += list(pd.read_csv('ages.csv')['age'])\n", "warning high"),
        ("from mine import more\nages += more\n", "warning high"),
    ],
)
def test_numbers_that_the_script_draws_into_a_list(more: str, level: str) -> None:
    code = HEAD.replace('t = pd.read_csv("t.csv")\nx, y = t[["a", "b"]], t["c"]\n', "")
    assert levels(RULE, code + DRAWN.format(more) + FIT + TEST) == [level]


WATCHED = (
    """\
s = StandardScaler()
x = s.fit_transform(x)
x, xv, y, yv = train_test_split(x, y)
"""
    + MODEL
    + """\
m.fit(x, y, validation_data=(xv, yv))
other = pd.read_csv("other.csv")
m.evaluate({}, other["c"])
"""
)


@pytest.mark.parametrize(
    ("scored", "level"),
    [
        ("s.transform(other[['a', 'b']])", "info low"),
        ("xv", "warning high"),
    ],
)
def test_a_part_that_is_only_watched_while_another_file_gives_the_score(
    scored: str, level: str
) -> None:
    assert levels(RULE, HEAD + WATCHED.format(scored)) == [level]


def test_the_call_that_learns_anew_is_shown() -> None:
    code = HEAD + SPLIT + "s = StandardScaler()\ns.fit(xt)\nxt = s.transform(xt)\n"
    code += "s.fit(x)\nx = s.transform(x)\n" + FIT + TEST
    assert levels(RULE, code) == ["warning high"]
    assert lines(RULE, code) == [8]


TURNS = "x = []\nfor i in range(len(w) - 9):\n"
TAKE = "    x.append({}(w[i : i + 9]))\nx = np.array(x)"
ONCE = "w = MinMaxScaler().fit_transform(w{})\n"
LEAKS = ["warning high"]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        ("x = np.array([MinMaxScaler().fit_transform(one) for one in w])", []),
        ("s = MinMaxScaler()\nx = np.array([s.fit_transform(one) for one in w])", []),
        (TURNS + TAKE.format("MinMaxScaler().fit_transform"), []),
        (TURNS + "    s = MinMaxScaler().fit(w[i : i + 9])\n" + TAKE.format("s.transform"), []),
        (ONCE.format("") + TURNS + TAKE.format("np.array"), LEAKS),
        (ONCE.format("[a:b]") + TURNS + TAKE.format("np.array"), LEAKS),
    ],
)
def test_a_sample_that_is_scaled_by_itself_learns_nothing_of_the_others(
    make: str, expected: list[str]
) -> None:
    code = f"w = np.load('w.npy')\n{make}\n" + SPLIT + FIT + TEST
    assert levels(RULE, HEAD + code) == expected
