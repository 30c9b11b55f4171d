"""Tables that get other columns in place."""

from textwrap import indent

import pytest

from kerascheck.values import Data, Shape, Unknown
from tests.facts.trace_of import facts

HEAD = """
import pandas as pd
df = pd.DataFrame(np.zeros((500, 1)), columns=["value"])
"""


def shape(code: str, expression: str = "df.values") -> Shape | Unknown:
    """The shape of what a script makes of a table of 500 rows and one column."""
    trained = f"keras.Sequential([layers.Dense(1)]).fit({expression})\n"
    [fit] = facts(f"{HEAD}{code}\n{trained}").fits
    assert isinstance(fit.x, Data)
    return fit.x.shape


def width(code: str, expression: str = "df.values") -> int | None:
    """How many columns the table has; None if that is open."""
    found = shape(code, expression)
    assert isinstance(found, tuple)
    count = found[1]
    assert count is None or isinstance(count, (int, Unknown))
    return count if isinstance(count, int) else None


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("df['a'] = 0", 2),
        ("df['value'] = 0", 1),
        ("df[['a', 'b']] = np.zeros((500, 2))", 3),
        ("df[['a', 'value']] = np.zeros((500, 2))", 2),
        ("df[df['value'] > 3] = 0", 1),
        ("df.loc[:, 'a'] = 0", 2),
        ("df.loc[:, 'value'] = 0", 1),
        ("df.loc[df['value'] > 3, 'a'] = 0", 2),
        ("df.at[0, 'a'] = 0", 2),
        ("df.iloc[:, 0] = 0", 1),
        ("df.insert(0, 'a', 3)", 2),
        ("df.__setitem__('a', 3)", 2),
        ("df.columns = ['price']\ndf['price'] = 3", 1),
        ("df.columns = ['price']\ndf['value'] = 3", 2),
        ("df = df.rename(columns={'value': 'price'})\ndf['price'] = 3", 1),
        ("df.rename(columns={'value': 'price'}, inplace=True)\ndf['price'] = 3", 1),
        ("df = df.rename({'value': 'price'}, axis=1)\ndf['price'] = 3", 1),
        ("for c in ['a', 'b', 'value']:\n    df[c] = 0", 3),
        ("for c in df.columns:\n    df[c] = 0", 1),
    ],
)
def test_columns_that_are_known(code: str, count: int) -> None:
    assert width(code) == count


@pytest.mark.parametrize(
    "code",
    [
        "df[name] = 0",
        "df['before_{}'.format(number)] = 0",
        "df[7] = 0",
        "df['a', 'b'] = 0",
        "df[[f'a_{i}' for i in range(n)]] = 0",
        "df.loc[:, name] = 0",
        "df.insert(0, name, 3)",
        "df.eval('a = value + 1', inplace=True)",
        "df.columns = names\ndf['value'] = 3",
        "df = df.rename(columns=names)\ndf['value'] = 3",
        "for i in range(1, 169):\n    df[f'before_{i}'] = df['value'].shift(i)",
        "for i in range(1, 169):\n    df['before_' + str(i)] = df['value'].shift(i)",
        "for i in range(n):\n    df.loc[:, f'before_{i}'] = df['value'].shift(i)",
        "for i in range(n):\n    df.insert(0, f'before_{i}', df['value'].shift(i))",
        "from elsewhere import add_indicators\nadd_indicators(df)",
        "df.ta.rsi(append=True)",
    ],
)
def test_columns_that_are_open(code: str) -> None:
    assert width(code) is None


def test_a_table_under_another_name() -> None:
    assert width("other = df\nother['a'] = 0") == 2
    assert width("other = df.copy()\nother['a'] = 0") == 1


ADD = "def add(table):\n    table['a'] = 0\n    table['b'] = 0\n"


def test_a_function_that_adds_columns_to_the_table_of_its_caller() -> None:
    assert width(ADD + "add(df)") == 3
    assert width(ADD + "def main(table):\n    add(table)\nmain(df)") == 3
    assert width(ADD + "add(df.copy())") == 1


def test_an_object_that_holds_the_table() -> None:
    code = "class Holder:\n    def __init__(self, table):\n        self.table = table\n"
    code += "    def fill(self):\n" + indent("self.table['a'] = 0\n", "        ")
    assert width(code + "held = Holder(df)\nheld.fill()", "held.table.values") == 2
    assert width(code + "held = Holder(df)\nheld.fill()") == 2


@pytest.mark.parametrize(
    "held", ["tables = [df]", "tables = {'first': df}.values()", "tables = (df,)"]
)
def test_tables_in_a_collection(held: str) -> None:
    assert width(f"{held}\nfor table in tables:\n    table['a'] = 0") == 2


def test_a_collection_that_is_read_later() -> None:
    assert width("held = [df]\ndf['a'] = 0", "held[0].values") == 2
    assert width("held = {'x': df}\ndf['a'] = 0", "held['x'].values") == 2


def test_code_that_only_looks_at_a_table() -> None:
    assert width("import seaborn as sns\nsns.heatmap(df)") == 1
    assert width("from elsewhere import summary\nrows = summary(df)") == 1


def test_rows_that_are_added_one_by_one() -> None:
    empty = "df = pd.DataFrame(np.zeros((0, 2)), columns=['a', 'b'])\n"
    found = shape(empty + "for i in range(9):\n    df.loc[i] = [1, 2]")
    assert isinstance(found, tuple)
    assert isinstance(found[0], Unknown)
    assert found[1] == 2
    assert shape("df.loc[3] = 0") == (500, 1)
    added = shape("df.loc[len(df)] = 0")
    assert isinstance(added, tuple)
    assert isinstance(added[0], Unknown)


def test_what_was_noted_before_stays() -> None:
    code = HEAD + "model.fit(df, df)\ndf['predicted'] = 0\n"
    model = "model = keras.Sequential([layers.Dense(1)])\nmodel.compile(loss='mse')\n"
    [fit] = facts(model + code).fits
    assert isinstance(fit.x, Data)
    assert fit.x.shape == (500, 1)


def test_a_function_that_makes_a_row_of_each_value() -> None:
    code = "def parts(value):\n    return pd.Series([value, value])\n"
    assert isinstance(shape(code, "df['value'].apply(parts)"), Unknown)
    assert shape("def twice(v):\n    return 2 * v\n", "df['value'].apply(twice)") == (500,)
