"""Readers of folders: ImageDataGenerator and the *_dataset_from_directory functions."""

from typing import Any

import pytest

from kerascheck.values import Data, Encoding, Kind, More, Unknown

GENERATOR = "keras.preprocessing.image.ImageDataGenerator"


def read(library: Any, *args: Any, options: Any = None, **kwargs: Any) -> Any:
    made = library(GENERATOR, **(options or {}))
    return library.method(made, "flow_from_directory", *args, **kwargs)


def tasks(data: Data) -> list[tuple[str, float]]:
    return [(clue.task, clue.weight) for clue in data.clues]


def test_folders_give_one_hot_labels_unless_told(library: Any) -> None:
    made = read(library, "data/train", target_size=(64, 48), classes=["cat", "dog", "owl"])
    assert (made.kind, made.batched) == (Kind.SEQUENCE, True)
    assert made.x.shape[1:] == (64, 48, 3)
    assert (made.y.encoding, made.y.classes, made.y.shape[1]) == (Encoding.ONE_HOT, 3, 3)
    assert tasks(made.y) == [("multiclass", 0.95)]
    assert made.y.clues[0].text == "`class_mode='categorical'` gives labels of 3 classes"


def test_unknown_number_of_folders(library: Any) -> None:
    made = read(library, "data/train")
    assert made.y.encoding is Encoding.ONE_HOT
    assert made.y.shape[1] is made.y.classes
    assert tasks(made.y) == [("classification", 0.95)]


@pytest.mark.parametrize(
    ("mode", "encoding", "n", "evidence"),
    [
        ("binary", Encoding.BINARY, 2, ("binary", 0.97)),
        ("sparse", Encoding.INT, 4, ("multiclass", 0.95)),
    ],
)
def test_modes_with_one_label_a_sample(
    library: Any, mode: str, encoding: Encoding, n: int, evidence: Any
) -> None:
    names = None if mode == "binary" else list("abcd")
    made = read(library, "data", class_mode=mode, classes=names)
    assert (made.y.encoding, made.y.classes, made.y.rank) == (encoding, n, 1)
    assert tasks(made.y) == [evidence]


def test_names_that_a_loop_gathers_may_be_any_number(library: Any) -> None:
    names = [library.unknown(), More("more items that a loop appends")]
    made = read(library, "data", classes=names)
    assert isinstance(made.y.classes, Unknown)
    assert isinstance(made.y.shape[1], Unknown)


def test_input_mode_is_an_autoencoder_and_none_has_no_labels(library: Any) -> None:
    assert tasks(read(library, "data", class_mode="input").y) == [("autoencoder", 0.97)]
    assert read(library, "data", class_mode=None).y is None


def test_a_mode_that_is_not_known_says_nothing(library: Any) -> None:
    made = read(library, "data", class_mode=library.unknown())
    assert isinstance(made.y.encoding, Unknown)
    assert made.y.clues == ()


def test_columns_as_they_are_speak_weakly_for_two_tasks(library: Any) -> None:
    made = library.method(
        library(GENERATOR),
        "flow_from_dataframe",
        Data(kind=Kind.FRAME),
        "images",
        y_col=["a", "b", "c"],
        class_mode="raw",
    )
    assert tasks(made.y) == [("multilabel", 0.45), ("regression", 0.45)]
    assert made.y.shape[1] == 3


def test_images_of_a_table_are_part_of_its_rows(library: Any) -> None:
    train, test = library("sklearn.model_selection.train_test_split", Data(kind=Kind.FRAME))
    made = [
        library.method(library(GENERATOR), "flow_from_dataframe", frame, "images", y_col="label")
        for frame in (train, test)
    ]
    assert [m.part for m in made] == ["train", "test"]
    assert train.rows in made[0].parents
    assert made[0].rows != made[1].rows


def test_rescaling_and_augmentation_are_noted(library: Any) -> None:
    options = {"rescale": 1 / 255, "rotation_range": 20, "horizontal_flip": True}
    x = read(library, "data", options=options).x
    assert (x.low, x.high) == (0.0, 1.0)
    assert [step.text for step in x.steps] == [
        "rescale by 0.003922",
        "random augmentation (rotation_range, horizontal_flip)",
    ]
    assert read(library, "data").x.high == 255.0
    assert read(library, "data", options={"preprocessing_function": abs}).x.high is None
    assert read(library, "data", options={"samplewise_center": True}).x.high is None


