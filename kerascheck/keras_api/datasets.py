"""What the loaders of well-known data sets give: shapes, ranges, labels and classes.

Sources: the documentation and code of `keras.datasets` (3.15), `sklearn.datasets` and the
catalogue of TensorFlow Datasets. `None` in a shape is a dimension that varies from row to row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kerascheck.values import Encoding

INT, BINARY, FLOAT = Encoding.INT, Encoding.BINARY, Encoding.FLOAT


@dataclass(frozen=True, slots=True)
class Known:
    """A data set: `x` and `y` are the shapes of one row's features and label.

    `task` is one of those of `Clue`. `train` and `test` count the rows of the parts; a
    loader that does not split has `train` only. `lowest` is the smallest class number.
    `sequences` is true if each row is a list of word numbers, `text` if it is a string.
    """

    name: str
    task: str
    train: int | None
    test: int | None = None
    x: tuple[int | None, ...] = ()
    y: tuple[int, ...] = ()
    encoding: Encoding = INT
    classes: int | None = None
    dtype: str = "float64"
    label_dtype: str = "int64"
    low: float | None = None
    high: float | None = None
    lowest: int = 0
    sequences: bool = False
    text: bool = False


def _images(name: str, train: int, test: int, x: tuple[int, ...], y: tuple[int, ...]) -> Known:
    return Known(name, "multiclass", train, test, x, y, INT, 10, "uint8", "uint8", 0, 255)


CIFAR100 = Known(
    "cifar100", "multiclass", 50000, 10000, (32, 32, 3), (1,), INT, 100, "uint8", low=0, high=255
)
CIFAR100_COARSE = Known(
    "cifar100", "multiclass", 50000, 10000, (32, 32, 3), (1,), INT, 20, "uint8", low=0, high=255
)
"""With `label_mode="coarse"`."""
CALIFORNIA_SMALL = Known(
    "california_housing",
    "regression",
    480,
    120,
    (8,),
    encoding=FLOAT,
    dtype="float32",
    label_dtype="float32",
)
"""With `version="small"`."""

KERAS: Mapping[str, Known] = MappingProxyType(
    {
        "mnist": _images("mnist", 60000, 10000, (28, 28), ()),
        "fashion_mnist": _images("fashion_mnist", 60000, 10000, (28, 28), ()),
        "cifar10": _images("cifar10", 50000, 10000, (32, 32, 3), (1,)),
        "cifar100": CIFAR100,
        "imdb": Known(
            "imdb",
            "binary",
            25000,
            25000,
            encoding=BINARY,
            classes=2,
            dtype="object",
            sequences=True,
        ),
        "reuters": Known(
            "reuters", "multiclass", 8982, 2246, classes=46, dtype="object", sequences=True
        ),
        "boston_housing": Known(
            "boston_housing", "regression", 404, 102, (13,), encoding=FLOAT, label_dtype="float64"
        ),
        "california_housing": Known(
            "california_housing",
            "regression",
            16512,
            4128,
            (8,),
            encoding=FLOAT,
            dtype="float32",
            label_dtype="float32",
        ),
    }
)
"""By module name, as `load_data()` gives them with its default arguments.

