"""How many axes `pad_sequences` gives."""

import pytest

from kerascheck.values import Data, Shape, Unknown
from tests.facts.trace_of import facts

HEAD = "from keras.preprocessing.sequence import pad_sequences\n"


def shape(code: str, rows: str = "rows") -> Shape | Unknown:
    """The shape of `rows` after they have been padded to 50 time steps."""
    padded = f"pad_sequences({rows}, 50)"
    [fit] = facts(f"{HEAD}{code}\nkeras.Sequential([layers.Dense(1)]).fit({padded})\n").fits
    assert isinstance(fit.x, Data)
    return fit.x.shape


def steps(code: str) -> list[int | None]:
    """The sizes after the number of sequences, None for those that are open."""
    found = shape(code)
    assert isinstance(found, tuple)
    return [size if isinstance(size, int) else None for size in found[1:]]


TEXTS = "t = keras.preprocessing.text.Tokenizer()\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("rows = [[1, 2], [3, 4, 5]]", id="numbers"),
        pytest.param(TEXTS + "rows = t.texts_to_sequences(texts)", id="a tokenizer"),
        pytest.param(
            TEXTS + "rows = [t.texts_to_sequences([x])[0] for x in texts]", id="a tokenizer by text"
        ),
        pytest.param("(rows, y), _ = keras.datasets.imdb.load_data()", id="a data set"),
        pytest.param("rows = [np.zeros(5) for n in lengths]", id="arrays"),
    ],
)
def test_sequences_of_numbers(code: str) -> None:
    assert steps(code) == [50]


@pytest.mark.parametrize(
    ("code", "width"),
    [
        pytest.param("rows = [np.zeros((n, 8)) for n in lengths]", 8, id="arrays"),
        pytest.param("rows = [[np.zeros(8) for w in s] for s in texts]", 8, id="lists of arrays"),
        pytest.param("rows = [[[1, 2, 3], [4, 5, 6]], [[7, 8, 9]]]", 3, id="lists of lists"),
        pytest.param(
            "rows = []\nfor s in texts:\n    row = []\n    for w in s:\n"
            "        row.append(np.random.randn(8))\n    rows.append(row)",
            8,
            id="lists that loops fill",
        ),
        pytest.param("rows = [np.zeros((n, w)) for n in lengths]", None, id="of any width"),
    ],
)
def test_sequences_of_vectors(code: str, width: int | None) -> None:
    assert steps(code) == [50, width]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("rows = [[vectors[w] for w in s] for s in texts]", id="looked up"),
        pytest.param("rows = [[[vectors[w] for w in s]] for s in texts][0]", id="one text"),
        pytest.param("rows = [features(f) for f in files]", id="made by a function"),
        pytest.param("rows = [np.array([vectors[w] for w in s]) for s in texts]", id="as arrays"),
        pytest.param("rows = load()", id="not known"),
        pytest.param("rows = []", id="a list that nothing is seen to fill"),
    ],
)
def test_sequences_of_what_is_not_known(code: str) -> None:
    assert isinstance(shape(code), Unknown)


@pytest.mark.parametrize(
    ("rows", "known"),
    [
        ("t.texts_to_sequences(texts)", True),
        ("token_ids", True),
        ("tokenized", True),
        ("features", False),
        ("videos", False),
    ],
)
def test_names_for_the_numbers_of_words(rows: str, known: bool) -> None:
    assert isinstance(shape("from data import *", rows), tuple) == known


@pytest.mark.parametrize(
    "made",
    [
        "np.array([row])",
        "np.expand_dims(row, 0)",
        "np.array(row)",
        "keras.utils.to_categorical(t.texts_to_sequences(texts))",
    ],
)
def test_one_text_is_a_list_of_any_length(made: str) -> None:
    code = f"{TEXTS}row = t.texts_to_sequences(texts)[0]\n"
    [fit] = facts(f"{HEAD}{code}keras.Sequential([layers.Dense(1)]).fit({made})\n").fits
    assert isinstance(fit.x, Data)
    assert isinstance(fit.x.shape, Unknown)


def test_one_text_may_have_any_shape() -> None:
    code = f"{TEXTS}row = t.texts_to_sequences(texts)[0]\nx = np.reshape(row, (1, 50))\n"
    assert not facts(HEAD + code).reshapes
