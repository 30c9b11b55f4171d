import pytest

from tests.rules.found import levels, lines

CODE = "KC803"
MODEL = "model = keras.models.load_model('m.keras')\nx = np.load('x.npy')\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("model.predict(np.expand_dims(x, 0))\n", id="no loop"),
        pytest.param("for batch in batches:\n    model.predict(batch)\n", id="batches"),
        pytest.param("for i in range(9):\n    model.predict(x[i:i+32])\n", id="slices of 32"),
        pytest.param(
            "x = np.zeros((50, 4))\nfor i in range(9):\n    model.predict(x)\n", id="all samples"
        ),
        pytest.param(
            "for row in x:\n    model.predict_on_batch(np.expand_dims(row, 0))\n", id="on a batch"
        ),
        pytest.param("for row in x:\n    model(row[None], training=False)\n", id="called"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, MODEL + code) == []


@pytest.mark.parametrize(
    "code",
    [
        "for row in x:\n    model.predict(np.expand_dims(row, axis=0))\n",
        "for row in x:\n    model.predict(row[None, ...])\n",
        "for row in x:\n    model.predict(row.reshape(1, 4))\n",
        "for i in range(99):\n    model.predict(x[i:i+1])\n",
        "for p in paths:\n    model.predict(np.array([p]))\n",
    ],
)
def test_one_sample_at_a_time(code: str) -> None:
    assert levels(CODE, MODEL + code) == ["warning medium"]
    assert lines(CODE, MODEL + code) == [4]


@pytest.mark.parametrize(
    "code",
    [
        "import gymnasium\nfor s in x:\n    model.predict(s[None])\n",
        "for _ in range(99):\n    model.predict(np.expand_dims(sequence, 0))\n",
    ],
)
def test_what_goes_step_by_step_gets_a_note(code: str) -> None:
    assert levels(CODE, MODEL + code) == ["info low"]
