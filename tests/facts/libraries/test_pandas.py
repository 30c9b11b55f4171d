"""Tables: columns, rows, encodings and the names of targets."""

from typing import Any

import pytest

from kerascheck.facts.call import Call
from kerascheck.facts.libraries import pandas
from kerascheck.facts.libraries.methods import METHODS
from kerascheck.values import Data, Encoding, Frequencies, Kind, Unknown

READ = "df = pd.read_csv('d.csv', names=['a', 'b', 'price', 'label'])\n"


def tasks(data: Data) -> list[tuple[str, float, str]]:
    return [(clue.task, clue.weight, clue.source) for clue in data.clues]


def test_a_file_read_twice_gives_the_same_rows(script: Any) -> None:
    assert script("pd.read_csv('a.csv')").rows == script("pd.read_csv('a.csv')").rows
    assert script("pd.read_csv('a.csv')").rows != script("pd.read_csv('b.csv')").rows
    assert script("pd.read_excel(path)", path=Unknown("argument")).kind is Kind.FRAME


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("price", ("regression", 0.45, "names")),
        ("SalePrice", ("regression", 0.45, "names")),
        ("median_income", ("regression", 0.45, "names")),
        ("label", ("classification", 0.45, "names")),
        ("Survived", ("binary", 0.45, "names")),
        ("a", None),
    ],
)
def test_the_name_of_a_column_is_weak_evidence(script: Any, name: str, expected: Any) -> None:
    y = script(f"pd.read_csv('d.csv')[{name!r}]")
    assert tasks(y) == ([expected] if expected else [])
    assert (y.kind, y.name, y.rank) == (Kind.SERIES, name, 1)


@pytest.mark.parametrize(
    "source",
    ["df['label']", "df.label", "df.pop('label')", "df.loc[:, 'label']", "df.iloc[:, -1]",
     "df.iloc[:, 3].values", "df['label'].to_numpy()", "df.get('label')"],
)  # fmt: skip
def test_one_column_by_many_ways(script: Any, source: str) -> None:
    y = script(READ + source)
    assert tasks(y) == [("classification", 0.45, "names")]
    assert y.rows == script.names["df"].rows
    assert y.rank == 1


@pytest.mark.parametrize(
    ("source", "columns"),
    [
        ("df[['a', 'b']]", ("a", "b")),
        ("df.drop('label', axis=1)", ("a", "b", "price")),
        ("df.drop(['label', 'price'], axis=1)", ("a", "b")),
        ("df.drop(columns='label')", ("a", "b", "price")),
        ("df.iloc[:, :2]", ("a", "b")),
        ("df.iloc[:, 1:-1]", ("b", "price")),
        ("df.loc[:, ['a', 'price']]", ("a", "price")),
    ],
)
def test_several_columns_keep_the_rows(script: Any, source: str, columns: Any) -> None:
    x = script(READ + source)
    assert (x.columns, x.rows) == (columns, script.names["df"].rows)
    assert x.shape[1] == len(columns)
    assert x.clues == ()


def test_a_popped_column_is_gone(script: Any) -> None:
    script(READ + "y = df.pop('label')")
    assert script("df").columns == ("a", "b", "price")
    script("df.drop('a', axis=1, inplace=True)")
    assert script("list(df.columns)") == ["b", "price"]


def test_a_copy_of_a_table_is_not_changed_with_it(script: Any) -> None:
    script(READ + "other = df.copy()\ny = other.pop('label')")
    assert script("df").columns == ("a", "b", "price", "label")


def test_columns_at_positions_of_an_unknown_table(script: Any) -> None:
    script("df = pd.read_csv('d.csv')")
    x, y = script("df.iloc[:, 0:8].values"), script("df.iloc[:, 8].values")
    assert (x.kind, x.shape[1], y.rank) == (Kind.ARRAY, 8, 1)
    assert x.rows == y.rows
    assert y.clues == ()
    z = script("df.values[:, 0:8].astype('float32')")
    assert z.rows == x.rows


def test_rows_of_a_table_are_parts_of_it(script: Any) -> None:
    script(READ + "train = df.sample(frac=0.8)\ntest = df.drop(train.index)")
    train, test, df = (script.names[name] for name in ("train", "test", "df"))
    assert train.parents == test.parents == (df.rows,)
    assert train.rows != test.rows
    assert script("df.iloc[:100]").rows != df.rows
    assert script("df[df['a'] > 3]").parents == (df.rows,)
    assert script("df[:100]['label']").rows == script("df[:100]['a']").rows


def test_a_dict_of_two_values_makes_binary_labels(script: Any) -> None:
    y = script(READ + "df['label'].map({'no': 0, 'yes': 1})")
    assert (y.encoding, y.classes, tasks(y)) == (Encoding.BINARY, 2, [("binary", 0.95, "labels")])
    y = script("df['label'].replace({'a': 0, 'b': 1, 'c': 2})")
    assert (y.encoding, y.classes) == (Encoding.INT, 3)
    y = script("df['label'].map(function)", function=Unknown("a function"))
    assert (isinstance(y.encoding, Unknown), y.clues) == (True, ())


