"""Names that a script looks up for the most probable class of a prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kerascheck.facts.models import ModelValue
from kerascheck.facts.outputs import fold
from kerascheck.values import Data, Encoding, Named, Site, Value, open_ended

if TYPE_CHECKING:
    from kerascheck.facts.interpreter import Interpreter


def note_looked_up(run: Interpreter, names: Value, key: Value, site: Site) -> None:
    """Note `names[np.argmax(prediction)]`, of a list or a dict that is wholly known."""
    match key:
        case Data(predicted=ModelValue() as model, encoding=Encoding.INT, classes=int(classes)) if (
            key.steps and key.steps[-1].text == "argmax"
        ):
            outputs = fold(model.snapshot())
            count = _count(names)
            # What `argmax` has gone over are the classes, and not the samples.
            if count is not None and len(outputs) == 1 and outputs[0].units == classes:
                run.record.looked_up.append(Named(site, count, outputs[0]))


def _count(names: Value) -> int | None:
    """How many classes have a name, from class 0 on; None if that is not known."""
    if isinstance(names, (list, tuple)):
        return None if open_ended(names) else len(names)
    if isinstance(names, dict):
        return len(names) if all(number in names for number in range(len(names))) else None
    return None
