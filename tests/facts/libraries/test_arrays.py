"""Operators, elements, attributes and methods of data."""

from typing import Any

import pytest

from kerascheck.facts.libraries import arrays
from kerascheck.values import Clue, Data, Encoding, Frequencies, Kind, More, Unknown, UnknownRange

MNIST = Clue("multiclass", 0.97, "labels", "`mnist` has ten classes", None, 10)
X = Data(shape=(60000, 28, 28), dtype="uint8", low=0.0, high=255.0, part="train")
Y = Data(
    shape=(60000,), encoding=Encoding.INT, classes=10, low=0.0, high=9.0, clues=(MNIST,),
    rows=X.rows, part="train",
)  # fmt: skip
PRICE = Data(
    shape=(506,), encoding=Encoding.FLOAT, clues=(Clue("regression", 0.97, "labels", "prices"),)
)
ONE_HOT = Data(
    shape=(100, 3), encoding=Encoding.ONE_HOT, classes=3, low=0.0, high=1.0,
    clues=(Clue("multiclass", 0.97, "labels", "`to_categorical`", None, 3),),
)  # fmt: skip
BINARY = Data(shape=(100,), encoding=Encoding.BINARY, classes=2, low=0.0, high=1.0)


def tasks(data: Data) -> list[tuple[str, str]]:
    return [(clue.task, clue.source) for clue in data.clues]


def predictions(*shape: Any) -> Data:
    return Data(shape=shape, predicted="the model")


def test_scaling_keeps_rows_and_moves_the_bounds(script: Any) -> None:
    x = script("x.astype('float32') / 255", x=X)
    assert (x.low, x.high, x.dtype) == (0.0, 1.0, "float32")
    assert x.rows is X.rows
    assert x.shape == X.shape
    x = script("(x - 127.5) / 127.5", x=X)
    assert (x.low, x.high) == (-1.0, 1.0)
    assert x.chain == "- 127.5 → / 127.5"


def test_scaling_by_what_is_not_known_forgets_the_bounds(script: Any) -> None:
    x = script("(x - x.mean()) / x.std()", x=X)
    assert (x.low, x.high) == (None, None)
    assert x.rows is X.rows


def test_scaling_by_the_largest_value_is_known(script: Any) -> None:
    x = script("x / x.max()", x=X)
    assert (x.low, x.high) == (0.0, 1.0)


def test_remainder_by_two_leaves_two_classes(script: Any) -> None:
    y = script("y % 2", y=Y)
    assert (y.encoding, y.classes) == (Encoding.BINARY, 2)
    assert tasks(y) == [("binary", "labels")]
    assert y.clues[0].weight >= 0.95
    assert y.clues[0].text == "`y % 2` leaves two classes"
    assert y.rows is Y.rows


@pytest.mark.parametrize("source", ["y == 5", "y > 5", "y != 3", "5 <= y"])
def test_a_comparison_makes_binary_labels(script: Any, source: str) -> None:
    y = script(f"({source}).astype('int')", y=Y)
    assert (y.encoding, y.classes, y.dtype) == (Encoding.BINARY, 2, "int64")
    assert tasks(y) == [("binary", "labels")]


def test_a_comparison_of_images_says_nothing_of_classes(script: Any) -> None:
    x = script("x > 127", x=X)
    assert isinstance(x.encoding, Unknown)
    assert x.clues == ()
    assert (x.low, x.high) == (0.0, 1.0)


def test_other_remainders_and_groups_count_classes(script: Any) -> None:
    y = script("y % 3", y=Y)
    assert (y.encoding, y.classes, tasks(y)) == (Encoding.INT, 3, [("multiclass", "labels")])
    y = script("y // 4", y=Y)
    assert (y.encoding, y.classes) == (Encoding.INT, 3)


def test_divided_labels_are_floats_of_no_task(script: Any) -> None:
    y = script("y / 9.0", y=Y)
    assert (y.encoding, y.clues) == (Encoding.FLOAT, ())


