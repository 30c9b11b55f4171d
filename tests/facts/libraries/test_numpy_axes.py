"""Functions that change the length of an axis; the shapes were tried with NumPy and pandas."""

from typing import Any

import pytest

from kerascheck.values import Data, Encoding, Position, Unknown

TABLE = "df = pd.DataFrame(np.zeros((60, 4)), columns=['a', 'b', 'c', 'd'])\n"
ARRAY = TABLE + "x = df[['a', 'b', 'c']].values\n"


def shape(value: Any) -> Any:
    """The shape, with None for what is not known."""
    assert isinstance(value, Data)
    if isinstance(value.shape, Unknown):
        return None
    return tuple(size if isinstance(size, int) else None for size in value.shape)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("np.append(x, x)", (None,)),
        ("np.append(x, x, axis=0)", (120, 3)),
        ("np.append(x[:, 0], 1)", None),
        ("np.tile(x, 2)", (60, 6)),
        ("np.tile(x, (2, 1))", (120, 3)),
        ("np.tile(x, (2, 1, 1))", (2, 60, 3)),
        ("np.tile(x, (2, 1, 5))", (2, 60, 15)),
        ("np.tile([1, 0], (5, 1))", (5, 2)),
        ("np.tile([1, 0], (len(y), 1))", (None, 2)),
        ("np.tile([1, 0], 5)", (10,)),
        ("np.tile([[1, 0]], 5)", (1, 10)),
        ("np.tile([1, 0], counts)", None),
        ("np.tile(x, n())", None),
        ("np.delete(x, 0, axis=0)", (None, 3)),
        ("np.delete(x, 0, axis=1)", (60, 2)),
        ("np.delete(x, [0, 1], axis=1)", (60, None)),
        ("np.delete(x, 0)", (None,)),
        ("np.cumsum(x, axis=0)", (60, 3)),
        ("np.cumsum(x)", None),
        ("x.cumsum()", None),
        ("df.cumsum()", (60, 4)),
        ("np.diff(x)", (60, 2)),
        ("np.diff(x, axis=0)", (59, 3)),
        ("np.diff(x[:, 0], n=2)", (58,)),
        ("df.diff()", (60, 4)),
        ("np.atleast_2d(x)", (60, 3)),
        ("np.atleast_2d(x[:, 0])", (1, 60)),
        ("np.array([1, 2], ndmin=2)", (1, 2)),
        ("x.take([0])", None),
        ("np.sort(x, axis=0)", (60, 3)),
        ("np.sort(x, axis=None)", (None,)),
        ("np.unique(x)", (None,)),
        ("np.unique(x, axis=0)", (None, 3)),
        ("np.unique(x, axis=1)", None),
        ("np.linspace(0, 1, 5)", (5,)),
        ("np.linspace(x[0], x[1], 5)", None),
    ],
)
def test_axes_of_arrays(script: Any, code: str, expected: Any) -> None:
    assert (
        shape(
            script(
                ARRAY + code,
                n=lambda: Unknown("a number"),
                counts=Unknown("counts"),
                y=Data(shape=(Unknown("rows"),)),
            )
        )
        == expected
    )


@pytest.mark.parametrize(
    ("code", "encoding", "classes"),
    [
        ("np.tile([1, 0], (n, 1))", Encoding.ONE_HOT, 2),
        ("np.tile([1, 0, 1], (n, 1))", Encoding.MULTI_HOT, 3),
        ("np.tile([[0, 1], [1, 0]], (n, 1))", Encoding.ONE_HOT, 2),
        ("np.tile([0, 1], n)", Encoding.BINARY, 2),
        ("np.tile([0, 1], 5)", Encoding.BINARY, 2),
    ],
)
def test_labels_that_are_repeated(script: Any, code: str, encoding: Encoding, classes: int) -> None:
    made = script(code, n=Position("a number"))
    assert (made.encoding, made.classes) == (encoding, classes)


@pytest.mark.parametrize(
    "code", ["np.tile([1, 0], (n, 2))", "np.tile([[1, 0]], 2)", "np.tile([1, 0], n)"]
)
def test_rows_that_are_no_labels_any_more(script: Any, code: str) -> None:
    assert isinstance(script(code, n=Unknown("a number or several")).encoding, Unknown)


def test_places_where_something_holds_are_an_array_for_each_axis(script: Any) -> None:
    assert len(script(ARRAY + "np.where(x > 0)")) == 2
    assert len(script(ARRAY + "np.where(x[:, 0] > 0)")) == 1


@pytest.mark.parametrize(
    ("code", "expected", "columns"),
    [
        ("df.reset_index()", (60, 5), ("index", "a", "b", "c", "d")),
        ("df.reset_index(drop=True)", (60, 4), ("a", "b", "c", "d")),
        ("df['a'].reset_index()", (60, 2), None),
        ("df.set_index('a')", (60, 3), ("b", "c", "d")),
        ("df.set_index(['a', 'b'])", (60, None), None),
        ("df.set_index('a', drop=False)", (60, 4), ("a", "b", "c", "d")),
        ("df.filter(['a', 'b'])", (60, 2), ("a", "b")),
        ("df.filter(like='a')", (60, None), None),
        ("df['a'].to_frame()", (60, 1), ("a",)),
        ("pd.DataFrame(df['a'])", (60, 1), None),
        ("pd.DataFrame(x[:, 0])", (60, 1), None),
        ("df.merge(df, on='d')", (None, None), None),
        ("pd.merge(df, df, on='d')", (None, None), None),
        ("df.take([0, 1])", (None, 4), ("a", "b", "c", "d")),
        ("df.loc[0:5]", (None, 4), ("a", "b", "c", "d")),
        ("df['a'].loc[0:5]", (None,), None),
        ("df.iloc[0:5]", (5, 4), ("a", "b", "c", "d")),
        ("df.iloc[0, 0]", (), None),
        ("df.iloc[0, 1:3]", (2,), None),
        ("df.at[0, 'a']", (), None),
    ],
)
def test_axes_of_tables(script: Any, code: str, expected: Any, columns: Any) -> None:
    made = script(ARRAY + code)
    assert shape(made) == expected
    if len(expected) > 1:
        assert made.columns == columns


def test_labels_that_are_cut_at_a_bound_have_fewer_classes(script: Any) -> None:
    labels = "y = np.array([0, 1, 2, 3] * 9)\n"
    assert script(labels + "np.clip(y, 0, 9)").classes == 4
    assert isinstance(script("np.clip(y, 0, 1)").classes, Unknown)
