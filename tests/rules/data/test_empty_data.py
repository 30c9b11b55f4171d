import pytest

from tests.rules.found import found, levels, lines

RULE = "KC322"
HEAD = """\
m = keras.Sequential([layers.Dense(1)])
m.compile("adam", "mse")
y = np.load("y.npy")
rows = []
"""
MADE = "x = np.array(rows)\nm.fit(x, y)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("for p in paths():\n    rows.append(p)\n" + MADE, id="appended in a loop"),
        pytest.param("from tools import fill\nfill(rows)\n" + MADE, id="handed to a function"),
        pytest.param("def note(r):\n    rows.append(r)\nrun(note)\n" + MADE, id="a closure"),
        pytest.param("other = rows\nfill(other)\n" + MADE, id="another name"),
        pytest.param("[rows.append(r) for r in load()]\n" + MADE, id="a comprehension"),
        pytest.param("rows += load()\n" + MADE, id="added to"),
        pytest.param("state = {'rows': rows}\nfill(state)\n" + MADE, id="inside of a dict"),
        pytest.param("for rows[len(rows):] in load():\n    pass\n" + MADE, id="a slice"),
        pytest.param("rows = load()\n" + MADE, id="bound anew"),
        pytest.param("globals()['rows'] = load()\n" + MADE, id="behind the text"),
        pytest.param("x = np.zeros((0, 3))\nx = grow(x)\nm.fit(x, y)\n", id="another array"),
        pytest.param(
            "x = np.array(rows)\nx = np.load('x.npy')\nm.fit(x, y)\n", id="not trained on"
        ),
    ],
)
def test_lists_that_may_be_filled(code: str) -> None:
    assert levels(RULE, HEAD + code) == []


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(MADE, 6, id="as it is"),
        pytest.param("x = np.asarray(rows)\nprint(len(rows))\nm.fit(x, y)\n", 7, id="measured"),
        pytest.param("x = np.array(rows) / 255.0\nm.fit(x, y)\n", 6, id="scaled"),
        pytest.param("m.fit(y, np.array(rows))\n", 5, id="as targets"),
    ],
)
def test_lists_that_nothing_is_put_into(code: str, line: int) -> None:
    assert levels(RULE, HEAD + code) == ["error high"]
    assert lines(RULE, HEAD + code) == [line]


def test_the_message_names_the_list() -> None:
    (finding,) = found(RULE, HEAD + MADE)
    assert "`x` has no rows" in finding.message
    assert "`rows`" in finding.message


DIGITS = """\
(x, y), _ = keras.datasets.mnist.load_data()
m = keras.Sequential([layers.Flatten(), layers.Dense(10, activation="softmax")])
m.compile("adam", "sparse_categorical_crossentropy")
"""


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        pytest.param(
            "n = 60000\na, b = x[n:], y[n:]\nm.fit(x, y, validation_data=(a, b))\n",
            2,
            "`x[n:]` has no rows: nothing is validated",
            id="behind the end",
        ),
        pytest.param(
            "m.fit(x[5000:1000], y[5000:1000])\n", 1, "nothing to train on", id="backwards"
        ),
        pytest.param(
            "x, y = np.load('x.npy'), np.load('y.npy')\nm.fit(x[-10:-20], y[-10:-20])\n",
            2,
            "nothing to train on",
            id="an array that is not known",
        ),
    ],
)
def test_slices_without_rows(code: str, line: int, words: str) -> None:
    assert levels(RULE, DIGITS + code) == ["error high"]
    assert lines(RULE, DIGITS + code) == [DIGITS.count("\n") + line]
    assert words in found(RULE, DIGITS + code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            "m.fit(x[:50000], y[:50000], validation_data=(x[50000:], y[50000:]))\n", id="ok"
        ),
        pytest.param(
            "x, y = np.load('x.npy'), np.load('y.npy')\nm.fit(x[900:], y[900:])\n", id="?"
        ),
        pytest.param("m.fit(x[10:-10], y[10:-10])\n", id="from both ends"),
        pytest.param("m.fit(x[-100:], y[-100:])\n", id="the last rows"),
        pytest.param("m.fit(x[::-1], y[::-1])\n", id="turned round"),
        pytest.param("n = len(x) - int(input())\nm.fit(x[n:], y[n:])\n", id="a bound not known"),
        pytest.param("print(x[60000:])\nm.fit(x, y)\n", id="not trained on"),
    ],
)
def test_slices_that_leave_rows(code: str) -> None:
    assert levels(RULE, DIGITS + code) == []
