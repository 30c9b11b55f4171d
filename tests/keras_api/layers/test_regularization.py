"""Dropout and noise: no weights, no other shape, and rates from 0 to 1."""

import pytest

from kerascheck.values import Unknown
from tests.keras_api.layers.calls import count, make, refused, shape

RATED = ["Dropout", "AlphaDropout", "GaussianDropout", "SpatialDropout1D"]


@pytest.mark.parametrize("kind", RATED)
def test_dropout_changes_nothing(kind: str) -> None:
    layer = make(kind, rate=0.5)
    assert shape(layer, None, 7, 3) == (None, 7, 3)
    assert count(layer, None, 7, 3) == 0


@pytest.mark.parametrize("kind", [*RATED, "SpatialDropout2D", "SpatialDropout3D"])
@pytest.mark.parametrize("rate", [-0.1, 1.5, 50, "0.5", None])
def test_a_rate_is_a_fraction(kind: str, rate: object) -> None:
    error = refused(kind, {"rate": rate})
    assert (error.kind, error.argument) == ("argument", "rate")


def test_an_unknown_rate_is_no_error() -> None:
    assert shape(make("Dropout", rate=Unknown("a setting")), None, 3) == (None, 3)


@pytest.mark.parametrize("noise", [3, "ab", (0,), (1.5,)])
def test_a_noise_shape_has_positive_dimensions(noise: object) -> None:
    assert refused("Dropout", {"rate": 0.5, "noise_shape": noise}).argument == "noise_shape"


@pytest.mark.parametrize(("axes", "rank"), [("1D", 3), ("2D", 4), ("3D", 5)])
def test_spatial_dropout_needs_its_rank(axes: str, rank: int) -> None:
    assert shape(make(f"SpatialDropout{axes}", rate=0.5), *[2] * rank) == (2,) * rank
    error = refused(f"SpatialDropout{axes}", {"rate": 0.5}, 2, 3)
    assert error.kind == "rank"
    assert error.keras == f"expected ndim={rank}, found ndim=2"


def test_noise_and_penalties_are_not_negative() -> None:
    assert refused("GaussianNoise", {"stddev": -0.5}).argument == "stddev"
    assert refused("ActivityRegularization", {"l1": -0.5}).argument == "l1"
    assert refused("ActivityRegularization", {"l2": float("nan")}).argument == "l2"