def test_scaled_prices_stay_a_regression(script: Any) -> None:
    y = script("y / 50", y=PRICE)
    assert (y.encoding, tasks(y)) == (Encoding.FLOAT, [("regression", "labels")])


def test_shifted_labels_have_other_classes(script: Any) -> None:
    y = script("y - 1", y=Y.but(low=1.0, high=10.0, classes=11))
    assert (y.encoding, y.classes, y.low) == (Encoding.INT, 10, 0.0)
    assert tasks(y) == [("multiclass", "labels")]
    y = script("y + 1", y=Y)
    assert y.classes == 11


def test_smoothed_labels_are_soft(script: Any) -> None:
    y = script("y * 0.9 + 0.05", y=ONE_HOT)
    assert y.soft
    assert y.encoding is Encoding.ONE_HOT
    assert not script("1 - y", y=BINARY).soft


def test_mixed_labels_are_soft(script: Any) -> None:
    assert script("lam * y[a] + (1 - lam) * y[b]", y=ONE_HOT, lam=Unknown("random"),
                  a=[0, 1], b=[1, 0]).soft  # fmt: skip
    assert script("0.5 * y + 0.5 * p", y=ONE_HOT, p=predictions(100, 3)).soft


def test_a_threshold_on_predictions_speaks_of_the_model(script: Any) -> None:
    for width, task in ((1, "binary"), (5, "multilabel")):
        script.clues.clear()
        labels = script("p > 0.5", p=predictions(10, width))
        assert [(c.task, c.weight, c.source) for c in script.clues] == [(task, 0.65, "predictions")]
        assert labels.clues == ()
        assert labels.predicted == "the model"


def test_predictions_compared_with_labels_are_a_score(script: Any) -> None:
    y = Data(shape=(10,))
    script("np.mean(y == p)", y=y, p=predictions(10))
    script("y - p")
    assert [(a is y, b.predicted) for a, b in script.scores] == [(True, "the model")] * 2


def test_argmax_of_one_hot_rows_gives_integers(script: Any) -> None:
    y = script("y.argmax(axis=1)", y=ONE_HOT)
    assert (y.encoding, y.classes, y.shape) == (Encoding.INT, 3, (100,))
    assert tasks(y) == [("multiclass", "labels")]


def test_argmax_of_predictions_speaks_of_the_model(script: Any) -> None:
    script("p.argmax(axis=-1)", p=predictions(10, 7))
    assert [(c.task, c.weight, c.n) for c in script.clues] == [("multiclass", 0.60, 7)]


def test_a_slice_of_rows_has_rows_of_its_own(script: Any) -> None:
    head, rest = script("x[:1000]", x=X), script("x[1000:]", x=X)
    assert head.rows is not X.rows
    assert head.parents == (X.rows,)
    assert head.rows != rest.rows
    assert (head.shape, rest.shape) == ((1000, 28, 28), (59000, 28, 28))


@pytest.mark.parametrize("key", [":1000", "idx", "n:"], ids=["bounds", "indices", "unknown bound"])
def test_the_same_slice_of_images_and_labels_belongs_together(script: Any, key: str) -> None:
    script.names |= {"idx": Data(shape=(7,), dtype="int64"), "n": Unknown("an argument")}
    x, y = script(f"x[{key}]", x=X), script(f"y[{key}]", y=Y)
    assert x.rows is y.rows
    assert x.rows is not X.rows


def test_a_new_axis_and_a_full_slice_keep_the_rows(script: Any) -> None:
    for source, shape in (
        ("x[..., None]", (60000, 28, 28, 1)),
        ("x[:, :, :, np.newaxis]", (60000, 28, 28, 1)),
        ("x[:]", (60000, 28, 28)),
        ("x[:, 0]", (60000, 28)),
        ("x[:, 2:5, ::2]", (60000, 3, 14)),
        ("x[..., -1]", (60000, 28)),
    ):
        x = script(source, x=X)
        assert (x.shape, x.rows) == (shape, X.rows), source


