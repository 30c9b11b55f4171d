import pytest

from tests.facts.trace_of import facts


@pytest.mark.parametrize(
    ("code", "marks"),
    [
        ("import random\nrandom.seed(1)\nnp.random.seed(1)", {"seed-python", "seed-numpy"}),
        ("import tensorflow as tf\ntf.random.set_seed(1)", {"seed-backend"}),
        ("import tensorflow as tf\ntf.set_random_seed(1)", {"seed-backend"}),
        ("from numpy.random import seed\nseed(1)", {"seed-numpy"}),
        ("import torch\ntorch.manual_seed(1)", {"seed-backend"}),
        ("keras.utils.set_random_seed(1)", {"seed-all"}),
        ("from tensorflow import keras\nkeras.utils.set_random_seed(1)", {"seed-all"}),
        ("import warnings\nwarnings.filterwarnings('ignore')", {"silenced"}),
        ("import warnings\nwarnings.simplefilter(action='ignore')", {"silenced"}),
        ("import warnings\nwarnings.simplefilter('ignore', FutureWarning)", set()),
        ("import warnings\nwarnings.filterwarnings('error')", set()),
        ("np.random.default_rng(1)", set()),
    ],
)
def test_seeds_and_silenced_warnings_are_noted(code: str, marks: set[str]) -> None:
    assert set(facts(code).context.marks) == marks
