"""Models that a run of the script made, as `explain --execute` shows them."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kerascheck.explain.built import really
from kerascheck.explain.description import (
    Array,
    GraphNode,
    Item,
    Really,
    Row,
    Size,
    Summary,
    Unsure,
    Whole,
)
from kerascheck.explain.notes import place
from kerascheck.explain.plain import array
from kerascheck.explain.words import words
from kerascheck.values import BuiltLayer, Executed, UnknownLayer

if TYPE_CHECKING:
    from kerascheck.sources import Source

_OPEN = "known only by executing the script"
_MADE_UP = "depends on data that was made up"


def summary(model: Executed, sources: "Mapping[str, Source]") -> Summary:
    """One model. Of what depends on made-up data no figure is given."""
    rows = tuple(_row(layer, model, sources) for layer in model.layers)
    why = Unsure(_reason(model))
    frozen = model.total - model.trainable if model.total and model.trainable is not None else 0
    size = Size(why, why, why, why)
    if model.exact and model.total is not None and model.trainable is not None:
        size = Size(model.total, model.trainable, frozen, Unsure("the dtypes are not told"))
    return Summary(
        name=model.name,
        kind=f"{model.kind}, executed",
        place=place(model.site.at, sources),
        rows=rows,
        graph=tuple(_graph(rows)),
        size=size,
        compiled=(place(model.compiled.at, sources),) if model.compiled else (),
        fitted=(place(model.fitted.at, sources),) if model.fitted else (),
        items=tuple(_items(model)),
        built=Whole(
            model.exact,
            model.total if model.exact else None,
            model.trainable if model.exact else None,
            tuple(("not exact", reason) for reason in model.doubts),
        ),
    )


def _reason(model: Executed) -> str:
    """Why the size of a model is not known."""
    if model.doubts:
        return f"it {_MADE_UP}: {model.doubts[0]}"
    return "it was not built, as nothing says what it is given" if model.total is None else _OPEN


def _row(layer: BuiltLayer, model: Executed, sources: "Mapping[str, Source]") -> Row:
    part = layer.part
    kind = part.why if isinstance(part, UnknownLayer) else part.kind
    outputs: tuple[Array, ...] = (Array(Unsure(_OPEN), "float32"),)
    if model.exact and layer.static is not None:
        outputs = tuple(map(array, layer.static))
    counted, trains = layer.counted, layer.trains
    return Row(
        kind=kind,
        name="",
        text=kind if isinstance(part, UnknownLayer) or model.doubts else words(part),
        place=place(part.site.at, sources),
        outputs=outputs,
        parameters=counted if model.exact and counted is not None else Unsure(_OPEN),
        trainable=trains if model.exact and trains is not None else Unsure(_OPEN),
        built=Really(verdict="not built", words=_MADE_UP) if model.doubts else really(layer),
    )


def _graph(rows: tuple[Row, ...]) -> Iterator[GraphNode]:
    """The layers in the order in which they are made, as their connections are not told."""
    for at, row in enumerate(rows):
        shape = ""
        if row.built is not None and row.built.outputs is not None:
            shape = ", ".join(map(str, row.built.outputs))
        yield GraphNode(row.text, shape, at, (at - 1,) if at else ())


def _items(model: Executed) -> Iterator[Item]:
    for label, text in (("loss", model.loss), ("optimizer", model.optimizer)):
        if text:
            yield Item(label, text, text)
