import pytest

from kerascheck.finding import Span
from kerascheck.keras_api.layers import Dense
from kerascheck.values import REQUIRED, Operation, Site


class _Nowhere:
    def span(self, statement: object, node: object) -> Span:
        return Span("", 0, 1, 0, 1, 0)

    def text(self, node: object) -> str:
        return ""


SITE = Site(_Nowhere(), None, None)


def test_parameters_are_taken_by_position_and_name() -> None:
    layer = Dense(3, use_bias=False, site=SITE)
    assert (layer.units, layer.activation, layer.use_bias) == (3, None, False)


def test_patterns_match_on_parameters() -> None:
    match Dense(3, "relu", site=SITE):
        case Dense(units=3, activation="relu"):
            pass
        case _:
            pytest.fail("the pattern does not match")


def test_defaults_that_can_change_are_not_shared() -> None:
    first, second = Operation(site=SITE, name="add"), Operation(site=SITE, name="add")
    assert first.extra is not second.extra


def test_signatures_are_those_of_the_annotations() -> None:
    assert list(Dense.parameters())[3:5] == ["units", "activation"]
    assert Dense.parameters()["units"] is REQUIRED
    assert Dense.positional()[0] == "units"


def test_layers_do_not_change() -> None:
    layer = Dense(3, site=SITE)
    with pytest.raises(AttributeError):
        layer.units = 4  # type: ignore[misc]


def test_a_wrong_argument_is_an_error() -> None:
    with pytest.raises(TypeError):
        Dense(3, unit=4, site=SITE)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Dense(site=SITE)  # type: ignore[call-arg]
