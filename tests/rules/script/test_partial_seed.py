import pytest

from tests.rules.found import found, levels, lines

CODE = "KC801"
TRAIN = (
    "model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\n"
    "model.compile('adam', 'mse')\nmodel.fit(x, y)\n"
)
TF = "import tensorflow as tf\ntf.random.set_seed(1)\n"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(TRAIN, id="no seed"),
        pytest.param("keras.utils.set_random_seed(1)\n" + TRAIN, id="all are seeded"),
        pytest.param("np.random.seed(1)\nkeras.utils.set_random_seed(1)\n" + TRAIN, id="both"),
        pytest.param("import random\nrandom.seed(1)\nnp.random.seed(1)\n" + TF + TRAIN, id="each"),
        pytest.param("np.random.seed(1)\n", id="nothing is trained"),
        pytest.param("rng = np.random.default_rng(1)\n" + TRAIN, id="a generator"),
        pytest.param(
            "np.random.seed(1)\n"
            + TRAIN.replace(
                "Dense(1)",
                "Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed=1))",
            ),
            id="seeds of the layers",
        ),
    ],
)
def test_nothing_is_found(code: str) -> None:
    assert levels(CODE, code) == []


@pytest.mark.parametrize("code", ["np.random.seed(1)\n", TF, TF + "np.random.seed(1)\n"])
def test_the_weights_have_no_seed(code: str) -> None:
    assert levels(CODE, code + TRAIN) == ["info medium"]


def test_the_help_has_the_seed() -> None:
    (finding,) = found(CODE, "SEED = 7\nnp.random.seed(SEED)\n" + TRAIN)
    assert "set_random_seed(SEED)" in finding.help
    assert lines(CODE, "SEED = 7\nnp.random.seed(SEED)\n" + TRAIN) == [2]
