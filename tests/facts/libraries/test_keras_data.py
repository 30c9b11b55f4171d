"""Data sets, one-hot labels, texts and time series of Keras."""

from typing import Any

import pytest

from kerascheck.values import Clue, Data, Encoding, Kind, Unknown


@pytest.mark.parametrize(
    ("name", "x_train", "y_test", "n"),
    [
        ("mnist", (60000, 28, 28), (10000,), 10),
        ("fashion_mnist", (60000, 28, 28), (10000,), 10),
        ("cifar10", (50000, 32, 32, 3), (10000, 1), 10),
        ("cifar100", (50000, 32, 32, 3), (10000, 1), 100),
        ("reuters", (8982,), (2246,), 46),
    ],
)
def test_image_and_news_sets_have_integer_labels_of_many_classes(
    library: Any, name: str, x_train: Any, y_test: Any, n: int
) -> None:
    (x, y), (_, other) = library(f"keras.datasets.{name}.load_data")
    assert x.shape == x_train
    assert other.shape == y_test
    assert (y.encoding, y.classes, y.low, y.high) == (Encoding.INT, n, 0, n - 1)
    assert [(c.task, c.weight, c.n, c.source) for c in y.clues] == [
        ("multiclass", 0.97, n, "labels")
    ]
    assert y.chain == f"keras.datasets.{name} labels: integers 0-{n - 1}"


@pytest.mark.parametrize(
    ("image_format", "expected"),
    [
        ("channels_last", (50000, 32, 32, 3)),
        ("channels_first", (50000, 3, 32, 32)),
    ],
)
def test_colour_images_have_their_channels_where_the_setting_says(
    library: Any, image_format: str, expected: tuple[int, ...]
) -> None:
    library.image_format = image_format
    (x, _), _ = library("keras.datasets.cifar10.load_data")
    (grey, _), _ = library("keras.datasets.mnist.load_data")
    assert x.shape == expected
    assert grey.shape == (60000, 28, 28)


def test_parts_of_a_data_set_have_rows_of_their_own_that_x_and_y_share(library: Any) -> None:
    (x, y), (x_test, y_test) = library("keras.datasets.mnist.load_data")
    assert (x.part, y.part, x_test.part, y_test.part) == ("train", "train", "test", "test")
    assert x.rows == y.rows
    assert x_test.rows == y_test.rows
    assert x.rows != x_test.rows
    assert (x.low, x.high, x.dtype) == (0, 255, "uint8")


def test_a_second_load_gives_the_same_rows(library: Any) -> None:
    (first, _), _ = library("keras.datasets.mnist.load_data")
    (second, _), _ = library("keras.datasets.mnist.load_data", "mnist.npz")
    assert first.rows == second.rows


def test_coarse_labels_of_cifar100_are_twenty(library: Any) -> None:
    (_, y), _ = library("keras.datasets.cifar100.load_data", label_mode="coarse")
    assert (y.classes, y.high) == (20, 19)


def test_unknown_label_mode_leaves_the_classes_open(library: Any) -> None:
    (_, y), _ = library("keras.datasets.cifar100.load_data", library.unknown())
    assert isinstance(y.classes, Unknown)
    assert y.high is None
    assert y.clues[0].task == "classification"


def test_imdb_is_binary_and_its_words_are_bounded_by_num_words(library: Any) -> None:
    (x, y), _ = library("keras.datasets.imdb.load_data", num_words=10000)
    assert (x.shape, x.dtype, x.high) == ((25000,), "object", 9999)
    assert (y.encoding, y.classes, y.clues[0].task) == (Encoding.BINARY, 2, "binary")


def test_maxlen_drops_texts_so_their_number_is_not_known(library: Any) -> None:
    (x, y), _ = library("keras.datasets.imdb.load_data", maxlen=100)
    assert isinstance(x.shape[0], Unknown)
    assert isinstance(y.shape[0], Unknown)


def test_unpacked_arguments_leave_the_number_of_texts_open(library: Any) -> None:
    (x, _), _ = library("keras.datasets.imdb.load_data", complete=False)
    assert isinstance(x.shape[0], Unknown)
    assert x.high is None


@pytest.mark.parametrize("name", ["boston_housing", "california_housing"])
def test_housing_is_regression(library: Any, name: str) -> None:
    (x, y), (x_test, _) = library(f"keras.datasets.{name}.load_data")
    assert y.encoding is Encoding.FLOAT
    assert [(c.task, c.weight) for c in y.clues] == [("regression", 0.97)]
    assert isinstance(y.classes, Unknown)
    assert x.shape[1:] == x_test.shape[1:] == ((13,) if name == "boston_housing" else (8,))


def test_to_categorical_replaces_the_evidence_and_keeps_the_steps(library: Any) -> None:
    (_, y), _ = library("keras.datasets.cifar10.load_data")
    hot = library("keras.utils.to_categorical", y, 10)
    assert (hot.shape, hot.encoding, hot.classes) == ((50000, 10), Encoding.ONE_HOT, 10)
    assert [(c.task, c.weight, c.n) for c in hot.clues] == [("multiclass", 0.97, 10)]
    assert hot.chain.endswith("integers 0-9 → to_categorical(…, 10)")
    assert hot.rows == y.rows


