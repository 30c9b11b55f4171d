"""Encoders, scalers, splits, scores and data sets of scikit-learn."""

from typing import Any

import pytest

from kerascheck.values import Clue, Data, Encoding, Frequencies, Kind, Unknown

PREPROCESSING = "sklearn.preprocessing."


def tasks(data: Data) -> list[tuple[str, float]]:
    return [(clue.task, clue.weight) for clue in data.clues]


def test_label_encoder_numbers_known_classes(library: Any) -> None:
    encoder = library(PREPROCESSING + "LabelEncoder")
    y = library.method(encoder, "fit_transform", ["cat", "dog", "bird", "cat"])
    assert (y.encoding, y.classes, y.shape, y.high) == (Encoding.INT, 3, (4,), 2)
    assert tasks(y) == [("multiclass", 0.90)]
    assert library.attribute(encoder, "classes_").shape == (3,)


def test_label_encoder_of_a_column_leaves_the_number_open(library: Any) -> None:
    encoder = library(PREPROCESSING + "LabelEncoder")
    column = Data(kind=Kind.SERIES, shape=(150,), encoding=Encoding.STRING)
    y = library.method(encoder, "fit_transform", column)
    assert tasks(y) == [("classification", 0.90)]
    assert y.classes is column.classes
    assert y.rows is column.rows
    assert y.chain == "LabelEncoder.fit_transform"


def test_label_encoder_sees_the_bins_that_have_values(library: Any) -> None:
    bins = Data(shape=(9,), encoding=Encoding.STRING, classes=3).step("cut", library.site)
    y = library.method(library(PREPROCESSING + "LabelEncoder"), "fit_transform", bins)
    assert isinstance(y.classes, Unknown)


def test_label_encoder_of_two_classes_gives_zero_and_one(library: Any) -> None:
    encoder = library(PREPROCESSING + "LabelEncoder")
    assert library.method(encoder, "fit", ["no", "yes"]) is encoder
    y = library.method(encoder, "transform", library.unknown())
    assert (y.encoding, y.classes, tasks(y)) == (Encoding.BINARY, 2, [("binary", 0.90)])


def test_label_encoder_drops_evidence_of_regression_only(library: Any) -> None:
    clues = (Clue("regression", 0.45, "names", "price"), Clue("binary", 0.95, "labels", "y > 0"))
    y = Data(shape=(9,), clues=clues, classes=2)
    encoded = library.method(library(PREPROCESSING + "LabelEncoder"), "fit_transform", y)
    assert tasks(encoded) == [("binary", 0.95), ("binary", 0.90)]


def test_label_encoder_never_fitted_knows_no_number(library: Any) -> None:
    encoder = library(PREPROCESSING + "LabelEncoder")
    assert isinstance(library.method(encoder, "transform", Data(shape=(9,))).classes, Unknown)


def test_one_hot_encoder_of_one_column_is_evidence(library: Any) -> None:
    encoder = library(PREPROCESSING + "OneHotEncoder", sparse_output=False)
    y = library.method(encoder, "fit_transform", Data(shape=(150, 1), classes=3))
    assert (y.shape, y.encoding, tasks(y)) == ((150, 3), Encoding.ONE_HOT, [("multiclass", 0.95)])


@pytest.mark.parametrize(
    ("shape", "options"), [((150, 4), {}), ((150, 1), {"drop": "first"})], ids=["several", "drop"]
)
def test_one_hot_encoder_of_features_is_none(library: Any, shape: Any, options: Any) -> None:
    encoder = library(PREPROCESSING + "OneHotEncoder", **options)
    x = library.method(encoder, "fit_transform", Data(shape=shape))
    assert x.clues == ()
    assert isinstance(x.encoding, Unknown)
    assert isinstance(x.shape[1], Unknown)


@pytest.mark.parametrize(
    ("n", "encoding", "width", "task"),
    [(3, Encoding.ONE_HOT, 3, "multiclass"), (2, Encoding.BINARY, 1, "binary")],
)
def test_label_binarizer_has_one_column_for_two_classes(
    library: Any, n: int, encoding: Encoding, width: int, task: str
) -> None:
    binarizer = library(PREPROCESSING + "LabelBinarizer")
    y = library.method(binarizer, "fit_transform", Data(shape=(60,), classes=n))
    assert (y.encoding, y.shape, tasks(y)) == (encoding, (60, width), [(task, 0.95)])


