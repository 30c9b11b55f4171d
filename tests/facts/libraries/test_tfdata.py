"""Pipelines of tf.data and named data sets of TensorFlow Datasets."""

from typing import Any

import pytest

from kerascheck.values import Data, Encoding, Kind, Unknown
from tests.facts.trace_of import value_of

DATASET = "tensorflow.data.Dataset."


@pytest.fixture
def mnist(library: Any) -> Any:
    (x, y), _ = library("keras.datasets.mnist.load_data")
    return library(DATASET + "from_tensor_slices", (x, y))


def scaled(data: Data, library: Any) -> Data:
    return data.step("/ 255", library.site, low=0, high=1)


def test_slices_of_a_pair_describe_both(mnist: Any) -> None:
    assert (mnist.kind, mnist.x.shape, mnist.y.classes) == (Kind.DATASET, (60000, 28, 28), 10)
    assert (mnist.rows, mnist.part, mnist.batched) == (mnist.x.rows, "train", False)
    assert mnist.chain == "Dataset.from_tensor_slices"


def test_slices_of_one_array_have_no_labels(library: Any) -> None:
    assert library(DATASET + "from_tensor_slices", Data(shape=(9, 2))).y is None


def test_slices_of_several_inputs_and_of_weights(library: Any) -> None:
    a, b, y, weights = (Data(shape=(9,)) for _ in range(4))
    made = library(DATASET + "from_tensor_slices", ((a, b), y))
    assert (made.x, made.y) == ((a, b), y)
    made = library(DATASET + "from_tensor_slices", (a, y, weights))
    assert (made.x, made.y) == (a, y)
    made = library(DATASET + "from_tensor_slices", {"image": a, "label": y})
    assert (made.x, made.y) == ({"image": a, "label": y}, None)


def test_slices_of_unknown_values_keep_their_identity(library: Any) -> None:
    x, y = library.unknown(), library.unknown()
    made = library(DATASET + "from_tensor_slices", (x, y))
    assert (made.x.rows, made.y.rows) == (x, y)


def test_from_tensors_is_one_element(library: Any) -> None:
    assert library(DATASET + "from_tensors", (Data(shape=(9, 2)), Data(shape=(9,)))).x.shape == (
        1,
        9,
        2,
    )


def test_steps_that_change_no_element_are_noted(library: Any, mnist: Any) -> None:
    made = mnist
    for name, args in (("cache", ()), ("shuffle", (1000,)), ("batch", (32,)), ("prefetch", (1,))):
        made = library.method(made, name, *args)
    assert made.chain.endswith("cache → shuffle → batch → prefetch")
    assert (made.batched, made.x, made.y, made.rows) == (True, mnist.x, mnist.y, mnist.rows)
    assert library.method(made, "unbatch").batched is False


def test_shuffle_says_if_the_order_is_fixed(library: Any, mnist: Any) -> None:
    made = library.method(mnist, "shuffle", 10, reshuffle_each_iteration=False)
    assert made.steps[-1].text == "shuffle(reshuffle_each_iteration=False)"


def test_map_sees_one_element(library: Any, mnist: Any) -> None:
    seen: list[Any] = []

    def function(x: Data, y: Data) -> Any:
        seen.extend((x.shape, y.shape))
        return scaled(x, library), library("tensorflow.one_hot", y, 10)

    made = library.method(mnist, "map", function, num_parallel_calls=4)
    assert seen == [(28, 28), ()]
    assert (made.x.shape, made.x.high) == ((60000, 28, 28), 1)
    assert (made.y.shape, made.y.encoding, made.y.classes) == ((60000, 10), Encoding.ONE_HOT, 10)
    assert made.y.clues[0].task == "multiclass"
    assert made.rows == made.x.rows == made.y.rows == mnist.rows


def test_map_after_batch_sees_a_batch(library: Any, mnist: Any) -> None:
    seen: list[Any] = []
    batches = library.method(mnist, "batch", 32)

    def function(x: Data, y: Data) -> Any:
        seen.append(x.shape)
        return x, y

    made = library.method(batches, "map", function)
    assert seen == [(None, 28, 28)]
    assert (made.x.shape, made.batched) == ((60000, 28, 28), True)


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y, again: (x, x),
        lambda x, y, again: (again(x), x),
        lambda x, y, again: (again(x), again(x)),
    ],
    ids=["the input itself", "a noisy input", "both scaled"],
)
def test_targets_that_are_the_input_make_an_autoencoder(
    library: Any, mnist: Any, function: Any
) -> None:
    made = library.method(
        mnist, "map", lambda x, y: function(x, y, lambda data: scaled(data, library))
    )
    assert [(c.task, c.weight) for c in made.y.clues] == [("autoencoder", 0.95)]