def test_to_categorical_without_a_number_takes_that_of_the_labels(library: Any) -> None:
    (_, y), _ = library("keras.datasets.mnist.load_data")
    hot = library("keras.utils.np_utils.to_categorical", y)
    assert (hot.shape, hot.classes, hot.steps[-1].text) == ((60000, 10), 10, "to_categorical(…)")


def test_labels_that_start_at_one_need_one_more_column(library: Any) -> None:
    y = Data(shape=(100,), encoding=Encoding.INT, classes=7, low=1, high=7)
    assert library("keras.utils.to_categorical", y).shape == (100, 8)


def test_two_classes_are_binary_one_hot(library: Any) -> None:
    hot = library("keras.utils.to_categorical", Data(shape=(20,)), num_classes=2)
    assert (hot.encoding, hot.clues[0].task) == (Encoding.ONE_HOT, "binary")


def test_unknown_labels_are_one_hot_all_the_same(library: Any) -> None:
    y, n = library.unknown(), library.unknown("len(classes)")
    hot = library("keras.utils.to_categorical", y, n)
    assert hot.encoding is Encoding.ONE_HOT
    assert hot.classes is n
    assert hot.rows is y
    assert isinstance(hot.shape, Unknown)
    assert hot.clues[0].task == "classification"


def test_literal_labels_are_counted(library: Any) -> None:
    assert library("keras.utils.to_categorical", [0, 2, 1, 2]).shape == (4, 3)


def test_masks_are_segmentation(library: Any) -> None:
    hot = library("keras.utils.to_categorical", Data(shape=(50, 64, 64, 1)), 4)
    assert (hot.shape, hot.clues[0].task) == ((50, 64, 64, 4), "segmentation")


def test_one_hot_labels_encoded_again_are_no_evidence(library: Any) -> None:
    once = library("keras.utils.to_categorical", Data(shape=(50,)), 4)
    twice = library("keras.utils.to_categorical", once, 4)
    assert twice.shape == (50, 4, 4)
    assert twice.clues == ()
    assert isinstance(twice.encoding, Unknown)


def test_backend_one_hot_keeps_an_axis_of_size_one(library: Any) -> None:
    assert library("keras.backend.one_hot", Data(shape=(50, 1)), 4).shape == (50, 1, 4)
    assert isinstance(library("keras.ops.one_hot", object(), 4), Unknown)


def test_earlier_binary_evidence_does_not_survive_an_encoding(library: Any) -> None:
    clue = Clue("binary", 0.95, "labels", "y > 0")
    hot = library("keras.utils.to_categorical", Data(shape=(9,), clues=(clue,)), 3)
    assert [c.task for c in hot.clues] == ["multiclass"]


def test_pad_sequences_makes_a_table_of_words(library: Any) -> None:
    (x, _), _ = library("keras.datasets.imdb.load_data", num_words=5000)
    padded = library("keras.preprocessing.sequence.pad_sequences", x, maxlen=80)
    assert (padded.shape, padded.dtype, padded.high) == ((25000, 80), "int32", 4999)
    assert (padded.rows, padded.part) == (x.rows, "train")
    longest = library("keras.utils.pad_sequences", x).shape
    assert longest[0] == 25000
    assert isinstance(longest[1], Unknown)


def test_tokenizer_bounds_words_and_counts_columns(library: Any) -> None:
    texts = Data(shape=(300,), encoding=Encoding.STRING)
    tokenizer = library("keras.preprocessing.text.Tokenizer", num_words=1000)
    assert library.method(tokenizer, "fit_on_texts", texts) is None
    sequences = library.method(tokenizer, "texts_to_sequences", texts)
    matrix = library.method(tokenizer, "texts_to_matrix", texts, mode="binary")
    assert (sequences.shape, sequences.high, sequences.rows) == ((300,), 999, texts.rows)
    assert (matrix.shape, matrix.low, matrix.high) == ((300, 1000), 0, 1)
    assert isinstance(library.attribute(tokenizer, "word_index"), Unknown)


def test_time_series_readers_are_temporal(library: Any) -> None:
    series = Data(shape=(1000, 3))
    made = library(
        "keras.preprocessing.sequence.TimeseriesGenerator", series, series, length=24, batch_size=8
    )
    assert (made.kind, made.temporal, made.batched) == (Kind.SEQUENCE, True, True)
    assert made.x.shape[1:] == (24, 3)
    assert made.rows is series.rows
    dataset = library(
        "keras.utils.timeseries_dataset_from_array", series, None, 12, sampling_rate=2
    )
    assert (dataset.kind, dataset.y, dataset.x.shape[1:]) == (Kind.DATASET, None, (12, 3))
    assert library.marks == ["temporal", "temporal"]


def test_sampling_shortens_the_windows_of_a_generator(library: Any) -> None:
    made = library(
        "keras.preprocessing.sequence.TimeseriesGenerator", Data(shape=(99, 2)), None, 10, 5
    )
    assert made.x.shape[1:] == (2, 2)


def test_normalize_bounds_the_values(library: Any) -> None:
    x = library("keras.utils.normalize", Data(shape=(9, 3), low=0, high=255))
    assert (x.low, x.high, x.shape) == (0.0, 1.0, (9, 3))