def test_label_binarizer_of_unknown_classes_has_no_encoding(library: Any) -> None:
    y = library.method(
        library(PREPROCESSING + "LabelBinarizer"), "fit_transform", library.unknown()
    )
    assert isinstance(y.encoding, Unknown)
    assert tasks(y) == [("classification", 0.95)]


def test_label_binarize_counts_the_classes_it_is_given(library: Any) -> None:
    y = library(PREPROCESSING + "label_binarize", Data(shape=(60,)), classes=[0, 1, 2, 3])
    assert (y.shape, y.encoding) == ((60, 4), Encoding.ONE_HOT)


def test_multi_label_binarizer_is_multilabel(library: Any) -> None:
    made = library(PREPROCESSING + "MultiLabelBinarizer", classes=["a", "b", "c"])
    y = library.method(made, "fit_transform", Data(shape=(40,)))
    assert (y.encoding, y.shape, y.classes) == (Encoding.MULTI_HOT, (40, 3), 3)
    assert tasks(y) == [("multilabel", 0.98)]


def test_scaled_targets_speak_for_regression(library: Any) -> None:
    scaler = library(PREPROCESSING + "MinMaxScaler", feature_range=(-1, 1))
    y = library.method(scaler, "fit_transform", Data(shape=(90, 1), classes=5))
    assert (y.low, y.high, y.shape, y.encoding) == (-1.0, 1.0, (90, 1), Encoding.FLOAT)
    assert tasks(y) == [("regression", 0.85)]
    assert isinstance(y.classes, Unknown)


def test_bounds_of_a_scaler_hold_for_the_rows_it_has_seen(library: Any) -> None:
    scaler = library(PREPROCESSING + "MinMaxScaler")
    train, test = library("sklearn.model_selection.train_test_split", Data(shape=(90, 4)))
    library.method(scaler, "fit", train)
    assert library.method(scaler, "transform", train).high == 1.0
    assert library.method(scaler, "transform", test).high is None


def test_a_scaler_fitted_before_the_split_is_told_apart(library: Any) -> None:
    scaler, x = library(PREPROCESSING + "StandardScaler"), Data(shape=(90, 4))
    library.method(scaler, "fit", x)
    train, _ = library("sklearn.model_selection.train_test_split", x)
    changed = library.method(scaler, "transform", train)
    assert changed.steps[-1].text == "StandardScaler.transform (fitted before the split)"


def test_predictions_scaled_back_speak_for_regression_of_their_model(library: Any) -> None:
    scaler, model = library(PREPROCESSING + "StandardScaler"), object()
    library.method(scaler, "inverse_transform", Data(shape=(9, 1), predicted=model))
    assert [(c.task, c.weight) for c in library.clues] == [("regression", 0.85)]
    assert library.models == [model]
    library.method(scaler, "inverse_transform", Data(shape=(9, 1)))
    assert len(library.clues) == 1


@pytest.mark.parametrize(
    ("path", "options", "width"),
    [
        ("sklearn.decomposition.PCA", {"n_components": 20}, 20),
        ("sklearn.decomposition.TruncatedSVD", {}, 2),
        ("sklearn.feature_selection.SelectKBest", {"k": 7}, 7),
        ("sklearn.impute.SimpleImputer", {}, 30),
    ],
)
def test_transformers_set_the_number_of_columns(
    library: Any, path: str, options: Any, width: int
) -> None:
    x = library.method(library(path, **options), "fit_transform", Data(shape=(50, 30)))
    assert (x.shape, x.clues) == ((50, width), ())


def test_share_of_variance_leaves_the_columns_open(library: Any) -> None:
    pca = library("sklearn.decomposition.PCA", 0.95)
    assert isinstance(library.method(pca, "fit_transform", Data(shape=(50, 30))).shape[1], Unknown)


