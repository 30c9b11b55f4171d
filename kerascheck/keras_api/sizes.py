"""How much a model can learn."""

from kerascheck.keras_api import tables
from kerascheck.values import Model

_SIZES = ("units", "filters", "output_dim")


_SHARE = 10
"""With so many samples for each of its weights, a model cannot tell the samples apart."""


def few_weights(model: object, samples: object) -> bool:
    """Whether a model has too few weights to know so many samples by heart."""
    if one_unit(model):
        return True
    if not isinstance(model, Model) or not model.complete or not isinstance(samples, int):
        return False
    total = tables.totals(tables.rows(model)).all
    return isinstance(total, int) and total * _SHARE <= samples


def one_unit(model: object) -> bool:
    """Whether all the weights of a model are those of one unit, which knows nothing by heart."""
    parts = model.layers if isinstance(model, Model) and model.complete else ()
    weighted = [
        part
        for part in parts
        if isinstance(part, Model) or any(hasattr(part, name) for name in _SIZES)
    ]
    return len(weighted) == 1 and getattr(weighted[0], "units", None) == 1