def test_subsets_of_a_folder_share_no_sample(library: Any) -> None:
    train = read(library, "data", subset="training")
    held = read(library, "data", subset="validation")
    whole = read(library, "data")
    assert (train.part, held.part, whole.part) == ("train", "validation", "")
    assert train.rows != held.rows
    assert train.parents == held.parents == (whole.rows,)
    assert train.x.rows == train.y.rows == train.rows


def test_folders_are_told_apart_by_their_path(library: Any) -> None:
    assert read(library, "data/train").rows == read(library, "data/train").rows
    assert read(library, "data/train").rows != read(library, "data/test").rows
    unknown = library.unknown()
    assert read(library, unknown).rows != read(library, unknown).rows


def test_a_reader_that_keeps_the_order_says_so(library: Any) -> None:
    assert read(library, "data", shuffle=False).chain == "flow_from_directory(shuffle=False)"
    assert read(library, "data").chain == "flow_from_directory"


def test_attributes_of_an_iterator(library: Any) -> None:
    made = read(library, "data", classes=["cat", "dog", "owl"], target_size=(32, 32))
    assert library.attribute(made, "class_indices") == {"cat": 0, "dog": 1, "owl": 2}
    assert library.attribute(made, "num_classes") == 3
    assert library.attribute(made, "image_shape") == (32, 32, 3)
    assert isinstance(library.attribute(made, "samples"), Unknown)
    labels = library.attribute(made, "classes")
    assert (labels.encoding, labels.classes, labels.rank) == (Encoding.INT, 3, 1)
    assert labels.rows == made.rows
    assert library.attribute(read(library, "data"), "class_indices").rank == 1


def test_next_gives_images_and_labels(library: Any) -> None:
    made = read(library, "data")
    assert library.method(made, "next") == (made.x, made.y)
    alone = read(library, "data", class_mode=None)
    assert library.method(alone, "next") is alone.x


def test_flow_keeps_what_is_known_of_the_labels(library: Any) -> None:
    (x, y), _ = library("keras.datasets.cifar10.load_data")
    y = library("keras.utils.to_categorical", y, 10)
    made = library.method(library(GENERATOR, rescale=1.0 / 255), "flow", x, y, batch_size=32)
    assert (made.kind, made.y, made.x.high) == (Kind.SEQUENCE, y, 1.0)
    assert (made.rows, made.part) == (x.rows, "train")
    assert library.method(library(GENERATOR), "flow", x).y is None


def test_flow_by_subset_splits_the_rows(library: Any) -> None:
    x, y = Data(shape=(100, 8, 8, 1)), Data(shape=(100,))
    made = library(GENERATOR, validation_split=0.2)
    train = library.method(made, "flow", x, y, subset="training")
    held = library.method(made, "flow", x, y, subset="validation")
    assert (train.part, held.part) == ("train", "validation")
    assert train.rows != held.rows
    assert x.rows in held.parents
    assert y.rows in held.y.parents


def test_unpacked_options_of_a_generator_leave_the_values_open(library: Any) -> None:
    made = library(GENERATOR, complete=False)
    x = library.method(made, "flow_from_directory", "data").x
    assert x.high is None
    assert x.steps == ()


UTILS = "keras.utils."


def test_image_datasets_give_integers_unless_told(library: Any) -> None:
    made = library(UTILS + "image_dataset_from_directory", "data", image_size=(180, 160))
    assert (made.kind, made.batched) == (Kind.DATASET, True)
    assert (made.x.shape[1:], made.x.high) == ((180, 160, 3), 255.0)
    assert (made.y.encoding, made.y.rank) == (Encoding.INT, 1)
    assert tasks(made.y) == [("classification", 0.95)]


def test_image_datasets_by_label_mode(library: Any) -> None:
    path = UTILS + "image_dataset_from_directory"
    names = ["a", "b", "c"]
    hot = library(path, "data", label_mode="categorical", class_names=names)
    assert (hot.y.encoding, hot.y.shape[1], tasks(hot.y)) == (
        Encoding.ONE_HOT,
        3,
        [("multiclass", 0.95)],
    )
    assert library.attribute(hot, "class_names") == names
    two = library(path, "data", label_mode="binary")
    assert (two.y.encoding, two.y.shape[1], tasks(two.y)) == (
        Encoding.BINARY,
        1,
        [("binary", 0.97)],
    )
    assert library(path, "data", label_mode=None).y is None
    assert library(path, "data", labels=None).y is None


def test_class_names_that_are_not_written_have_the_length_of_the_classes(library: Any) -> None:
    made = library(UTILS + "image_dataset_from_directory", "data")
    assert library.attribute(made, "class_names").shape == (made.y.classes,)