def test_one_row_is_a_part_without_its_axis(script: Any) -> None:
    assert script("x[0]", x=X).shape == (28, 28)
    assert script("x[0].shape[1]", x=X) == 28
    assert script("x[x.shape[0] - 1:]", x=X).shape == (1, 28, 28)


def test_a_mask_selects_an_unknown_number_of_rows(script: Any) -> None:
    x = script("x[y < 2]", x=X, y=Y)
    assert isinstance(x.shape[0], Unknown)
    assert x.shape[1:] == (28, 28)
    assert x.parents == (X.rows,)


def test_selected_labels_keep_what_they_mean(script: Any) -> None:
    y = script("y[:100]", y=Y)
    assert (y.encoding, y.classes, tasks(y)) == (Encoding.INT, 10, [("multiclass", "labels")])


def test_columns_of_an_array_are_nothing_known(script: Any) -> None:
    data = Data(shape=(768, 9), encoding=Encoding.FLOAT)
    x, y = script("d[:, 0:8]", d=data), script("d[:, 8]", d=data)
    assert (x.shape, y.shape) == ((768, 8), (768,))
    assert x.rows is y.rows is data.rows
    assert isinstance(y.encoding, Unknown)


def test_columns_of_an_array_of_unknown_width(script: Any) -> None:
    data = Data(shape=(Unknown("rows"), Unknown("columns")))
    assert script("d[:, 0:8]", d=data).shape[1] == 8
    assert len(script("d[:, 8]", d=data).shape) == 1


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("x.reshape(60000, 784)", (60000, 784)),
        ("x.reshape((-1, 28 * 28))", (60000, 784)),
        ("x.reshape(x.shape[0], 28, 28, 1)", (60000, 28, 28, 1)),
        ("x.reshape((len(x), np.prod(x.shape[1:])))", (60000, 784)),
        ("np.reshape(x, (-1, 784))", (60000, 784)),
        ("np.expand_dims(x, -1)", (60000, 28, 28, 1)),
        ("np.expand_dims(x, axis=1)", (60000, 1, 28, 28)),
        ("tf.expand_dims(x, 3)", (60000, 28, 28, 1)),
        ("x.transpose(0, 2, 1)", (60000, 28, 28)),
    ],
)
def test_reshaping_keeps_the_rows(script: Any, source: str, shape: Any) -> None:
    x = script(source, x=X)
    assert (x.shape, x.rows) == (shape, X.rows)


def test_reshaping_with_an_unknown_number_of_rows(script: Any) -> None:
    rows = Unknown("rows of a file")
    x = Data(shape=(rows, 28, 28))
    assert script("x.reshape(-1, 784)", x=x).shape == (rows, 784)
    y = script("y.reshape(-1, 1)", y=Data(shape=(rows,), encoding=Encoding.BINARY))
    assert (y.shape, y.encoding) == ((rows, 1), Encoding.BINARY)


def test_attributes_of_arrays(script: Any) -> None:
    script.names["x"] = X
    assert script("x.shape") == (60000, 28, 28)
    assert script("x.ndim") == 3
    assert script("x.size") == 60000 * 784
    assert script("x.dtype") == "uint8"
    assert script("len(x)") == 60000
    assert isinstance(arrays.attribute(Data(), "shape", script.site), Unknown)
    assert isinstance(arrays.attribute(X, "nonsense", script.site), Unknown)


@pytest.mark.parametrize(
    "source", ["np.max(y) + 1", "y.max() + 1", "len(np.unique(y))", "np.unique(y).size",
               "max(y) + 1", "len(set(np.unique(y)))", "np.amax(y) + 1"]
)  # fmt: skip
def test_the_number_of_classes_is_counted(script: Any, source: str) -> None:
    assert script(source, y=Y) == 10