def test_a_chain_of_steps_may_encode_labels(library: Any) -> None:
    chain = library("sklearn.pipeline.Pipeline", [])
    made = library.method(chain, "fit_transform", Data(shape=(50,), encoding=Encoding.INT))
    assert isinstance(made.shape, Unknown)
    assert isinstance(made.encoding, Unknown)


def test_text_vectorizer_makes_a_row_a_text(library: Any) -> None:
    vectorizer = library("sklearn.feature_extraction.text.TfidfVectorizer")
    x = library.method(vectorizer, "fit_transform", Data(shape=(50,), encoding=Encoding.STRING))
    assert x.shape[0] == 50
    assert isinstance(x.shape[1], Unknown)


def split(library: Any, *args: Any, **kwargs: Any) -> Any:
    return library("sklearn.model_selection.train_test_split", *args, **kwargs)


def test_split_parts_share_rows_across_arrays(library: Any) -> None:
    x, y = Data(shape=(101, 4)), Data(shape=(101,), classes=3, encoding=Encoding.INT)
    x_train, x_test, y_train, y_test = split(library, x, y, test_size=0.2)
    assert (x_train.shape, x_test.shape) == ((80, 4), (21, 4))
    assert (y_train.rows, y_test.rows) == (x_train.rows, x_test.rows)
    assert x_train.rows != x_test.rows
    assert (x_train.part, y_test.part) == ("train", "test")
    assert x.rows in x_train.parents
    assert y.rows in y_test.parents
    assert (y_test.classes, y_test.encoding) == (3, Encoding.INT)
    assert library.clues == []


def test_a_second_split_of_the_training_part_makes_validation_data(library: Any) -> None:
    train, test = split(library, Data(shape=(100, 4)))
    smaller, held = split(library, train, test_size=15)
    assert (smaller.part, held.part, held.shape) == ("train", "validation", (15, 4))
    between, last = split(library, test, test_size=0.5)
    assert (between.part, last.part) == ("validation", "test")
    assert set(train.parents) < set(held.parents)


def test_stratified_split_is_evidence_on_the_labels(library: Any) -> None:
    x, y = Data(shape=(100, 4)), library.unknown()
    x_train, _, y_train, y_test = split(library, x, y, stratify=y)
    assert tasks(y_train) == tasks(y_test) == [("classification", 0.85)]
    assert x_train.clues == ()
    assert library.clues == []
    assert y in y_train.parents


def test_stratifying_by_something_else_is_evidence_for_the_script(library: Any) -> None:
    split(library, Data(shape=(100, 4)), stratify=library.unknown())
    assert [(c.task, c.weight) for c in library.clues] == [("classification", 0.85)]


def test_a_table_may_be_split_by_a_column_that_is_no_label(library: Any) -> None:
    table = Data(kind=Kind.FRAME, shape=(100, 4))
    split(library, table, stratify=library.unknown())
    assert [(c.task, c.weight) for c in library.clues] == [("classification", 0.6)]


def test_separate_splits_with_one_seed_keep_rows_together(library: Any) -> None:
    x = Data(shape=(100, 4))
    y = Data(shape=(100,), rows=x.rows)
    first = split(library, x, random_state=1)
    assert split(library, y, random_state=1)[0].rows == first[0].rows
    assert split(library, y, random_state=2)[0].rows != first[0].rows
    assert split(library, y)[0].rows != first[0].rows


def test_split_of_unpacked_arrays_is_unknown(library: Any) -> None:
    assert isinstance(split(library, complete=False), Unknown)
    assert isinstance(split(library), Unknown)


def test_sizes_that_are_not_known_stay_open(library: Any) -> None:
    train, test = split(library, Data(shape=(100, 4)), test_size=library.unknown())
    assert isinstance(train.shape[0], Unknown)
    assert isinstance(test.shape[0], Unknown)


def test_folds_give_indices_of_fresh_rows(library: Any) -> None:
    x = Data(shape=(100, 4))
    folds = library("sklearn.model_selection.KFold", n_splits=5)
    pair = library.method(folds, "split", x)
    assert (pair.kind, library.marks) == (Kind.GENERATOR, ["cross-validation"])
    assert x.rows in pair.x.parents
    assert x.rows in pair.y.parents
    assert pair.x.rows != pair.y.rows
    assert library.clues == []


