"""Random calls of the preprocessing of numbers, categories, text and sound."""

from typing import Any

from hypothesis import strategies as st

from tests.keras_api.layers.cases.calls import DIMS, MANY, PAIR, POLICY, configs, layer, mostly
from tests.keras_api.layers.cases.shapes import SIZE, tensors
from tests.keras_api.layers.oracle import Case, Made

NUMBERS = tensors(st.integers(0, 4), DIMS, st.sampled_from(["float32", "int32", "float64"]))
ONES = tensors(st.integers(0, 3), st.sampled_from([1, 1, 3, None, 0]), "int32")
WHOLE = mostly(ONES, st.one_of(NUMBERS, PAIR))
COUNT = mostly(st.integers(1, 6), st.sampled_from([0, -1, None, "3", 2.0]))
MODE = mostly(
    st.sampled_from(["int", "one_hot", "multi_hot", "count"]),
    st.sampled_from(["binary", "tf_idf", "ONE_HOT", "nothing", None, 3]),
)
SPARSE = mostly(st.just(False), st.booleans())
SALT = mostly(st.sampled_from([None, 3, (1, 2)]), st.sampled_from([(1,), "a", 1.5]))
AXIS = mostly(
    st.sampled_from([-1, 1, None, (1,), (1, 2), [-1]]),
    st.sampled_from([0, 3, -4, (), "a", 1.5, [5]]),
)
WORDS = mostly(
    st.sampled_from([["a", "b"], ["a", "b", "c"], ("a",), ["[UNK]", "a"], ["", "[UNK]", "a", "b"]]),
    st.sampled_from([[], ["a", "a"], ["", "a"], ["a", "[UNK]"], ["a", ""]]),
)
INTEGERS = mostly(
    st.sampled_from([[1, 2], [5, 7, 9], (4,), [-1, 3], [0, -1, 3, 4]]),
    st.sampled_from([[], [1, 1], [0, 1], [1, -1], [1, 0]]),
)
LIMIT = mostly(st.sampled_from([None, 5, 9]), st.sampled_from([2, 1, 0, -3, 9.0]))
LOOKUP_MODE = mostly(
    st.sampled_from(["int", "one_hot", "multi_hot", "count", "tf_idf", "binary", "tf-idf"]),
    st.sampled_from(["INT", None, 3]),
)


def _weighted(words: Any) -> dict[str, Any]:
    return {"vocabulary": words, "output_mode": "tf_idf", "idf_weights": [0.5] * len(words)}


LOOKUP = {
    "max_tokens": LIMIT,
    "pad_to_max_tokens": SPARSE,
    "sparse": SPARSE,
}
INDEX = {**LOOKUP, "num_oov_indices": mostly(st.integers(0, 3), st.just(-1)), "invert": SPARSE}
STRINGS = tensors(st.integers(0, 3), st.sampled_from([1, 1, 3, None]), "string")
SEQUENCE = st.sampled_from([None, None, 1, 8, 0])


def _known(name: str, optional: dict[str, Any], words: Any, x: Any) -> Any:
    """Calls with a vocabulary, of which Keras knows the size, or in a mode that needs none."""
    free = {"output_mode": mostly(st.just("int"), st.sampled_from(["INT", 3]))}
    padded = {"max_tokens": st.just(7), "pad_to_max_tokens": st.just(True)}
    return st.one_of(
        layer(name, configs({**optional, "output_mode": LOOKUP_MODE}, {"vocabulary": words}), x),
        layer(
            name,
            st.builds(
                lambda config, words: {**config, **_weighted(words)}, configs(optional), words
            ),
            x,
        ),
        layer(name, configs({**optional, **free}), x),
        layer(name, configs({"output_mode": LOOKUP_MODE}, padded), x),
    )


TIMES = tensors(3, st.sampled_from([3, 50, 100, 200]), st.sampled_from(["float32", "int32"]))
SOUNDS = mostly(tensors(st.integers(1, 3), st.sampled_from([1, 800, 1600, 16000, None])), NUMBERS)
STFT = {
    "mode": mostly(
        st.sampled_from(["log", "magnitude", "psd", "real", "imag", "angle", "stft"]),
        st.sampled_from(["LOG", "power"]),
    ),
    "frame_step": mostly(st.sampled_from([None, 1, 3, 8]), st.sampled_from([0, 100, -1])),
    "fft_length": mostly(st.sampled_from([None, 64, 50]), st.sampled_from([4, 64.0])),
    "scaling": mostly(st.sampled_from(["density", "spectrum", None]), st.just("nothing")),
    "padding": mostly(st.sampled_from(["valid", "same"]), st.sampled_from(["SAME", "causal"])),
    "expand_dims": st.booleans(),
    "data_format": mostly(
        st.sampled_from([None, "channels_last", "channels_first"]), st.just("first")
    ),
    "periodic": st.booleans(),
    "trainable": st.booleans(),
    "dtype": POLICY,
}
MEL = {
    "fft_length": st.sampled_from([64, 256, 2048]),
    "sequence_stride": mostly(st.sampled_from([1, 16, 512]), st.just(0)),
    "sequence_length": mostly(st.sampled_from([None, 32, 64]), st.just(4096)),
    "num_mel_bins": st.sampled_from([1, 40, 128]),
    "dtype": POLICY,
}
ROWS = st.lists(
    st.sampled_from(
        [Made("Rescaling", {"scale": 0.5}), Made("Dense", {"units": 3}), Made("Normalization"), 3]
    ),
    max_size=3,
)
STEPS = st.lists(
    st.sampled_from(
        [
            Made("Rescaling", {"scale": 0.5}),
            Made("Resizing", {"height": 4, "width": 6}),
            Made("CenterCrop", {"height": 3, "width": 2}),
            Made("RandomFlip", {"mode": "horizontal"}),
            Made("Dense", {"units": 3}),
            Made("Normalization", {"axis": -1}),
        ]
    ),
    min_size=1,
    max_size=4,
)
SAME_MEAN = st.sampled_from(
    [
        {},
        {"mean": 1.0, "variance": 2.0},
        {"mean": [1.0, 2.0], "variance": [1.0, 1.0]},
        {"mean": [1.0], "variance": [1.0]},
        {"mean": [1.0], "variance": 1.0},
        {"mean": [[1.0, 2.0]], "variance": [[1.0, 2.0]]},
        {"mean": 1.0},
        {"variance": 1.0},
    ]
)


