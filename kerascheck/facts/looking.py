"""What the script asks of a model, and whether the model can know it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascheck.values import CustomLayer, Layer, Look, Site, UnknownLayer

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter
    from kerascheck.facts.models import ModelValue


def look(run: Interpreter, model: ModelValue, what: str, site: Site) -> None:
    """Note that the script asks a model for `what`."""
    snapshot = model.snapshot()
    fact = Look(site=site, what=what, model=snapshot, built=not _surely_unbuilt(model))
    run.record.looks.append(fact)


def _surely_unbuilt(model: ModelValue) -> bool:
    """Whether the model cannot have weights: it has layers, and nothing has said of what shape."""
    if model.called or model.entry is not None or not model.layers:
        return False
    if model.kind == "subclass":
        return True
    first = model.layers[0]
    # `Merge` of Keras 1 has the shapes of the models that it joins.
    plain = isinstance(first, Layer) and first.kind != "Merge"
    plain = plain and not isinstance(first, (CustomLayer, UnknownLayer))
    whole = model.kind == "Sequential" and not model.gaps and not model.outputs
    return bool(whole and plain and isinstance(first, Layer) and not first.partial)
