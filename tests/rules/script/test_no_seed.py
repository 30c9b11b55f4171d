import pytest

from tests.rules.found import levels, lines

CODE = "KC802"
TRAIN = "model = keras.Sequential([layers.Dense(1)])\nmodel.fit(x, y)\nmodel.fit(x, y)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("keras.utils.set_random_seed(1)\n" + TRAIN, id="seeded"),
        pytest.param("np.random.seed(1)\n" + TRAIN, id="seeded in part, told elsewhere"),
        pytest.param("model = keras.Sequential([layers.Dense(1)])\n", id="not trained"),
        pytest.param("def train(model):\n    model.fit(x, y)\n", id="a function of a library"),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


def test_the_first_training_is_told_of() -> None:
    assert levels(CODE, TRAIN) == ["info low"]
    assert lines(CODE, TRAIN) == [2]