def _of_features_or_one_tensor(tried: Case) -> bool:
    """Keras makes a layer with one mean for all of a list of tensors, and fails later, with data."""
    return tried.made.config.get("axis", -1) is not None or not isinstance(tried.args[0], list)


CASES: dict[str, Any] = {
    "CategoryEncoding": layer(
        "CategoryEncoding",
        configs({"output_mode": MODE, "dtype": POLICY}, {"num_tokens": COUNT}),
        WHOLE,
    ),
    "Discretization": layer(
        "Discretization",
        st.one_of(
            configs({"output_mode": MODE, "sparse": SPARSE, "dtype": POLICY}, {"num_bins": COUNT}),
            configs(
                {"output_mode": MODE, "num_bins": mostly(st.none(), st.just(3))},
                {"bin_boundaries": st.sampled_from([[0.0, 1.0], [1.0], (0.5, 1.0, 2.0)])},
            ),
        ),
        WHOLE,
    ),
    "Hashing": layer(
        "Hashing",
        configs({"output_mode": MODE, "sparse": SPARSE, "salt": SALT}, {"num_bins": COUNT}),
        st.one_of(WHOLE, STRINGS),
    ),
    "HashedCrossing": layer(
        "HashedCrossing",
        configs(
            {"output_mode": mostly(st.sampled_from(["int", "one_hot"]), MODE)},
            {"num_bins": mostly(st.integers(1, 5), st.sampled_from([None, 2.0, -1, 0]))},
        ),
        mostly(
            st.one_of(st.builds(lambda x: [x, x], ONES), st.builds(lambda x: (x, x), STRINGS)),
            st.one_of(st.lists(ONES, min_size=1, max_size=3), ONES),
        ),
    ),
    "IntegerLookup": _known(
        "IntegerLookup",
        {
            **INDEX,
            "mask_token": st.sampled_from([None, 0]),
            "oov_method": mostly(st.sampled_from(["floormod", "farmhash"]), st.just("md5")),
            "salt": mostly(st.none(), SALT),
            "vocabulary_dtype": mostly(st.just("int64"), st.just("int32")),
        },
        INTEGERS,
        WHOLE,
    ),
    "StringLookup": _known(
        "StringLookup",
        {**INDEX, "mask_token": st.sampled_from([None, ""]), "salt": mostly(st.none(), SALT)},
        WORDS,
        mostly(STRINGS, PAIR),
    ),
    "TextVectorization": _known(
        "TextVectorization",
        {
            **LOOKUP,
            "standardize": mostly(st.sampled_from(["lower", None]), st.just("upper")),
            "split": mostly(st.sampled_from(["whitespace", "character", None]), st.just("word")),
            "ngrams": mostly(st.sampled_from([None, 2, (1, 2)]), st.sampled_from([[2], "2", 2.0])),
            "output_sequence_length": mostly(SEQUENCE, st.sampled_from([2.0, "8", -1])),
            "ragged": SPARSE,
        },
        WORDS,
        STRINGS,
    ),
    "Normalization": layer(
        "Normalization",
        st.builds(
            lambda config, mean: {**config, **mean},
            configs({"axis": AXIS, "invert": st.booleans(), "dtype": POLICY}),
            SAME_MEAN,
        ),
        mostly(
            tensors(st.integers(2, 4), st.sampled_from([2, 2, 2, 1, 3])), st.one_of(NUMBERS, PAIR)
        ),
    ).filter(_of_features_or_one_tensor),
    "Rescaling": layer(
        "Rescaling",
        configs(
            {"offset": st.just(-1.0), "dtype": POLICY},
            {"scale": st.sampled_from([1 / 255, 2, [1.0, 2.0]])},
        ),
        MANY,
    ),
    "MelSpectrogram": layer("MelSpectrogram", configs(MEL), SOUNDS),
    "STFTSpectrogram": layer(
        "STFTSpectrogram",
        configs(
            STFT,
            {"frame_length": mostly(st.sampled_from([2, 7, 16]), st.sampled_from([1, 0, 16.0]))},
        ),
        mostly(TIMES, st.one_of(NUMBERS, tensors(3, DIMS))),
    ),
    # Keras traces a pipeline with stand-ins for open dimensions, and calls every dimension open
    # that varies with them, even one that a crop fixes: batches of images of one size only.
    "Pipeline": st.one_of(
        layer("Pipeline", configs({}, {"layers": STEPS}), tensors(4, st.integers(4, 9))),
        layer("Pipeline", configs({}, {"layers": ROWS}), tensors(2, SIZE)),
    ),
}