def test_a_changed_column_is_found_again(script: Any) -> None:
    script(READ + "df['label'] = df['label'].map({'no': 0, 'yes': 1})")
    assert script("df['label']").encoding is Encoding.BINARY
    part = script("df.dropna()['label']")
    assert part.encoding is Encoding.BINARY
    assert part.rows != script("df").rows
    script("df['new'] = df['a'] > 2")
    assert script("df").columns == ("a", "b", "price", "label", "new")
    assert script("df['new']").classes == 2


def test_a_condition_on_a_column_is_binary(script: Any) -> None:
    y = script(READ + "(df.label == 'good').astype(int)".replace("int", "'int'"))
    assert (y.encoding, y.classes) == (Encoding.BINARY, 2)
    assert tasks(y) == [("binary", 0.95, "labels")]
    assert y.clues[0].text == "`df.label == 'good'` leaves two classes"


def test_a_table_of_literal_columns(script: Any) -> None:
    script("df = pd.DataFrame({'x': [1.5, 2.5, 3.5], 'y': [0, 1, 0]})")
    df = script("df")
    assert (df.shape, df.columns) == ((3, 2), ("x", "y"))
    assert script("df['y']").encoding is Encoding.BINARY
    assert script("df['y']").rows == df.rows == script("df[['x']]").rows
    assert script("pd.DataFrame([[1, 2], [3, 4]], columns=['a', 'b'])['b']").high == 4.0


@pytest.mark.parametrize(
    ("classes", "expected"), [(3, ("multiclass", 3)), (2, ("binary", 2)), (None, ("multiclass", 0))]
)
def test_indicator_columns_of_a_series_are_one_hot(
    script: Any, classes: int | None, expected: Any
) -> None:
    n = Unknown("classes") if classes is None else classes
    y = Data(kind=Kind.SERIES, shape=(150,), encoding=Encoding.STRING, classes=n, name="species")
    made = script("pd.get_dummies(y).values", y=y)
    assert (made.encoding, made.shape, made.rows) == (Encoding.ONE_HOT, (150, n), y.rows)
    assert [(c.task, c.weight) for c in made.clues] == [(expected[0], 0.97)]


def test_indicator_columns_of_a_table_are_features(script: Any) -> None:
    x = script(READ + "pd.get_dummies(df)")
    assert (x.clues, x.columns) == ((), None)
    assert isinstance(x.encoding, Unknown)
    assert x.rows == script("df").rows


def test_category_codes_number_the_classes(script: Any) -> None:
    y = script(READ + "df['label'].astype('category').cat.codes")
    assert (y.encoding, tasks(y)) == (Encoding.INT, [("classification", 0.90, "labels")])
    codes, classes = script("pd.factorize(df['label'])")
    assert (codes.encoding, tasks(codes)) == (Encoding.INT, [("classification", 0.90, "labels")])
    assert classes.rank == 1


def test_bins_make_classes(script: Any) -> None:
    y = script(READ + "pd.qcut(df['price'], 4, labels=False)")
    assert (y.encoding, y.classes, tasks(y)) == (Encoding.INT, 4, [("multiclass", 0.95, "labels")])
    y = script("pd.cut(df['price'], bins=[0, 1, 2], labels=['low', 'high'])")
    assert (y.encoding, y.classes) == (Encoding.STRING, 2)


@pytest.mark.parametrize("window", ["rolling(7)", "expanding()", "ewm(span=9)"])
def test_windows_give_a_value_for_each_row(script: Any, window: str) -> None:
    script(READ + "t = df[['a', 'b']]")
    mean = script(f"t.{window}.mean()")
    assert (mean.rows, mean.shape) == (script("t").rows, script("t").shape)
    assert mean.temporal
    assert script(f"df['a'].{window}.std()").rank == 1


def test_spans_of_time_are_rows_of_their_own(script: Any) -> None:
    script(READ + "t = df[['a', 'b']]")
    days = script("t.resample('D').sum()")
    assert days.shape[1] == 2
    assert days.shape[0] is not script("t").shape[0]
    assert days.rows != script("t").rows
    assert script("t").rows in days.parents


def test_tables_put_together(script: Any) -> None:
    script(READ + "other = pd.read_csv('e.csv', names=['a', 'b', 'price', 'label'])")
    both = script("pd.concat([df, other])")
    assert set(both.parents) == {script("df").rows, script("other").rows}
    assert both.columns == ("a", "b", "price", "label")
    wide = script("pd.concat([df['a'], df['b']], axis=1)")
    assert (wide.columns, wide.rows) == (("a", "b"), script("df").rows)


