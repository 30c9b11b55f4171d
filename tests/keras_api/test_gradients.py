"""The table of operations without gradient against what Keras makes of them."""

import pytest

from kerascheck.keras_api import gradients
from kerascheck.keras_api.words import words

pytestmark = [pytest.mark.keras, pytest.mark.filterwarnings("ignore")]
ONE = words(
    "argmax argmin argsort round floor ceil trunc sign logical_not isnan isinf isfinite size "
    "zeros_like ones_like count_nonzero stop_gradient"
)
TWO = words(
    "equal not_equal less less_equal greater greater_equal logical_and logical_or logical_xor "
    "floor_divide"
)
KEPT = words("abs square exp max min sum mean sort relu sqrt clip")


def moved(name: str, others: int) -> bool:
    """Whether a model with this operation in its loss changes when it is trained."""
    keras = pytest.importorskip("keras")
    np = pytest.importorskip("numpy")
    keras.utils.set_random_seed(1)
    function = getattr(keras.ops, name)
    more = {"clip": [0.0, 1.0]}.get(name, [0.5] * others)

    def loss(y_true: object, y_pred: object) -> object:
        return keras.ops.mean(keras.ops.cast(function(y_pred, *more), "float32"))

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "sigmoid")])
    model.compile("sgd", loss=loss)
    before = [weight.copy() for weight in model.get_weights()]
    try:
        model.train_on_batch(np.ones((8, 4)), np.ones((8, 3)))
    except ValueError as error:
        if "No gradients" in str(error):
            return False
        raise
    pairs = zip(before, model.get_weights(), strict=True)
    return any((old != new).any() for old, new in pairs)


@pytest.mark.parametrize("name", sorted(ONE | TWO))
def test_no_gradient_passes(name: str) -> None:
    assert name in gradients.CONSTANT
    assert not moved(name, others=name in TWO)


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_gradient_passes(name: str) -> None:
    assert name not in gradients.CONSTANT
    assert moved(name, others=0)
