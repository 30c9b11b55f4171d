"""Functions of NumPy, and those of TensorFlow and JAX that do the same."""

from typing import Any

import pytest

from kerascheck.facts.call import Call
from kerascheck.facts.libraries import numpy
from kerascheck.values import Clue, Data, Encoding, Frequencies, Kind, Unknown

Y = Data(shape=(50,), encoding=Encoding.INT, classes=4, low=0.0, high=3.0)


@pytest.mark.parametrize(
    ("source", "encoding", "classes", "shape"),
    [
        ("[0, 1, 1, 0]", Encoding.BINARY, 2, (4,)),
        ("[[0], [1]]", Encoding.BINARY, 2, (2, 1)),
        ("[0.0, 1.0]", Encoding.BINARY, 2, (2,)),
        ("[True, False]", Encoding.BINARY, 2, (2,)),
        ("[0, 2, 1]", Encoding.INT, 3, (3,)),
        ("[0.5, 2]", Encoding.FLOAT, None, (2,)),
        ("['a', 'b', 'a']", Encoding.STRING, 2, (3,)),
        ("[[0, 1], [1, 0]]", Encoding.ONE_HOT, 2, (2, 2)),
        ("[[0, 1], [1, 1], [0, 0]]", Encoding.MULTI_HOT, 2, (3, 2)),
        ("[[0.1, 0.9], [1, 0]]", Encoding.FLOAT, None, (2, 2)),
        ("[1, 1, 1]", None, None, (3,)),
        ("[[1, 2], [3]]", None, None, None),
        ("[]", None, None, (0,)),
        ("[[1, unknown], [3, 4]]", None, None, (2, 2)),
    ],
)
def test_literal_arrays_show_their_encoding(
    script: Any, source: str, encoding: Any, classes: Any, shape: Any
) -> None:
    made = script(f"np.array({source})", unknown=Unknown("read"))
    for found, expected in (
        (made.encoding, encoding),
        (made.classes, classes),
        (made.shape, shape),
    ):
        assert isinstance(found, Unknown) if expected is None else found == expected
    assert made.clues == ()


def test_a_list_with_an_unknown_item_has_no_length(script: Any) -> None:
    made = script("np.array([[1, 2], more])", more=Unknown("appended in a loop"))
    script.names["made"] = made
    assert isinstance(made.shape[0], Unknown)
    assert made.shape[1:] == (2,)
    assert isinstance(script("made[:, 1]").encoding, Unknown)


def test_literal_arrays_are_bounded(script: Any) -> None:
    made = script("np.array([[3, -1.5], [2, 7]], dtype='float32')")
    assert (made.low, made.high, made.dtype) == (-1.5, 7.0, "float32")


def test_an_array_of_an_unknown_value_is_that_value_again(script: Any) -> None:
    unknown = Unknown("read from a file")
    assert script("np.array(u)", u=unknown).rows is script("np.asarray(u)", u=unknown).rows


def test_an_array_of_a_series_is_no_series(script: Any) -> None:
    series = Data(kind=Kind.SERIES, shape=(9,), encoding=Encoding.BINARY, name="y")
    made = script("np.array(s)", s=series)
    assert (made.kind, made.rows, made.encoding) == (Kind.ARRAY, series.rows, Encoding.BINARY)


