"""How much a model can learn."""

from kerascheck.values import Model

_SIZES = ("units", "filters", "output_dim")


def one_unit(model: object) -> bool:
    """Whether all the weights of a model are those of one unit, which knows nothing by heart."""
    parts = model.layers if isinstance(model, Model) and model.complete else ()
    weighted = [
        part
        for part in parts
        if isinstance(part, Model) or any(hasattr(part, name) for name in _SIZES)
    ]
    return len(weighted) == 1 and getattr(weighted[0], "units", None) == 1