def test_stratified_folds_speak_for_classes(library: Any) -> None:
    folds = library("sklearn.model_selection.StratifiedKFold", 10)
    library.method(folds, "split", Data(), library.unknown())
    assert [(c.task, c.weight) for c in library.clues] == [("classification", 0.85)]
    assert library.method(folds, "get_n_splits") == 10


def test_searches_and_wrappers_leave_marks(library: Any) -> None:
    library("keras.wrappers.scikit_learn.KerasClassifier", build_fn=None)
    library("scikeras.wrappers.KerasRegressor")
    library("sklearn.model_selection.GridSearchCV", None, {})
    library("sklearn.model_selection.cross_val_score", None, Data(), Data())
    assert library.marks == ["wrapper", "wrapper", "tuner", "cross-validation"]


@pytest.mark.parametrize(
    ("metric", "task", "weight"),
    [
        ("accuracy_score", "classification", 0.75),
        ("classification_report", "classification", 0.75),
        ("roc_auc_score", "classification", 0.75),
        ("mean_squared_error", "regression", 0.65),
        ("r2_score", "regression", 0.65),
        ("hamming_loss", "multilabel", 0.75),
    ],
)
def test_scores_compare_labels_with_predictions(
    library: Any, metric: str, task: str, weight: float
) -> None:
    model, y = object(), Data()
    predictions = Data(predicted=model)
    assert isinstance(library("sklearn.metrics." + metric, y, predictions), Unknown)
    assert library.scores == [(y, predictions)]
    assert [(c.task, c.weight, c.source) for c in library.clues] == [(task, weight, "predictions")]
    assert library.models == [model]


def test_scores_by_keyword_and_by_sample(library: Any) -> None:
    y, predictions = Data(), library.unknown()
    library("sklearn.metrics.f1_score", y_pred=predictions, y_true=y, average="samples")
    assert library.scores == [(y, predictions)]
    assert library.clues[0].task == "multilabel"
    assert library.models == [None]


def test_confusion_matrix_is_data(library: Any) -> None:
    assert library("sklearn.metrics.confusion_matrix", Data(), Data()).rank == 2


@pytest.mark.parametrize(
    "path",
    ["sklearn.utils.class_weight.compute_class_weight", "sklearn.utils.compute_class_weight"],
)
def test_balanced_weights_shrink_with_the_count(library: Any, path: str) -> None:
    y = Data(shape=(100,))
    weights = library(path, class_weight="balanced", classes=library.unknown(), y=y)
    assert isinstance(weights, Frequencies)
    assert (weights.direction, weights.of) == (-1, y)
    assert [(c.task, c.weight) for c in library.clues] == [("classification", 0.85)]


def test_weights_of_samples_and_weights_that_are_not_balanced(library: Any) -> None:
    path = "sklearn.utils.class_weight.compute_"
    assert library(path + "sample_weight", "balanced", Data()).direction == -1
    assert library(path + "class_weight", {0: 1, 1: 2}, [0, 1], Data()) == {0: 1, 1: 2}
    assert isinstance(library(path + "class_weight", None, [0, 1], Data()), Unknown)


def test_resampling_balances_classes(library: Any) -> None:
    x, y = Data(shape=(90, 4)), Data(shape=(90,), classes=2, encoding=Encoding.BINARY)
    smote = library("imblearn.over_sampling.SMOTE", random_state=1)
    more_x, more_y = library.method(smote, "fit_resample", x, y)
    assert more_x.rows == more_y.rows != x.rows
    assert x.rows in more_x.parents
    assert (more_y.encoding, tasks(more_y)) == (Encoding.BINARY, [("binary", 0.85)])
    assert isinstance(more_x.shape[0], Unknown)


def test_shuffle_keeps_the_rows_and_resample_does_not(library: Any) -> None:
    x, y = Data(shape=(90, 4)), Data(shape=(90,))
    shuffled = library("sklearn.utils.shuffle", x, y, random_state=0)
    assert [data.rows for data in shuffled] == [x.rows, y.rows]
    drawn = library("sklearn.utils.resample", y, n_samples=30)
    assert (drawn.shape, y.rows in drawn.parents) == ((30,), True)


