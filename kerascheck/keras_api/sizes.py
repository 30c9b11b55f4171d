"""How much a model can learn."""

from kerascheck.keras_api import tables
from kerascheck.values import Data, Fit, Model

_SIZES = ("units", "filters", "output_dim")


_SHARE = 10
"""With so many samples for each of its weights, a model cannot tell the samples apart."""
_TINY = 128
"""With so few weights, it cannot tell apart more than a handful, however many there are."""


def few_weights(fit: Fit) -> bool:
    """Whether a model has too few weights to know the samples of a training by heart.

    Where it is not known how many samples these are, it has to be a tiny one.
    """
    x = fit.x
    samples = x.shape[0] if isinstance(x, Data) and isinstance(x.shape, tuple) and x.shape else None
    if not isinstance(samples, int):
        return _at_most(fit.model, _TINY)
    return one_unit(fit.model) or _at_most(fit.model, samples / _SHARE)


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