@pytest.mark.parametrize(
    ("source", "shape", "low", "high"),
    [
        ("np.zeros((32, 1))", (32, 1), 0.0, 0.0),
        ("np.ones(5)", (5,), 1.0, 1.0),
        ("np.full((2, 2), 7)", (2, 2), 7.0, 7.0),
        ("np.random.rand(100, 20)", (100, 20), 0.0, 1.0),
        ("np.random.random((100, 20))", (100, 20), 0.0, 1.0),
        ("np.random.randn(100, 20)", (100, 20), None, None),
        ("np.random.normal(0, 1, (16, 100))", (16, 100), None, None),
        ("np.random.normal(size=(16, 100))", (16, 100), None, None),
        ("np.random.multivariate_normal(mean=[0, 3], cov=[[1]], size=16)", (16, 2), None, None),
        ("np.random.multivariate_normal([0, 3, 1], [[1]], (4, 5))", (4, 5, 3), None, None),
        ("np.random.uniform(-1, 1, size=(3, 2))", (3, 2), -1.0, 1.0),
        ("np.random.default_rng(3).random((4, 5))", (4, 5), 0.0, 1.0),
        ("np.linspace(0, 10, 200)", (200,), 0.0, 10.0),
        ("np.arange(1000)", (1000,), 0.0, 999.0),
        ("np.arange(100000)", (100000,), 0.0, 99999.0),
        ("np.arange(-100, 100, 0.5)", (400,), -100.0, 99.5),
        ("np.arange(2.5)", (3,), 0.0, 2.0),
        ("np.arange(1.0, 0.0, -0.25)", (4,), 0.25, 1.0),
        ("np.linspace(-2, 3, 10) ** 4", (10,), 0.0, 81.0),
        ("np.linspace(-2, 3, 10) ** 3", (10,), -8.0, 27.0),
        ("np.power(np.linspace(-2, 3, 10), 2)", (10,), 0.0, 9.0),
        ("np.square(np.linspace(2, 3, 10))", (10,), 4.0, 9.0),
        ("np.linspace(-2, 3, 10) ** -1", (10,), None, None),
        ("1 / np.linspace(2, 4, 10)", (10,), 0.25, 0.5),
        ("1 / np.linspace(-2, 4, 10)", (10,), None, None),
        ("np.exp(np.linspace(0, 0, 10))", (10,), 1.0, 1.0),
        ("np.sqrt(np.linspace(0, 9, 10))", (10,), 0.0, 3.0),
        ("np.exp(np.random.randn(10))", (10,), 0.0, None),
        ("np.linspace(0, 9, 10) % 4.5", (10,), None, None),
        ("tf.zeros((2, 3))", (2, 3), 0.0, 0.0),
        ("tf.constant(2.0, shape=[2, 3])", (2, 3), 2.0, 2.0),
        ("tf.constant(5, tf.float32, [1, 2], 'five')", (1, 2), 5.0, 5.0),
        ("tf.constant([[5, 6]])", (1, 2), 5.0, 6.0),
        ("np.zeros_like(x)", (7, 3), 0.0, 0.0),
    ],
)
def test_made_arrays_have_a_shape_and_bounds(
    script: Any, source: str, shape: Any, low: Any, high: Any
) -> None:
    made = script(source, x=Data(shape=(7, 3)))
    assert (made.shape, made.low, made.high) == (shape, low, high)
    assert made.clues == ()


def test_a_shape_may_be_partly_unknown(script: Any) -> None:
    n = Unknown("an argument")
    assert script("np.zeros((n, 10))", n=n).shape == (n, 10)


@pytest.mark.parametrize(
    ("source", "encoding", "classes"),
    [
        ("np.random.randint(2, size=(1000, 1))", Encoding.BINARY, 2),
        ("np.random.randint(0, 10, 1000)", Encoding.INT, 10),
        ("np.random.randint(10, size=(1000, 1))", Encoding.INT, 10),
        ("np.random.randint(0, 2, (100, 5))", Encoding.MULTI_HOT, 5),
        ("np.random.choice([0, 1], size=100)", Encoding.BINARY, 2),
        ("np.random.default_rng(1).integers(0, 3, 100)", Encoding.INT, 3),
    ],
)
def test_random_integers_are_labels(
    script: Any, source: str, encoding: Encoding, classes: int
) -> None:
    made = script(source)
    assert (made.encoding, made.classes) == (encoding, classes)


def test_where_between_zero_and_one_is_binary(script: Any) -> None:
    y = script("np.where(y > 2, 1, 0)", y=Y)
    assert (y.encoding, y.classes, y.rows) == (Encoding.BINARY, 2, Y.rows)
    assert [(c.task, c.source) for c in y.clues] == [("binary", "labels")]
    names = script("np.where(y > 2, 'high', 'low')", y=Y)
    assert (names.encoding, names.classes) == (Encoding.STRING, 2)


