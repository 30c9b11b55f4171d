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