def test_reductions_over_an_axis_have_their_shape(script: Any) -> None:
    assert script("x.mean(axis=0)", x=X).shape == (28, 28)
    assert script("x.mean(axis=(1, 2))", x=X).rows is X.rows
    assert script("np.sum(x, axis=-1, keepdims=True)", x=X).shape == (60000, 28, 1)
    assert isinstance(script("x.sum()", x=X), Unknown)


def test_one_hot_rows_from_the_identity(script: Any) -> None:
    y = script("np.eye(10)[y]", y=Y)
    assert (y.encoding, y.classes, y.shape) == (Encoding.ONE_HOT, 10, (60000, 10))
    assert y.rows is Y.rows
    assert [(c.task, c.weight, c.n) for c in y.clues] == [("multiclass", 0.97, 10)]


def test_logarithm_of_a_target_is_a_regression(script: Any) -> None:
    y = script("np.log1p(y)", y=Data(shape=(9,)))
    assert (y.encoding, tasks(y)) == (Encoding.FLOAT, [("regression", "labels")])


def test_types_change_without_the_meaning(script: Any) -> None:
    y = script("y.astype(np.float32)", y=Y)
    assert (y.encoding, y.dtype, y.classes) == (Encoding.INT, "float32", 10)
    assert script("tf.cast(y, tf.int32)", y=Y).dtype == "int32"
    assert isinstance(script("y.astype('int')", y=PRICE).encoding, Unknown)


def test_an_array_filled_with_ones_is_binary(script: Any) -> None:
    y = script("y = np.zeros(100)\ny[50:] = 1\ny")
    assert (y.encoding, y.shape, y.low, y.high) == (Encoding.BINARY, (100,), 0.0, 1.0)
    assert isinstance(script("y[3] = 0.5\ny").encoding, Unknown)
    filled = script("t = np.zeros((100, 5))\nt[0, 3] = 1\nt")
    assert isinstance(filled.encoding, Unknown)


def test_labels_for_a_hinge_stay_two_classes(script: Any) -> None:
    y = script("y = (labels == 3)\ny[y == 0] = -1\ny", labels=Y)
    assert tasks(y) == [("binary", "labels")]
    assert isinstance(y.encoding, Unknown)


def test_targets_stored_into_predictions_are_soft(script: Any) -> None:
    assert script("p[0] = 5\np", p=predictions(10, 4)).soft


def test_a_literal_array_keeps_its_values(script: Any) -> None:
    script("d = np.array([[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]])\nx = d[:, :2]\ny = d[:, 2]")
    x, y = script.names["x"], script.names["y"]
    assert (x.shape, y.shape, y.encoding) == ((4, 2), (4,), Encoding.BINARY)
    assert x.rows is y.rows
    assert script("y[1]") == 1
    assert script("y.sum()") == 2
    assert script("y.tolist()") == [0, 1, 1, 0]
    assert script("y.reshape(4, 1)").encoding is Encoding.BINARY
    assert script("y + 2").classes == 4


def test_a_literal_forgets_its_values_when_it_is_changed_elsewhere(script: Any) -> None:
    y = script("np.array([0, 1, 2])").step("to_categorical", script.site, shape=(3, 3))
    assert type(y) is Data
    assert isinstance(script("y[0, 0]", y=y), Data)


def test_iteration_gives_items_only_where_they_are_known(script: Any) -> None:
    assert arrays.iterate(Y, script.site) is None
    assert arrays.iterate(script("np.array([3, 4])"), script.site) == [3, 4]
    parts = arrays.iterate(X, script.site, 2)
    assert parts is not None
    assert [part.shape for part in parts if isinstance(part, Data)] == [(28, 28)] * 2


