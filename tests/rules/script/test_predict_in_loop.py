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
        pytest.param(
            "for i in range(10):\n    print(model.predict(np.array([x[i]])))\n", id="ten to look at"
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, MODEL + code) == []


@pytest.mark.parametrize(
    "sample",
    [
        "x[i:i+1]",
        "np.expand_dims(x[i], axis=0)",
        "x[i][None]",
        "x[i].reshape(1, 4)",
        "np.array([x[i]])",
    ],
)
def test_one_row_of_an_array_at_a_time(sample: str) -> None:
    code = f"{MODEL}for i in range(99):\n    model.predict({sample})\n"
    assert levels(CODE, code) == ["info medium"]
    assert lines(CODE, code) == [4]


@pytest.mark.parametrize(
    "code",
    [
        "import gymnasium\nfor i in range(99):\n    model.predict(x[i:i+1])\n",
        "while True:\n    i = choose()\n    show(model.predict(x[i:i+1]))\n",
        "for path in paths:\n    image = keras.utils.load_img(path)\n    "
        + "model.predict(np.expand_dims(image, 0))\n",
        "for _ in range(99):\n    model.predict(np.expand_dims(text, 0))\n",
        "import time\nfor i in range(99):\n    start = time.time()\n    model.predict(x[i:i+1])\n",
        "for i in range(99):\n    model.predict(x[i:i+1])\n    plt.pause(0.01)\n",
    ],
)
def test_samples_that_come_one_by_one_get_a_note(code: str) -> None:
    assert levels(CODE, MODEL + code) == ["info low"]


def test_a_clock_around_the_loop_changes_nothing() -> None:
    code = (
        MODEL
        + "import time\nstart = time.time()\nfor i in range(99):\n    model.predict(x[i:i+1])\n"
    )
    assert levels(CODE, code) == ["info medium"]
