"""How much a model can learn."""

from kerascheck.keras_api import tables
from kerascheck.values import Model

_SIZES = ("units", "filters", "output_dim")


_SHARE = 10
"""With so many samples for each of its weights, a model cannot tell the samples apart."""
_TINY = 128
"""With so few weights, it cannot tell apart more than a handful, however many there are."""


def few_weights(model: object, samples: object) -> bool:
    """Whether a model has too few weights to know so many samples by heart."""
    if one_unit(model):
        return True
    return isinstance(samples, int) and _at_most(model, samples / _SHARE)


def tiny(model: object) -> bool:
    """Whether a model has so few weights that it knows no more than a handful of samples by heart."""
    return _at_most(model, _TINY)


def _at_most(model: object, weights: float) -> bool:
    if not isinstance(model, Model) or not model.complete:
        return False
    total = tables.totals(tables.rows(model)).all
    return isinstance(total, int) and total <= weights


def one_unit(model: object) -> bool:
    """Whether all the weights of a model are those of one unit, which knows nothing by heart."""
    parts = model.layers if isinstance(model, Model) and model.complete else ()
    weighted = [
        part
        for part in parts
        if isinstance(part, Model) or any(hasattr(part, name) for name in _SIZES)
    ]
    return len(weighted) == 1 and getattr(weighted[0], "units", None) == 1