`reuters`, `boston_housing` and `california_housing` split by `test_split=0.2`; another one
changes the counts. `imdb` and `reuters` give object arrays of lists unless padded.
"""


def _table(
    name: str,
    rows: int,
    width: int,
    classes: int,
    low: float | None = None,
    high: float | None = None,
) -> Known:
    encoding, task = (BINARY, "binary") if classes == 2 else (INT, "multiclass")
    return Known(name, task, rows, None, (width,), (), encoding, classes, low=low, high=high)


def _numbers(name: str, rows: int, width: int, targets: tuple[int, ...] = ()) -> Known:
    return Known(name, "regression", rows, None, (width,), targets, FLOAT, label_dtype="float64")


SKLEARN: Mapping[str, Known] = MappingProxyType(
    {
        known.name: known
        for known in (
            _table("load_iris", 150, 4, 3),
            _table("load_wine", 178, 13, 3),
            _table("load_digits", 1797, 64, 10, 0, 16),
            _table("load_breast_cancer", 569, 30, 2),
            _numbers("load_diabetes", 442, 10),
            _numbers("load_boston", 506, 13),
            _numbers("load_linnerud", 20, 3, (3,)),
            _numbers("fetch_california_housing", 20640, 8),
            _table("fetch_olivetti_faces", 400, 4096, 40, 0, 1),
            Known(
                "fetch_covtype",
                "multiclass",
                581012,
                None,
                (54,),
                classes=7,
                lowest=1,
                label_dtype="int32",
            ),
            Known("fetch_20newsgroups", "multiclass", 11314, classes=20, dtype="str", text=True),
            Known(
                "fetch_20newsgroups_vectorized", "multiclass", 11314, None, (130107,), classes=20
            ),
            Known("fetch_lfw_people", "multiclass", None, dtype="float32", low=0, high=1),
            Known(
                "fetch_rcv1",
                "multilabel",
                804414,
                None,
                (47236,),
                (103,),
                Encoding.MULTI_HOT,
                103,
            ),
        )
    }
)
"""Loaders of `sklearn.datasets` by name; `fetch_20newsgroups` with its default `subset`."""


@dataclass(frozen=True, slots=True)
class Maker:
    """A generator of `sklearn.datasets`: the default arguments that decide shape and labels.

    `positional` are the arguments in order. `features` is the number of features where no
    argument sets it. `labels` are the values of the labels where they are always the same; else
    classes are numbered from 0.
    """

    task: str
    positional: tuple[str, ...]
    defaults: Mapping[str, int | None]
    features: int | None = None
    encoding: Encoding = INT
    labels: tuple[int, ...] | None = None


_MOONS = Maker("binary", ("n_samples",), {"n_samples": 100, "n_classes": 2}, 2, BINARY, (0, 1))
_ROLL = Maker("regression", ("n_samples",), {"n_samples": 100}, 3, FLOAT)

SKLEARN_MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "make_classification": Maker(
            "classification",
            ("n_samples", "n_features"),
            {"n_samples": 100, "n_features": 20, "n_classes": 2},
        ),
        "make_blobs": Maker(
            "multiclass",
            ("n_samples", "n_features", "centers"),
            {"n_samples": 100, "n_features": 2, "centers": 3},
        ),
        "make_moons": _MOONS,
        "make_circles": _MOONS,
        "make_gaussian_quantiles": Maker(
            "classification", (), {"n_samples": 100, "n_features": 2, "n_classes": 3}
        ),
        "make_hastie_10_2": Maker(
            "binary", ("n_samples",), {"n_samples": 12000, "n_classes": 2}, 10, FLOAT, (-1, 1)
        ),
        "make_multilabel_classification": Maker(
            "multilabel",
            ("n_samples", "n_features"),
            {"n_samples": 100, "n_features": 20, "n_classes": 5},
            encoding=Encoding.MULTI_HOT,
        ),
        "make_regression": Maker(
            "regression",
            ("n_samples", "n_features"),
            {"n_samples": 100, "n_features": 100, "n_targets": 1},
            encoding=FLOAT,
        ),
        "make_friedman1": Maker(
            "regression",
            ("n_samples", "n_features"),
            {"n_samples": 100, "n_features": 10},
            encoding=FLOAT,
        ),
        "make_friedman2": Maker("regression", ("n_samples",), {"n_samples": 100}, 4, FLOAT),
        "make_friedman3": Maker("regression", ("n_samples",), {"n_samples": 100}, 4, FLOAT),
        "make_s_curve": _ROLL,
        "make_swiss_roll": _ROLL,
    }
)
"""Generators by name. `make_blobs` counts its classes by `centers`, a number or an array."""

OPENML: Mapping[str, Known] = MappingProxyType(
    {
        "mnist_784": Known(
            "mnist_784",
            "multiclass",
            70000,
            None,
            (784,),
            encoding=Encoding.STRING,
            classes=10,
            label_dtype="object",
            low=0,
            high=255,
        ),
        "Fashion-MNIST": Known(
            "Fashion-MNIST",
            "multiclass",
            70000,
            None,
            (784,),
            encoding=Encoding.STRING,
            classes=10,
            label_dtype="object",
            low=0,
            high=255,
        ),
    }
)
"""What `fetch_openml(name)` gives; the class labels are strings."""


def _pictures(text: str) -> dict[str, Known]:
    """One line a set: name, classes, height, width, channels, train, test rows; 0 if it varies."""
    found = {}
    for line in text.strip().splitlines():
        name, *numbers = line.split()
        classes, height, width, channels, train, test = map(int, numbers)
        encoding, task = (BINARY, "binary") if classes == 2 else (INT, "multiclass")
        shape = (height or None, width or None, channels)
        found[name] = Known(
            name,
            task,
            train or None,
            test or None,
            shape,
            (),
            encoding,
            classes,
            "uint8",
            low=0,
            high=255,
        )
    return found


TFDS: Mapping[str, Known] = MappingProxyType(
    _pictures(
        """
        mnist 10 28 28 1 60000 10000
        fashion_mnist 10 28 28 1 60000 10000
        kmnist 10 28 28 1 60000 10000
        emnist 62 28 28 1 697932 116323
        cifar10 10 32 32 3 50000 10000
        cifar100 100 32 32 3 50000 10000
        svhn_cropped 10 32 32 3 73257 26032
        stl10 10 96 96 3 5000 8000
        eurosat 10 64 64 3 27000 0
        cats_vs_dogs 2 0 0 3 23262 0
        horses_or_humans 2 300 300 3 1027 256
        rock_paper_scissors 3 300 300 3 2520 372
        tf_flowers 5 0 0 3 3670 0
        oxford_flowers102 102 0 0 3 1020 6149
        oxford_iiit_pet 37 0 0 3 3680 3669
        stanford_dogs 120 0 0 3 12000 8580
        food101 101 0 0 3 75750 0
        beans 3 500 500 3 1034 128
        malaria 2 0 0 3 27558 0
        patch_camelyon 2 96 96 3 262144 32768
        colorectal_histology 8 150 150 3 5000 0
        deep_weeds 9 256 256 3 17509 0
        plant_village 38 0 0 3 54303 0
        citrus_leaves 4 0 0 3 594 0
        cassava 5 0 0 3 5656 1885
        caltech101 102 0 0 3 3059 6085
        caltech_birds2011 200 0 0 3 5994 5794
        cars196 196 0 0 3 8144 8041
        imagenette 10 0 0 3 9469 0
        imagenet2012 1000 0 0 3 1281167 0
        resisc45 45 256 256 3 31500 0
        uc_merced 21 256 256 3 2100 0
        """
    )
    | {
        "imdb_reviews": Known(
            "imdb_reviews",
            "binary",
            25000,
            25000,
            encoding=BINARY,
            classes=2,
            dtype="str",
            text=True,
        ),
        "yelp_polarity_reviews": Known(
            "yelp_polarity_reviews",
            "binary",
            560000,
            38000,
            encoding=BINARY,
            classes=2,
            dtype="str",
            text=True,
        ),
        "ag_news_subset": Known(
            "ag_news_subset", "multiclass", 120000, 7600, classes=4, dtype="str", text=True
        ),
        "iris": Known("iris", "multiclass", 150, None, (4,), classes=3, dtype="float32"),
    }
)
"""Data sets of TensorFlow Datasets by name, without the configuration after a slash."""
