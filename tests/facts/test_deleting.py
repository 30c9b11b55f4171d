import pytest

from kerascheck.values import Data, More, Unknown
from tests.facts.trace_of import value_of

TABLE = "import pandas as pd\nt = pd.read_csv('t.csv', names=['a', 'b', 'c', 'd'])\n"


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        pytest.param("del t['a']", ("b", "c", "d"), id="one column"),
        pytest.param("del t['a'], t['d']", ("b", "c"), id="two of them"),
        pytest.param("same = t\ndel same['a']", ("b", "c", "d"), id="by another name"),
        pytest.param("del t[name()]", None, id="one that is not known"),
    ],
)
def test_a_deleted_column_is_gone_from_the_table(
    code: str, columns: tuple[str, ...] | None
) -> None:
    table = value_of("t", TABLE + code + "\n")
    assert isinstance(table, Data)
    assert table.columns == columns
    assert isinstance(table.shape, tuple)
    if columns is None:
        assert isinstance(table.shape[1], Unknown)
    else:
        assert table.shape[1] == len(columns)


def test_rows_stay_the_same_where_a_column_is_deleted() -> None:
    match value_of("[r, t]", TABLE + "r = t['b']\ndel t['a']\n"):
        case [Data(rows=before), Data(rows=after)]:
            assert before == after
        case other:
            pytest.fail(f"not two tables: {other}")


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("v = [3, 4, 5]\ndel v[0]", [4, 5]),
        ("v = [3, 4, 5]\ndel v[-1]", [3, 4]),
        ("v = {'a': 3, 'b': 4}\ndel v['a']", {"b": 4}),
        ("v = {'a': 3, 'b': 4}\ndel v['c']", {"a": 3, "b": 4}),
        ("v, w = [3], 4\ndel (w)", [3]),
    ],
)
def test_items_that_are_deleted(code: str, value: object) -> None:
    assert value_of("v", code + "\n") == value


@pytest.mark.parametrize("code", ["del v[n()]", "del v[1:]", "for _ in range(n()):\n    del v[0]"])
def test_a_list_is_open_where_it_is_not_known_what_is_deleted(code: str) -> None:
    value = value_of("v", "v = [3, 4, 5]\n" + code + "\n")
    assert isinstance(value, list)
    assert [type(item) for item in value] == [More]