@pytest.mark.parametrize(
    ("name", "samples", "features", "n", "task"),
    [
        ("load_iris", 150, 4, 3, "multiclass"),
        ("load_wine", 178, 13, 3, "multiclass"),
        ("load_digits", 1797, 64, 10, "multiclass"),
        ("load_breast_cancer", 569, 30, 2, "binary"),
        ("fetch_olivetti_faces", 400, 4096, 40, "multiclass"),
    ],
)
def test_loaders_of_classes(
    library: Any, name: str, samples: int, features: int, n: int, task: str
) -> None:
    x, y = library("sklearn.datasets." + name, return_X_y=True)
    assert (x.shape, y.shape, y.classes) == ((samples, features), (samples,), n)
    assert tasks(y) == [(task, 0.97)]
    assert x.rows == y.rows


def test_bunch_has_data_and_target(library: Any) -> None:
    iris = library("sklearn.datasets.load_iris")
    assert library.attribute(iris, "data").shape == (150, 4)
    assert library.attribute(iris, "target").classes == 3
    assert library.attribute(iris, "target_names").shape == (3,)
    assert library.method(iris, "__getitem__", "target") is library.attribute(iris, "target")
    assert isinstance(library.attribute(iris, "feature_names"), Unknown)


def test_digits_come_as_images_and_in_part(library: Any) -> None:
    assert library.attribute(library("sklearn.datasets.load_digits"), "images").shape == (
        1797,
        8,
        8,
    )
    _, y = library("sklearn.datasets.load_digits", n_class=2, return_X_y=True)
    assert (y.classes, y.encoding) == (2, Encoding.BINARY)


def test_diabetes_is_regression_and_tables_have_a_kind(library: Any) -> None:
    x, y = library("sklearn.datasets.load_diabetes", return_X_y=True, as_frame=True)
    assert (x.kind, y.kind) == (Kind.FRAME, Kind.SERIES)
    assert tasks(y) == [("regression", 0.97)]


def test_forest_cover_counts_from_one(library: Any) -> None:
    _, y = library("sklearn.datasets.fetch_covtype", return_X_y=True)
    assert (y.low, y.high) == (1, 7)


def test_openml_mnist_has_labels_as_strings(library: Any) -> None:
    x, y = library("sklearn.datasets.fetch_openml", "mnist_784", return_X_y=True, as_frame=False)
    assert (x.kind, x.high, y.encoding, y.classes) == (Kind.ARRAY, 255, Encoding.STRING, 10)
    assert isinstance(library("sklearn.datasets.fetch_openml", "titanic"), Unknown)


@pytest.mark.parametrize(
    ("name", "options", "x_shape", "n"),
    [
        ("make_classification", {"n_samples": 50, "n_classes": 4}, (50, 20), 4),
        ("make_classification", {}, (100, 20), 2),
        ("make_blobs", {"n_samples": 60, "centers": 5}, (60, 2), 5),
        ("make_blobs", {"n_samples": [10, 20]}, (30, 2), 2),
        ("make_moons", {"n_samples": 70, "noise": 0.1}, (70, 2), 2),
    ],
)
def test_generators_of_classes(library: Any, name: str, options: Any, x_shape: Any, n: int) -> None:
    x, y = library("sklearn.datasets." + name, **options)
    assert (x.shape, y.classes) == (x_shape, n)
    assert tasks(y) == [("binary" if n == 2 else "multiclass", 0.97)]


def test_generator_of_unknown_classes(library: Any) -> None:
    _, y = library("sklearn.datasets.make_classification", n_classes=library.unknown())
    assert tasks(y) == [("classification", 0.97)]


def test_generators_of_numbers_and_of_several_labels(library: Any) -> None:
    x, y = library("sklearn.datasets.make_regression", 80, 6, n_targets=2)
    assert (x.shape, y.shape, tasks(y)) == ((80, 6), (80, 2), [("regression", 0.97)])
    _, labels = library("sklearn.datasets.make_multilabel_classification", n_classes=7)
    assert (labels.shape, labels.encoding) == ((100, 7), Encoding.MULTI_HOT)
    assert tasks(labels) == [("multilabel", 0.98)]