ODD: dict[str, Any] = {
    "none": None,
    "unknown": Unknown("anything"),
    "number": 3,
    "huge": 10**400,
    "float": 0.5,
    "infinity": float("inf"),
    "nan": float("nan"),
    "text": "a",
    "list": [1, "a", None],
    "ragged": [[1], [2, 3]],
    "empty": [],
    "tuple": (slice(None), Unknown("x"), 5),
    "many axes": (0,) * 9,
    "slice": slice(None, None, 0),
    "ellipsis": (..., None, ...),
    "data": Data(shape=(None, 3), encoding=Encoding.ONE_HOT),
    "scalar data": Data(shape=()),
    "frequencies": Frequencies(1),
    "mapped": Frequencies(-1, mapped=True),
    "object": object(),
}
RECEIVERS: dict[str, Any] = {
    "unknown data": Data(),
    "images": X,
    "labels": Y,
    "one-hot": ONE_HOT,
    "table": Data(kind=Kind.FRAME, columns=("a", "b"), shape=(5, 2)),
    "series": Data(kind=Kind.SERIES),
    "dataset": Data(kind=Kind.DATASET, x=X, y=Y),
    "counts": Frequencies(1, of=Y),
    "values": Frequencies(1, values=(1.0, 0.0)),
    "open axes": Data(shape=(None, None)),
}


@pytest.mark.parametrize("receiver", RECEIVERS.values(), ids=RECEIVERS)
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_no_operand_fails(script: Any, receiver: Any, odd: Any) -> None:
    literal = script("np.array([[0, 1], [1, 0]])")
    for value in (receiver, literal):
        for op in ["+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^"]:
            for left, right in ((value, odd), (odd, value)):
                assert arrays.binary(op, left, right, script.site, script) is not None
        for op in ["==", "!=", "<", "<=", ">", ">=", "in"]:
            arrays.compare(op, value, odd, script.site, script)
        arrays.subscript(value, odd, script.site)
        arrays.length(value)
        arrays.iterate(value, script.site, 3)
        if isinstance(value, Data):
            assert isinstance(arrays.stored(value, odd, odd, script.site), Data)
            for name in [
                "shape",
                "T",
                "values",
                "columns",
                "iloc",
                "str",
                "cat",
                "dt",
                "index",
                "size",
                "real",
            ]:
                inner = arrays.attribute(value, name, script.site)
                if isinstance(inner, Data):
                    arrays.subscript(inner, odd, script.site)


def test_a_range_as_an_index_takes_several_rows(script: Any) -> None:
    taken = script("x[rows]", x=X, rows=range(0, 12, 3))
    assert taken.shape == (4, 28, 28)
    assert taken.parents == (X.rows,)
    unknown = script("x[rows]", rows=UnknownRange("bounds not known"))
    assert isinstance(unknown.shape[0], Unknown)
    assert unknown.shape[1:] == (28, 28)


def test_a_few_numbers_take_the_shape_of_what_is_not_known(script: Any) -> None:
    script.names |= {"x": X, "unknown": Unknown("an argument"), "m": Data(shape=(1, 1, 3))}
    for source in ("unknown - m", "m * unknown", "unknown - np.array([103.9, 116.8, 123.7])"):
        assert isinstance(script(source).shape, Unknown), source
    for source in ("x * unknown", "unknown + x"):
        assert script(source).shape == X.shape, source


def test_a_list_of_places_of_which_a_loop_adds_more_takes_any_number(script: Any) -> None:
    keep = [0, More("items that a loop appends")]
    assert isinstance(script("x[:, keep]", x=X, keep=keep).shape[1], Unknown)
    assert isinstance(script("x[keep]").shape[0], Unknown)
    assert script("x[:, [0, 2, 4]]").shape == (60000, 3, 28)
    assert script("x[keep]", keep=[0, More("the rest", count=499)]).shape == (500, 28, 28)


def test_a_list_that_says_which_rows_are_taken(script: Any) -> None:
    assert script("x[[True, False, True]]", x=X).shape[0] == 2