def test_labels_given_as_a_list_are_counted(library: Any) -> None:
    made = library(UTILS + "image_dataset_from_directory", "data", labels=[0, 1, 2, 0])
    assert (made.y.classes, tasks(made.y)) == (3, [("multiclass", 0.95)])


def test_both_subsets_come_as_a_pair(library: Any) -> None:
    train, held = library(
        UTILS + "image_dataset_from_directory", "data", validation_split=0.2, subset="both", seed=1
    )
    assert (train.part, held.part) == ("train", "validation")
    assert train.rows != held.rows
    alone = library(
        UTILS + "image_dataset_from_directory", "data", validation_split=0.2, subset="validation"
    )
    assert alone.rows == held.rows


def test_gray_and_unbatched_images(library: Any) -> None:
    made = library(
        "keras.preprocessing.image_dataset_from_directory",
        "data",
        color_mode="grayscale",
        batch_size=None,
    )
    assert (made.x.shape[-1], made.batched) == (1, False)


def test_texts_and_sounds(library: Any) -> None:
    texts = library(UTILS + "text_dataset_from_directory", "aclImdb", label_mode="binary")
    assert (texts.x.encoding, texts.y.classes) == (Encoding.STRING, 2)
    sounds = library(UTILS + "audio_dataset_from_directory", "speech", output_sequence_length=16000)
    assert (sounds.x.shape[1:], sounds.y.encoding) == ((16000, 1), Encoding.INT)


def test_single_images_become_arrays(library: Any) -> None:
    picture = library(UTILS + "load_img", "cat.png", target_size=(224, 224))
    array = library(UTILS + "img_to_array", picture)
    assert (array.shape, array.dtype, array.high) == ((224, 224, 3), "float32", 255.0)
    gray = library(UTILS + "load_img", "cat.png", color_mode="grayscale", target_size=(8, 8))
    assert (gray.shape, library(UTILS + "img_to_array", gray).shape) == ((8, 8), (8, 8, 1))
    assert isinstance(library(UTILS + "img_to_array", library.unknown()).shape, Unknown)


def test_tensorflow_reads_resizes_and_scales_images(library: Any) -> None:
    name = Data(shape=(), encoding=Encoding.STRING)
    picture = library("tensorflow.io.decode_jpeg", library("tensorflow.io.read_file", name), 3)
    assert (picture.shape[2], picture.high, picture.rows) == (3, 255, name.rows)
    picture = library("tensorflow.image.resize", picture, [96, 64])
    assert (picture.shape, picture.high) == ((96, 64, 3), 255)
    raw = Data(shape=(None, 8, 8, 3), dtype="uint8", low=0, high=255)
    scaled = library("tensorflow.image.convert_image_dtype", raw, "float32")
    assert (scaled.shape, scaled.low, scaled.high) == ((None, 8, 8, 3), 0.0, 1.0)
    assert library("tensorflow.image.rgb_to_grayscale", raw).shape == (None, 8, 8, 1)
    assert isinstance(library("tensorflow.image.resize", library.unknown(), (8, 8)), Unknown)


@pytest.mark.parametrize(
    ("dtype", "high"),
    [("uint8", 255), ("uint16", 65535), ("float32", 1), (None, None)],
)
def test_tensorflow_scales_images_that_it_decodes_to_floats(
    library: Any, dtype: str | None, high: int | None
) -> None:
    file = library("tensorflow.io.read_file", Data(shape=(), encoding=Encoding.STRING))
    wanted = library.unknown() if dtype is None else dtype
    picture = library("tensorflow.image.decode_image", file, channels=1, dtype=wanted)
    assert (picture.dtype, picture.high) == (dtype, high)


def test_tensorflow_augmentation_is_noted(library: Any) -> None:
    picture = Data(shape=(32, 32, 3))
    flipped = library("tensorflow.image.random_flip_left_right", picture)
    cropped = library("tensorflow.image.random_crop", flipped, size=[24, 24, 3])
    assert cropped.chain == (
        "random augmentation (random_flip_left_right) → random augmentation (random_crop)"
    )
    assert cropped.shape == (24, 24, 3)


def test_columns_of_a_public_table_are_labels_as_they_are(library: Any) -> None:
    columns = ["epidural", "subdural", "subarachnoid"]
    made = library.method(
        library(GENERATOR), "flow_from_dataframe", Data(), "images", y_col=columns, class_mode="raw"
    )
    assert tasks(made.y) == [("multilabel", 0.90)]