def test_shifted_inputs_are_no_autoencoder(library: Any, mnist: Any) -> None:
    def shift(x: Data, y: Data) -> Any:
        return x.step("[:-1]", library.site), x.step("[1:]", library.site)

    made = library.method(mnist, "map", shift)
    assert made.y.clues == ()


def test_labels_that_pass_through_are_no_autoencoder(library: Any, mnist: Any) -> None:
    made = library.method(mnist, "map", lambda x, y: (scaled(x, library), y))
    assert made.y.clues == mnist.y.clues


def test_map_with_something_not_followed_leaves_both_open(library: Any, mnist: Any) -> None:
    made = library.method(mnist, "map", library.unknown())
    assert isinstance(made.x, Unknown)
    assert isinstance(made.y, Unknown)
    assert made.rows == mnist.rows


def test_map_may_take_a_part_of_a_dict(library: Any) -> None:
    given = {"image": Data(shape=(9, 4)), "label": Data(shape=(9,), classes=3)}
    made = library(DATASET + "from_tensor_slices", given)
    pairs = library.method(made, "map", lambda item: (item["image"], item["label"]))
    assert (pairs.x.shape, pairs.y.shape, pairs.y.classes) == ((9, 4), (9,), 3)


def test_take_and_skip_hold_out_samples(library: Any, mnist: Any) -> None:
    taken, rest = library.method(mnist, "take", 5000), library.method(mnist, "skip", 5000)
    assert (taken.x.shape[0], rest.x.shape[0]) == (5000, 55000)
    assert taken.rows != rest.rows
    assert taken.parents[0] == rest.parents[0] == mnist.rows
    assert taken.x.rows == taken.y.rows == taken.rows
    assert library.method(mnist, "take", 5000).rows == taken.rows
    assert (taken.steps[-1].text, taken.y.classes) == ("take(5000)", 10)


def test_take_of_batches_does_not_count_samples(library: Any, mnist: Any) -> None:
    taken = library.method(library.method(mnist, "batch", 32), "take", 1)
    assert isinstance(taken.x.shape[0], Unknown)
    assert library.method(mnist, "take", -1).rows == mnist.rows


def test_take_of_an_unknown_number(library: Any, mnist: Any) -> None:
    n = library.unknown()
    taken, rest = library.method(mnist, "take", n), library.method(mnist, "skip", n)
    assert taken.steps[-1].text == "take(…)"
    assert isinstance(rest.x.shape[0], Unknown)


def test_concatenate_has_the_samples_of_both(library: Any, mnist: Any) -> None:
    taken, rest = library.method(mnist, "take", 10), library.method(mnist, "skip", 10)
    joined = library.method(taken, "concatenate", rest)
    assert {taken.rows, rest.rows} <= set(joined.parents)
    assert joined.y.classes == 10
    other = library(DATASET + "from_tensor_slices", (Data(), Data(encoding=Encoding.ONE_HOT)))
    assert isinstance(library.method(taken, "concatenate", other).y, Unknown)


def test_zip_pairs_what_datasets_give(library: Any) -> None:
    a = library(DATASET + "from_tensor_slices", Data(shape=(9, 2)))
    b = library(DATASET + "from_tensor_slices", Data(shape=(9,), classes=4))
    for made in (library(DATASET + "zip", (a, b)), library(DATASET + "zip", a, b)):
        assert (made.x.shape, made.y.classes) == ((9, 2), 4)
    assert isinstance(library(DATASET + "zip", library.unknown()).y, Unknown)


def test_windows_are_temporal_and_not_followed(library: Any) -> None:
    series = library(DATASET + "from_tensor_slices", Data(shape=(99,)))
    windows = library.method(series, "window", 20, shift=1, drop_remainder=True)
    made = library.method(windows, "flat_map", lambda window: window)
    assert library.marks == ["temporal"]
    assert made.temporal
    assert isinstance(made.x, Unknown)


def test_enumerate_apply_and_cardinality(library: Any, mnist: Any) -> None:
    counted = library.method(mnist, "enumerate")
    assert counted.y == (mnist.x, mnist.y)
    assert library.method(mnist, "apply", lambda ds: ds) is mnist
    assert library.method(mnist, "cardinality") == 60000
    assert library.method(mnist, "as_numpy_iterator").kind is Kind.GENERATOR


def test_generators_and_files_are_opaque(library: Any) -> None:
    made = library(DATASET + "from_generator", None, output_types=None)
    assert isinstance(made.x, Unknown)
    assert isinstance(made.y, Unknown)
    files = library("tensorflow.data.TFRecordDataset", ["a.tfrecord"])
    assert (files.x.encoding, files.y) == (Encoding.STRING, None)


