"""Normalization layers: which weights they have, over which axes, and what is refused."""

from typing import Any

import pytest

from kerascheck.keras_api import tables
from kerascheck.values import UndeterminedError, Unknown
from tests.keras_api.layers.calls import count, make, refused, shape, spec
from tests.keras_api.layers.oracle import SITE


def counts(layer: Any, *inputs: int | None, frozen: Any = None) -> tuple[Any, Any]:
    """The trainable parameters, and the others."""
    owned: list[Any] = [weight for _, weight in tables.weights(layer, (spec(*inputs),), {}, frozen)]
    trained = sum(weight.count for weight in owned if weight.trainable)
    return trained, sum(weight.count for weight in owned) - trained


def test_batch_normalization_keeps_moving_averages() -> None:
    layer = make("BatchNormalization")
    assert counts(layer, None, 8, 8, 64) == (128, 128)
    assert counts(layer, None, 8, 8, 64, frozen={layer: False}) == (0, 256)
    assert counts(make("BatchNormalization", axis=1), None, 3, 8, 8) == (6, 6)
    assert counts(make("BatchNormalization", scale=False, renorm=True), None, 5) == (5, 25)


def test_batch_normalization_needs_its_axis() -> None:
    assert refused("BatchNormalization", {}, None, None).kind == "dimension"
    assert refused("BatchNormalization", {"axis": 3}, None, 4, 5).kind == "rank"
    assert refused("BatchNormalization", {"axis": [1, 2]}).argument == "axis"


def test_groups_divide_the_channels() -> None:
    assert counts(make("GroupNormalization", groups=4), None, 8, 64) == (128, 0)
    assert counts(make("GroupNormalization", groups=-1), None, 8, 6) == (12, 0)
    error = refused("GroupNormalization", {}, None, 8, 48)
    assert error.kind == "dimension"
    assert error.problem == "divides 48 channels into 32 groups, which does not work out"
    assert refused("GroupNormalization", {"groups": 0}).argument == "groups"


def test_layer_normalization_takes_several_axes() -> None:
    assert count(make("LayerNormalization"), None, 7, 16) == 32
    assert count(make("LayerNormalization", axis=[1, 2]), None, 7, 16) == 224
    assert count(make("LayerNormalization", axis=[]), None, 7) == 2
    assert count(make("LayerNormalization", extra={"rms_scaling": True}), None, 16) == 16


def test_layer_normalization_without_weights_takes_an_open_dimension() -> None:
    layer = make("LayerNormalization", axis=1, center=False, scale=False)
    assert shape(layer, None, None, 3) == (None, None, 3)
    assert refused("LayerNormalization", {"axis": 1}, None, None, 3).kind == "dimension"


def test_rms_normalization_has_a_scale_alone() -> None:
    assert count(make("RMSNormalization"), None, 7, 16) == 16
    assert count(make("UnitNormalization"), None, 7, 16) == 0


def test_spectral_normalization_keeps_one_vector() -> None:
    dense = make("Dense", units=3)
    layer = make("SpectralNormalization", layer=dense)
    assert shape(layer, None, 4) == (None, 3)
    assert counts(layer, None, 4) == (15, 3)


def test_spectral_normalization_needs_a_kernel() -> None:
    error = refused("SpectralNormalization", {"layer": make("ReLU")}, None, 4)
    assert "wraps `ReLU`, which has no kernel" in error.problem
    assert refused("SpectralNormalization", {"layer": 3}).argument == "layer"
    steps = {"layer": make("ReLU"), "power_iterations": 0}
    assert refused("SpectralNormalization", steps).argument == "power_iterations"


def test_what_is_unknown_is_no_error() -> None:
    unknown = Unknown("a setting")
    with pytest.raises(UndeterminedError, match="a setting"):
        shape(make("BatchNormalization", axis=unknown), None, 4)
    assert shape(make("GroupNormalization", groups=unknown), None, 4) == (None, 4)
    assert shape(make("LayerNormalization", scale=unknown), None, 4) == (None, 4)
    wrapped = make("SpectralNormalization", layer=unknown)
    with pytest.raises(UndeterminedError, match="a setting"):
        shape(wrapped, None, 4)
    assert wrapped.site is SITE