def test_dates_and_shifts_are_temporal(script: Any) -> None:
    assert script(READ + "pd.to_datetime(df['a'])").temporal
    assert script("df['price'].shift(-1)").temporal


def test_sizes_of_groups_are_counts(script: Any) -> None:
    for source in ("df.groupby('label').size()", "df['label'].value_counts()"):
        counted = script(READ + source)
        assert isinstance(counted, Frequencies)
        assert counted.direction == 1
        assert counted.of is not None
        assert counted.of.name == "label"


def test_text_methods_make_strings(script: Any) -> None:
    y = script(READ + "df['label'].str.lower()")
    assert (y.encoding, y.rows) == (Encoding.STRING, script("df").rows)


def test_a_price_above_a_bound_is_no_regression(script: Any) -> None:
    y = script(READ + "(df['price'] > 100).astype('int')")
    assert tasks(y) == [("binary", 0.95, "labels")]


ODD: dict[str, Any] = {
    "nothing": [],
    "none": [None, None],
    "unknown": [Unknown("a"), Unknown("b")],
    "numbers": [3, -7, 2],
    "text": ["a", "b"],
    "lists": [[[1, 2], [3]], [1, "a", None]],
    "empty": [[], {}],
    "data": [Data(), Data(shape=(3, 4))],
    "a list of data": [[Data(), Data(shape=(3,)), 5], 1],
    "table": [Data(kind=Kind.FRAME, columns=("a",)), "a"],
    "counts": [Frequencies(1), Frequencies(-1, mapped=True)],
    "dicts": [{"a": 1, 2: Unknown("x")}, {"a": [1, "x"]}],
}
RECEIVERS: dict[str, Any] = {
    "data": Data(shape=(4, 2), predicted="m"),
    "series": Data(kind=Kind.SERIES),
    "table": Data(kind=Kind.FRAME, columns=("a", "b"), shape=(None, 2)),
    "counts": Frequencies(1, of=Data()),
    "nothing": None,
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_functions_take_any_argument(script: Any, odd: Any) -> None:
    for path, handler in {**pandas.FUNCTIONS, **pandas.METHODS}.items():
        for complete in (True, False):
            for kwargs in ({}, {"axis": 1, "columns": odd[0] if odd else 0, "inplace": True}):
                handler(Call(path, script.site, list(odd), kwargs, script, complete=complete))


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("receiver", RECEIVERS.values(), ids=RECEIVERS)
def test_methods_take_any_argument_and_receiver(script: Any, receiver: Any, odd: Any) -> None:
    for name, handler in METHODS.items():
        given = receiver.but() if isinstance(receiver, Data) else receiver
        for kwargs in ({}, {"axis": odd[0] if odd else 1, "inplace": True}):
            handler(Call(name, script.site, list(odd), kwargs, script, given))


def test_a_table_is_compared_with_a_value_after_a_column_was_stored(script: Any) -> None:
    assert script(READ + "df['kind'] = 3\ndf == 'yes'").dtype == "bool"


JIGSAW = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]


@pytest.mark.parametrize(
    ("columns", "several"),
    [
        pytest.param(JIGSAW, True, id="all labels of a well known table"),
        pytest.param([name.title() for name in JIGSAW[:3]], True, id="some of them"),
        pytest.param([*JIGSAW, "clean"], True, id="and one for no label"),
        pytest.param(JIGSAW[:2], False, id="two may be there by chance"),
        pytest.param([*JIGSAW[:3], "length", "capitals"], False, id="some features among them"),
        pytest.param(["healthy", "rust", "scab"], False, id="columns that may be one-hot"),
    ],
)
def test_label_columns_of_public_tables(script: Any, columns: list[str], several: bool) -> None:
    y = script(f"pd.read_csv('train.csv')[{columns!r}].values")
    assert tasks(y) == ([("multilabel", 0.90, "labels")] if several else [])
    assert isinstance(y.encoding, Unknown)


@pytest.mark.parametrize(
    "of", [".max(axis=1)", ".sum(axis=1)", ".values.argmax(axis=1)", ".values[:, 0]", "['toxic']"]
)
def test_what_is_made_of_several_label_columns_is_another_target(script: Any, of: str) -> None:
    assert tasks(script(f"pd.read_csv('train.csv')[{JIGSAW!r}]{of}")) == []


@pytest.mark.parametrize(
    ("source", "rank"),
    [
        ("df['a'].str.split(',')", 1),
        ("df['a'].str.split(',', expand=True)", None),
        ("df['a'].str.extract('(.)(.)')", None),
        ("df['a'].str.extract('(.)', expand=False)", 1),
        ("df['a'].apply(len)", 1),
        ("df['a'].apply(pd.Series)", None),
    ],
)
def test_a_column_that_becomes_several(script: Any, source: str, rank: int | None) -> None:
    assert script(READ + source).rank == rank