def test_one_hot_of_other_values_is_soft(library: Any) -> None:
    y = Data(shape=(9,), classes=3)
    assert library("tensorflow.one_hot", y, 3).soft is False
    assert library("tensorflow.one_hot", y, 3, on_value=0.9, off_value=0.05).soft is True
    assert isinstance(library("tensorflow.one_hot", object(), 3), Unknown)


def test_split_dataset_gives_two_parts(library: Any, mnist: Any) -> None:
    left, right = library("keras.utils.split_dataset", mnist, left_size=0.8)
    assert left.rows != right.rows
    assert left.parents[0] == right.parents[0] == mnist.rows
    assert right.y.classes == 10


def test_named_data_set_by_split(library: Any) -> None:
    (train, test), info = library(
        "tensorflow_datasets.load",
        "mnist",
        split=["train", "test"],
        as_supervised=True,
        with_info=True,
    )
    assert (train.x.shape, test.y.shape, train.y.classes) == ((60000, 28, 28, 1), (10000,), 10)
    assert (train.part, test.part) == ("train", "test")
    assert [(c.task, c.weight) for c in train.y.clues] == [("multiclass", 0.90)]
    features = library.attribute(info, "features")
    assert library.attribute(features["label"], "num_classes") == 10
    splits = library.attribute(info, "splits")
    assert library.attribute(splits["train"], "num_examples") == 60000


def test_named_data_set_with_all_splits_gives_dicts(library: Any) -> None:
    made = library("tensorflow_datasets.load", "imdb_reviews/plain_text")
    assert sorted(made) == ["test", "train", "unsupervised"]
    element = made["train"].x
    assert (sorted(element), element["label"].encoding) == (["label", "text"], Encoding.BINARY)
    assert made["train"].y is None


def test_slices_of_a_split_are_parts_of_it(library: Any) -> None:
    first, rest = library(
        "tensorflow_datasets.load",
        name="cats_vs_dogs",
        split=["train[:80%]", "train[80%:]"],
        as_supervised=True,
    )
    whole = library("tensorflow_datasets.load", "cats_vs_dogs", split="train")
    assert (first.part, rest.part) == ("train", "validation")
    assert first.rows != rest.rows
    assert first.parents == rest.parents == (whole.rows,)
    assert first.y.rows == first.rows


def test_named_data_set_that_is_not_in_the_tables(library: Any) -> None:
    made, info = library("tensorflow_datasets.load", "my_data", split="train", with_info=True)
    assert isinstance(made.y, Unknown)
    assert made.part == "train"
    assert isinstance(library.attribute(info, "features"), Unknown)
    assert isinstance(library("tensorflow_datasets.load", library.unknown()), Unknown)


def test_a_constant_that_a_function_gives_is_one_for_each_element() -> None:
    code = (
        "import tensorflow as tf\nd = tf.data.TextLineDataset('a.txt')\n"
        "d = d.map(lambda line: (line, tf.cast(3, tf.int64))).batch(64)\n"
        "text, label = next(iter(d))\n"
    )
    assert isinstance(value_of("label", code), Unknown)


@pytest.mark.parametrize(
    ("config", "known"), [("", True), ("/plain_text", True), ("/subwords8k", False)]
)
def test_text_that_is_encoded_has_a_length_of_its_own(config: str, known: bool) -> None:
    code = (
        "import tensorflow_datasets as tfds\n"
        f"d = tfds.load('imdb_reviews{config}', split='train', as_supervised=True)\n"
    )
    found = value_of("d", code)
    assert isinstance(found, Data)
    assert isinstance(found.x, Data)
    assert isinstance(found.x.shape, tuple) is known


def test_all_samples_in_one_batch_are_arrays() -> None:
    code = (
        "import tensorflow_datasets as tfds\n"
        "train, test = tfds.load('mnist', split=['train', 'test'], batch_size=-1, as_supervised=True)\n"
        "x, y = tfds.as_numpy(test)\n"
        "named = tfds.load('mnist', split='train', batch_size=-1)\n"
        "other = tfds.load('a_set', split='train', batch_size=-1, as_supervised=True)\n"
    )
    x, y, named = (value_of(name, code) for name in ("x", "y", "named"))
    assert isinstance(x, Data)
    assert isinstance(y, Data)
    assert (x.kind, x.shape, y.shape) == (Kind.ARRAY, (10000, 28, 28, 1), (10000,))
    assert isinstance(named, dict)
    assert sorted(named) == ["image", "label"]
    assert isinstance(value_of("other", code), Unknown)