def test_where_on_predictions_makes_no_labels(script: Any) -> None:
    made = script("np.where(p > 0.5, 1, 0)", p=Data(shape=(9, 1), predicted="m"))
    assert (made.clues, made.predicted) == ((), "m")
    assert [c.task for c in script.clues] == ["binary"]


def test_concatenation_has_the_rows_of_all(script: Any) -> None:
    a, b = Data(shape=(10, 3), low=0.0, high=1.0), Data(shape=(5, 3), low=0.0, high=2.0)
    made = script("np.concatenate([a, b])", a=a, b=b)
    assert (made.shape, made.low, made.high) == ((15, 3), 0.0, 2.0)
    assert set(made.parents) == {a.rows, b.rows}
    assert script("np.vstack((a, b))").rows is made.rows


def test_rows_of_one_data_set_keep_its_name(script: Any) -> None:
    a, b = Data(shape=(10, 3), name="mnist"), Data(shape=(5, 3), name="mnist")
    assert script("np.concatenate([a, b])", a=a, b=b).name == "mnist"
    assert script("np.hstack([a, a])", a=a).name == ""
    assert script("np.concatenate([a, c])", a=a, c=Data(shape=(5, 3))).name == ""
    assert script("np.stack([a, a])", a=a).name == ""


def test_concatenated_labels_stay_labels(script: Any) -> None:
    clue = Clue("multiclass", 0.97, "labels", "mnist", None, 4)
    a, b = Y.but(clues=(clue,)), Y.but(clues=(clue,), rows=object())
    made = script("np.concatenate((a, b), axis=0)", a=a, b=b)
    assert (made.encoding, made.classes, made.shape) == (Encoding.INT, 4, (100,))
    assert made.clues == (clue,)


def test_columns_beside_each_other_keep_the_rows(script: Any) -> None:
    a, b = Data(shape=(10, 3)), Data(shape=(10, 4))
    made = script("np.hstack([a, b])", a=a, b=b)
    assert (made.shape, made.rows) == ((10, 7), a.rows)
    stacked = script("np.stack([a, a], axis=-1)")
    assert stacked.shape == (10, 3, 2)


def test_different_values_are_the_classes(script: Any) -> None:
    assert script("np.unique(y).tolist()", y=Y) == [0, 1, 2, 3]
    assert script("np.unique([3, 1, 3]).tolist()") == [1, 3]
    classes, frequencies = script("np.unique(y, return_counts=True)")
    assert classes.shape == (4,)
    assert isinstance(frequencies, Frequencies)
    assert frequencies.direction == 1
    assert isinstance(script("np.unique(y).shape", y=Data(shape=(9,)))[0], Unknown)


def test_rounded_predictions_speak_of_the_model(script: Any) -> None:
    script("np.round(p)", p=Data(shape=(9, 1), predicted="m"))
    assert [(c.task, c.weight) for c in script.clues] == [("binary", 0.65)]
    script("np.argmax(p, axis=1)", p=Data(shape=(9, 5), predicted="m"))
    assert [(c.task, c.n) for c in script.clues[1:]] == [("multiclass", 5)]


def test_predictions_taken_from_the_logarithm_speak_of_regression(script: Any) -> None:
    script("np.expm1(p)", p=Data(shape=(9, 1), predicted="m"))
    assert [(c.task, c.weight, c.source) for c in script.clues] == [
        ("regression", 0.85, "predictions")
    ]


