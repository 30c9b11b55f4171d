"""What is not known is never guessed: with one argument or dimension unknown, nothing is wrong.

What is still known must be what it is when everything is known, and Keras accepts what it accepts.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kerascheck.keras_api import graph, structures, tables
from kerascheck.keras_api.layers import LAYERS
from kerascheck.values import BuildError, Spec, UndeterminedError, Unknown
from tests.keras_api.layers.cases import conv_lstm, convolutional, pooling, reshaping
from tests.keras_api.layers.oracle import SITE, Case, T

CASES = convolutional.CASES | pooling.CASES | conv_lstm.CASES | reshaping.CASES
UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.mark.parametrize("layer", sorted(CASES))
def test_an_unknown_argument_or_dimension_is_not_guessed(layer: str) -> None:
    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=UNHURRIED)
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        tried = data.draw(CASES[layer])
        if not isinstance(tried.args[0], T):
            return
        names = [*tried.made.config, *range(1, len(tried.args[0].shape))]
        if not names:
            return
        known = _tried(tried, dict(tried.made.config), tried.args[0].shape)
        hidden = data.draw(st.sampled_from(names))
        config = {k: _hidden(v, k == hidden) for k, v in tried.made.config.items()}
        dims = tuple(_hidden(dim, axis == hidden) for axis, dim in enumerate(tried.args[0].shape))
        guessed = _tried(tried, config, dims)
        assert _agrees(guessed, known), f"{tried} without {hidden}: {guessed}, not {known}"

    agree()


def _hidden(value: Any, hide: bool) -> Any:
    return Unknown("hidden") if hide else value


def _tried(tried: Case, config: dict[str, Any], dims: tuple[Any, ...]) -> Any:
    """The shapes and the count; an error, or None where it is not known."""
    cls = LAYERS[tried.made.layer]
    extra = {key: config.pop(key) for key in list(config) if key not in cls.parameters()}
    layer = cls(site=SITE, extra=extra, **config)
    try:
        layer.check()
        args = (Spec(dims, tried.args[0].dtype),)
        made = structures.flatten(graph.call(layer, args, {}))
        count = tables.total(tables.weights(layer, args, {}))
    except BuildError as error:
        return error
    except UndeterminedError:
        return None
    return [dim for spec in made for dim in _dims(spec)], count


def _dims(spec: Spec) -> list[Any]:
    return [spec.shape] if isinstance(spec.shape, Unknown) else list(spec.shape)


def _agrees(guessed: Any, known: Any) -> bool:
    if guessed is None or isinstance(known, BuildError):
        return True
    if isinstance(guessed, BuildError):
        return False
    (dims, count), (all_dims, whole) = guessed, known
    if any(isinstance(dim, Unknown) for dim in dims) and len(dims) != len(all_dims):
        return len(dims) == 1
    pairs = [*zip(dims, all_dims, strict=True), (count, whole)]
    return all(isinstance(one, Unknown) or one == other for one, other in pairs)
