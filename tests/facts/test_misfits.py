"""Calls of the script's own functions that do not fit their parameters."""

import pytest

from kerascheck.keras_api.layers import Dense
from kerascheck.values import Unknown
from tests.facts.trace_of import facts

FUNCTION = """
def head(x, units, bias=True):
    return layers.Dense(units, use_bias=bias)(x)
x = keras.Input((4,))
"""
METHOD = """
class Maker:
    def head(self, units, name):
        return layers.Dense(units, name=name)
"""


def dense(code: str) -> Dense:
    [layer] = [layer for layer in facts(code).layers if isinstance(layer, Dense)]
    return layer


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("head(5)", id="one is missing"),
        pytest.param("head(units=5)", id="one is missing, the other by its name"),
        pytest.param("head(x, 5, False, 'relu')", id="one too many"),
        pytest.param("head(x, 5, activation='relu')", id="a keyword that is not known"),
    ],
)
def test_what_the_arguments_are_meant_for_is_open(call: str) -> None:
    assert isinstance(dense(FUNCTION + call).units, Unknown)


def test_a_method_that_lacks_an_argument() -> None:
    assert isinstance(dense(METHOD + "Maker().head('first')").units, Unknown)


def test_parameters_that_are_not_given_keep_their_defaults() -> None:
    layer = dense(FUNCTION.replace("bias=True", "bias=False") + "head(5)")
    assert layer.use_bias is False


@pytest.mark.parametrize(
    "call",
    [
        "head(x, 5)",
        "head(x, units=5)",
        "head(x=x, units=5, bias=False)",
        "head(*[x, 5])",
        "head(x, **{'units': 5})",
    ],
)
def test_a_call_that_fits(call: str) -> None:
    assert dense(FUNCTION + call).units == 5


def test_a_method_is_given_its_object() -> None:
    assert dense(METHOD + "Maker().head(5, 'first')").units == 5


def test_functions_that_take_more_than_they_name() -> None:
    code = (
        "def head(*sizes, **more):\n    return layers.Dense(sizes[0], **more)\nhead(5, name='a')\n"
    )
    assert dense(code).units == 5
