import pytest

from tests.rules.found import found, levels, lines

RULE = "KC303"
HEAD = "x, y = np.load('x.npy'), np.load('y.npy')\n"
MODEL = "m = keras.Sequential([layers.Dense(1)])\nm.compile('adam', loss='mse')\n"
CHOICE = "test = np.random.choice(263, size=87, replace=False)\n"


def trained(x: str, y: str, index: str = CHOICE) -> str:
    return f"{HEAD}{index}{MODEL}m.fit({x}, {y}, validation_data=(x[test], y[test]))\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(trained("np.delete(x, test, axis=0)", "np.delete(y, test)"), id="deleted"),
        pytest.param(trained("x[~test]", "y[~test]", "test = x[:, 0] > 3\n"), id="a mask"),
        pytest.param(trained("x[-100:]", "y[-100:]"), id="a slice from the end"),
        pytest.param(trained("x[:-n]", "y[:-n]", "n = 50\ntest = slice(-n, None)\n"), id="a slice"),
        pytest.param(HEAD + MODEL + "m.fit(x, y)\nm.predict(x[-1:])\n", id="the last row"),
        pytest.param(HEAD + "n = 3\n" + MODEL + "m.fit(x, y)\nm.predict(x[-n])\n", id="a number"),
        pytest.param(trained("x[-test]", "y[-test]", "test = find()\n"), id="not known"),
        pytest.param(
            HEAD + MODEL + "m.fit(x, y)\nm.predict(x[-np.arange(1, 6)])\n", id="the last ones"
        ),
        pytest.param(trained("-x[test]", "y[test]"), id="negated values"),
        pytest.param(
            trained("x[last - test]", "y[last - test]", CHOICE + "last = np.load('last.npy')\n"),
            id="a difference of positions",
        ),
    ],
)
def test_rows_that_are_dropped_or_counted_from_the_end_on_purpose(code: str) -> None:
    assert levels(RULE, code) == []


@pytest.mark.parametrize(
    ("code", "level", "line"),
    [
        pytest.param(trained("x[-test]", "y[-test]"), "error high", 5, id="an array"),
        pytest.param(
            "import pandas as pd\n"
            + trained("t.iloc[-test]", "y[-test]", CHOICE + "t = pd.DataFrame(x)\n"),
            "error high", 7,
            id="a table",
        ),
        pytest.param(
            trained("x[-test]", "y[-test]",
                    "test = np.random.default_rng(0).permutation(263)[:87]\n"),
            "error high", 5,
            id="a permutation",
        ),
        pytest.param(
            trained("x[-test]", "y[-test]", "test = np.array([3, 8, 11])\n"), "error high", 5,
            id="written positions, and their complement",
        ),
        pytest.param(
            trained("x[-test]", "y[-test]", "test = np.where(x[:, 0] > 3)[0]\n"), "error high",
            5, id="where, and the complement",
        ),
        pytest.param(
            f"{HEAD}test = np.where(x[:, 0] > 3)[0]\n{MODEL}m.fit(x[-test], y[-test])\n",
            "warning medium", 5, id="no complement",
        ),
    ],
)  # fmt: skip
def test_positions_with_a_minus_before_them(code: str, level: str, line: int) -> None:
    assert levels(RULE, code) == [level]
    assert lines(RULE, code) == [line]


def test_the_fix_deletes_rows_of_all_arrays() -> None:
    (finding,) = found(RULE, trained("x[-test]", "y[-test]"))
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == [
        "np.delete(x, test, axis=0)",
        "np.delete(y, test, axis=0)",
    ]
