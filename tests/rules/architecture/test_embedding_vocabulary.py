import pytest

from tests.rules.found import found, levels, lines

CODE = "KC416"
TOKENIZER = """\
from keras.preprocessing.text import Tokenizer
tokenizer = Tokenizer()
tokenizer.fit_on_texts(texts)
"""


def imdb(size: str, words: str = "num_words=5000") -> str:
    return (
        f"(x, y), _ = keras.datasets.imdb.load_data({words})\n"
        "x = keras.utils.pad_sequences(x, 100)\n"
        f"model = keras.Sequential([layers.Embedding({size}, 8), layers.Flatten()])\n"
        "model.fit(x, y)\n"
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TOKENIZER + "layers.Embedding(len(tokenizer.word_index) + 1, 8)", id="+ 1"),
        pytest.param(
            TOKENIZER + "ids = tokenizer.word_index\nids['<pad>'] = 0\n"
            "layers.Embedding(len(ids), 8)",
            id="the padding is added to the words",
        ),
        pytest.param(
            TOKENIZER + "n = len(tokenizer.word_index)\nn = n + 1\nlayers.Embedding(n, 8)",
            id="+ 1 before",
        ),
        pytest.param(
            TOKENIZER.replace("Tokenizer()", "Tokenizer(num_words=99)")
            + "layers.Embedding(len(tokenizer.word_index), 8)",
            id="fewer numbers than words",
        ),
        pytest.param("layers.Embedding(len(words), 8)", id="words of the script"),
        pytest.param(imdb("5000"), id="as many rows as numbers"),
        pytest.param(imdb("n"), id="rows that are not known"),
        pytest.param(imdb("5000", "num_words=n"), id="numbers that are not known"),
        pytest.param(
            "x = np.load('x.npy')\nm = keras.Sequential([layers.Embedding(9, 8)])\nm.fit(x, x)\n",
            id="data that are not known",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize("before", ["", "n = len(tokenizer.word_index)\n"])
def test_the_last_word_has_no_row(before: str) -> None:
    size = "n" if before else "len(tokenizer.word_index)"
    code = f"{TOKENIZER}{before}layers.Embedding({size}, 8)\n"
    assert levels(CODE, code) == ["warning medium"]
    (finding,) = found(CODE, code)
    assert finding.fix is not None
    assert finding.fix.edits[0].text == f"{size} + 1"


def test_numbers_of_a_data_set_are_too_large() -> None:
    assert levels(CODE, imdb("1000")) == ["error high"]
    assert lines(CODE, imdb("1000")) == [3]


SCALER = "from sklearn.preprocessing import MinMaxScaler, Normalizer, StandardScaler\n"
FIT = "model = keras.Sequential([layers.Embedding(5000, 8), layers.Flatten()])\nmodel.fit(x, y)\n"
WORDS = SCALER + "(x, y), _ = keras.datasets.imdb.load_data(num_words=5000)\n"
PADDED = WORDS + "x = keras.utils.pad_sequences(x, 100)\n"


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        pytest.param(PADDED + "x = x / 5000\n" + FIT, 4, "scaled to fractions", id="divided"),
        pytest.param(
            PADDED + "x = StandardScaler().fit_transform(x)\n" + FIT, 4, "same row", id="a scaler"
        ),
        pytest.param(
            SCALER + "x, y = np.load('x.npy'), np.load('y.npy')\n"
            "x = MinMaxScaler().fit_transform(x)\n" + FIT,
            3,
            "cuts them to integers",
            id="columns that are not known",
        ),
        pytest.param(
            WORDS + "x = keras.utils.pad_sequences(x, 100, value=-1)\n" + FIT,
            3,
            "the padding is -1",
            id="padding below 0",
        ),
    ],
)
def test_numbers_that_have_no_row(code: str, line: int, words: str) -> None:
    assert levels(CODE, code) == ["error high"]
    assert lines(CODE, code) == [line]
    assert words in found(CODE, code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(PADDED + FIT, id="whole numbers"),
        pytest.param(PADDED + "x = x.astype('float32')\n" + FIT, id="whole numbers as floats"),
        pytest.param(PADDED + "x = np.round(x / 2)\n" + FIT, id="rounded"),
        pytest.param(PADDED + "x = (x / 5000 * 5000).astype('int32')\n" + FIT, id="and back"),
        pytest.param(
            PADDED + "x = StandardScaler().fit_transform(x)\n"
            "model = keras.Sequential([layers.Dense(8)])\nmodel.fit(x, y)\n",
            id="another layer",
        ),
        pytest.param(
            WORDS
            + "x = keras.utils.pad_sequences(x, 100, value=-1) + 1\n"
            + FIT.replace("50", "60"),
            id="moved up",
        ),
        pytest.param(
            WORDS + "x = keras.utils.pad_sequences(x, 100, value=pad)\n" + FIT, id="not known"
        ),
    ],
)
def test_numbers_that_have_a_row(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("np.random.uniform(1, 10, size=(22, 20))", []),
        ("np.random.uniform(1, 12, size=(22, 20))", ["error high"]),
        ("np.random.randint(1, 11, size=(22, 20))", ["error high"]),
    ],
)
def test_numbers_that_are_drawn_stay_below_the_end(numbers: str, expected: list[str]) -> None:
    code = f"""\
x = {numbers}
m = keras.Sequential([keras.Input((20,)), layers.Embedding(10, 5), layers.Flatten(), layers.Dense(1)])
m.compile("sgd", "mse")
m.fit(x, y)
"""
    assert levels("KC416", code) == expected