def test_functions_of_numbers_are_computed(script: Any) -> None:
    assert script("np.prod((28, 28, 1))") == 784
    assert script("np.sqrt(16)") == 4.0
    assert script("np.max([1, 5, 3])") == 5
    assert script("np.floor_divide(100, 32)") == 3
    assert script("np.floor_divide(0.001, 25)") == 0
    assert script("np.divide(1, 4)") == 0.25
    assert isinstance(script("np.divide(1, 0)"), Unknown)
    assert isinstance(script("np.dot(3, 4)"), Unknown)
    assert isinstance(script("np.add(u, 1)", u=Unknown("x")), Unknown)
    assert isinstance(script("np.sqrt(-1)"), Unknown)
    assert isinstance(script("np.mean(u)", u=Unknown("x")), Unknown)
    assert isinstance(script("np.power(10.0, 5000)"), Unknown)


def test_a_file_read_twice_gives_the_same_rows(script: Any) -> None:
    assert script("np.load('x.npy')").rows == script("np.load('x.npy')").rows
    assert script("np.load('x.npy')").rows != script("np.load('y.npy')").rows
    assert isinstance(script("np.loadtxt('d.csv', delimiter=',')").shape, Unknown)


def test_a_shuffled_selection_is_shared_by_images_and_labels(script: Any) -> None:
    x = Data(shape=(50, 8), rows=Y.rows)
    script("idx = np.random.permutation(50)", x=x, y=Y)
    assert script("x[idx]").rows is script("y[idx]").rows
    assert script("x[idx]").shape == (50, 8)


def test_bins_count_classes(script: Any) -> None:
    y = script("np.digitize(y, bins=[1, 2, 5])", y=Data(shape=(9,)))
    assert (y.encoding, y.classes) == (Encoding.INT, 4)


def test_parts_of_a_split_are_different_rows(script: Any) -> None:
    a, b = script("np.split(x, 2)", x=Y)
    assert a.rows is not b.rows
    assert a.parents == b.parents == (Y.rows,)


ODD: dict[str, Any] = {
    "nothing": [],
    "none": [None, None],
    "unknown": [Unknown("a"), Unknown("b")],
    "numbers": [3, -7, 2],
    "floats": [0.5, float("nan")],
    "text": ["a", "b"],
    "lists": [[[1, 2], [3]], [1, "a", None]],
    "empty": [[], ()],
    "data": [Data(), Data(shape=(3, 4))],
    "a list of data": [[Data(), Data(shape=(3,)), 5], 1],
    "open axes": [Data(shape=(None, None)), (0, 1)],
    "counts": [Frequencies(1), Frequencies(-1, mapped=True)],
    "a list of counts": [[Frequencies(1), 2.0]],
    "a dict": [{"a": 1}, {1, 2}],
    "huge": [10**400, 10**400],
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_functions_take_any_argument(script: Any, odd: Any) -> None:
    for path, handler in {**numpy.FUNCTIONS, **numpy.METHODS}.items():
        for complete in (True, False):
            for kwargs in ({}, {"axis": odd[0] if odd else "x", "size": 3, "shape": None}):
                handler(Call(path, script.site, list(odd), kwargs, script, complete=complete))


def test_an_array_of_windows_comes_from_the_series(script: Any) -> None:
    windows = script("s = np.random.rand(100, 1)\nnp.array([s[0:10], s[1:11]])")
    assert script.names["s"].rows in windows.parents


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("np.repeat(x, 3, axis=2)", (7, 3, 3)),
        ("np.repeat(x, 4, axis=-2)", (7, 12, 1)),
        ("x.repeat(2, axis=1)", (7, 6, 1)),
    ],
)
def test_an_axis_that_is_repeated_gets_longer(script: Any, source: str, shape: Any) -> None:
    made = script(source, x=Data(shape=(7, 3, 1)))
    assert made.shape == shape


@pytest.mark.parametrize(("axis", "rank"), [(", axis=0", 3), ("", 1)])
def test_rows_or_all_elements_that_are_repeated(script: Any, axis: str, rank: int) -> None:
    made = script(f"np.repeat(x, 3{axis})", x=Data(shape=(7, 3, 1)))
    assert made.rank == rank
    assert isinstance(made.shape[0], Unknown)
    assert made.shape[1:] == (3, 1)[: rank - 1]
