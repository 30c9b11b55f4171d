"""Arrays and batches in the place of data sets: with their shapes and types, and nothing in them.

Part of `real_models.py`.
"""

import types
from collections.abc import Callable, Iterable
from typing import Any

import keras
import numpy as np
import tensorflow as tf


def _labels(count: int, classes: int, dtype: str, column: bool) -> Any:
    values: Any = (np.arange(count) % classes).astype(dtype)
    return values[:, None] if column else values


def _pictures(shape: tuple[int, ...], classes: int, train: int, test: int, column: bool) -> Any:
    def load_data(*args: Any, **kwargs: Any) -> Any:
        coarse = "coarse" in (*args, *kwargs.values())
        kinds = 20 if coarse else classes
        return tuple(
            (np.zeros((n, *shape), "uint8"), _labels(n, kinds, "uint8", column))
            for n in (train, test)
        )

    return load_data


def _numbers(width: int, train: int, test: int) -> Any:
    def load_data(*args: Any, **kwargs: Any) -> Any:
        return tuple((np.ones((n, width), "float32"), np.ones(n, "float32")) for n in (train, test))

    return load_data


def _texts(classes: int, train: int, test: int) -> Any:
    def load_data(*args: Any, **kwargs: Any) -> Any:
        limit = kwargs.get("num_words") or kwargs.get("nb_words") or 1000
        words = [1 + (i * 7) % (limit - 1) for i in range(250)]

        def part(count: int) -> Any:
            texts: Any = np.empty(count, dtype=object)
            for i in range(count):
                texts[i] = words[: 40 + i % 200]
            return texts, _labels(count, classes, "int64", False)

        return part(train), part(test)

    return load_data


def housing(*args: Any, **kwargs: Any) -> Any:
    from sklearn.utils import Bunch

    rng = np.random.default_rng(0)
    names = [f"feature{i}" for i in range(8)]
    data, target = rng.random((20640, 8)), rng.random(20640)
    if kwargs.get("return_X_y"):
        return data, target
    return Bunch(data=data, target=target, feature_names=names, DESCR="", target_names=["value"])


def install_keras(swap: Callable[[Any, Any], None]) -> None:
    """Put arrays in the place of `keras.datasets`."""
    stubs = {
        "mnist": _pictures((28, 28), 10, 60000, 10000, False),
        "fashion_mnist": _pictures((28, 28), 10, 60000, 10000, False),
        "cifar10": _pictures((32, 32, 3), 10, 50000, 10000, True),
        "cifar100": _pictures((32, 32, 3), 100, 50000, 10000, True),
        "boston_housing": _numbers(13, 404, 102),
        "california_housing": _numbers(8, 16512, 4128),
        "imdb": _texts(2, 25000, 25000),
        "reuters": _texts(46, 8982, 2246),
    }
    index = {"imdb": 88584, "reuters": 30979}
    for name, load in stubs.items():
        module = getattr(keras.datasets, name)
        swap(module.load_data, load)
        if name in index:
            words = {f"word{i}": i for i in range(1, index[name] + 1)}
            swap(module.get_word_index, lambda *_, words=words: words)


_ELEMENTS: dict[str, tuple[tuple[Any, ...], str, int]] = {
    "mnist": ((28, 28, 1), "image", 10),
    "fashion_mnist": ((28, 28, 1), "image", 10),
    "cifar10": ((32, 32, 3), "image", 10),
    "cifar100": ((32, 32, 3), "image", 100),
    "cats_vs_dogs": ((None, None, 3), "image", 2),
    "tf_flowers": ((None, None, 3), "image", 5),
    "oxford_flowers102": ((None, None, 3), "image", 102),
    "food101": ((None, None, 3), "image", 101),
    "stanford_dogs": ((None, None, 3), "image", 120),
    "rock_paper_scissors": ((300, 300, 3), "image", 3),
    "horses_or_humans": ((300, 300, 3), "image", 2),
    "eurosat": ((64, 64, 3), "image", 10),
    "beans": ((500, 500, 3), "image", 3),
    "imdb_reviews": ((), "text", 2),
    "ag_news_subset": ((), "description", 4),
    "iris": ((4,), "features", 3),
}
"""The elements of data sets: shape, what the feature is called, number of classes."""


def load_tfds(name: str, *, split: Any = None, as_supervised: bool = False, **rest: Any) -> Any:
    """What `tfds.load` gives, of which the elements are like those of the data set."""
    shape, feature, classes = _ELEMENTS[name.partition(":")[0].partition("/")[0]]
    dtype = {"text": "string", "description": "string", "features": "float32"}
    spec = tf.TensorSpec(shape, dtype.get(feature, "uint8")), tf.TensorSpec((), "int64")
    concrete = tuple(8 if dim is None else dim for dim in shape)
    value = tf.zeros(concrete, spec[0].dtype) if feature not in dtype else None
    if value is None:
        value = tf.zeros(concrete) if feature == "features" else tf.constant("some words")

    def rows() -> Iterable[Any]:
        for i in range(64):
            pair = value, i % classes
            yield pair if as_supervised else {feature: pair[0], "label": pair[1]}

    signature = spec if as_supervised else {feature: spec[0], "label": spec[1]}

    def part(_: Any) -> Any:
        return tf.data.Dataset.from_generator(rows, output_signature=signature)

    data: Any = {key: part(key) for key in ("train", "test", "validation")}
    if split is not None:
        data = [part(s) for s in split] if isinstance(split, (list, tuple)) else part(split)
    info = types.SimpleNamespace(
        features={"label": types.SimpleNamespace(num_classes=classes)},
        splits=None,
    )
    return (data, info) if rest.get("with_info") else data


def _folder(x: Any, args: dict[str, Any]) -> Any:
    mode = args.get("label_mode", args.get("class_mode", "int"))

    def rows() -> Iterable[Any]:
        shape = [2 if dim is None else dim for dim in x.shape]
        value = tf.zeros(shape, x.dtype) if x.dtype != tf.string else tf.constant(["words"] * 2)
        while True:
            yield value if mode is None else (value, tf.zeros(2, "int32"))

    y = tf.TensorSpec((None,), "int32")
    spec = x if mode is None else (x, y)
    return tf.data.Dataset.from_generator(rows, output_signature=spec).take(4)


def image_folder(*args: Any, **kwargs: Any) -> Any:
    size = kwargs.get("image_size", args[6] if len(args) > 6 else (256, 256))
    channels = {"grayscale": 1, "rgba": 4}.get(kwargs.get("color_mode", "rgb"), 3)
    unbatched = kwargs.get("batch_size", 32) is None
    shape = (*size, channels) if unbatched else (None, *size, channels)
    data = _folder(tf.TensorSpec(shape, "float32"), kwargs)
    return (data, data) if kwargs.get("subset") == "both" else data


def text_folder(*args: Any, **kwargs: Any) -> Any:
    return _folder(tf.TensorSpec((None,), "string"), kwargs)


def flow(generator: Any, *args: Any, **kwargs: Any) -> Any:
    size = tuple(kwargs.get("target_size", (256, 256)))
    channels = {"grayscale": 1, "rgba": 4}.get(kwargs.get("color_mode", "rgb"), 3)
    return _folder(tf.TensorSpec((None, *size, channels), "float32"), kwargs)
