"""`json`: everything that is known of the models, for programs.

The object has `version` 1, `tool`, and `files`. Within version 1 keys may be added; none is
removed, renamed or given another meaning. A file has `path`, `keras` (whether it mentions Keras),
`models`, `notes` (findings that stand in no model), `not_understood` and `errors` (what is not
valid Python). What is not known is null, and the key `unknown` beside it has the reason by key:

    {"parameters": null, "unknown": {"parameters": "units=n, read from a file"}}

In the lists of shapes null is a dimension that Keras leaves open, as that of the batch, and "?"
one that is not known. Lines and columns count from 1 and the end of a range is excluded; in a
notebook `line` counts within the `cell` and `physical_line` is the line of the file. The nodes of
a `graph` are numbered from 0, `layer` is the position in `layers`, and an edge is a pair of nodes.
`depth` is 1 and more for layers inside of a model that has no entry of its own; such layers are
part of the row with depth 0 above them. With `--dynamic` a file has `builder`, and models and
layers have `built`: what Keras made of them. With `--execute` the models that a run of the script
made follow, whose `kind` ends in `executed`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kerascheck import __version__
from kerascheck.explain.description import (
    Array,
    Explained,
    GraphNode,
    Item,
    Note,
    Parameter,
    Place,
    Row,
    Size,
    Summary,
    Unsure,
)
from kerascheck.explain.flow import memory


def render(files: Sequence[Explained], *, batch: int | None = None) -> str:
    """One JSON object, indented, with a line break at its end."""
    document = {
        "version": 1,
        "tool": {"name": "kerascheck", "version": __version__},
        "files": [_file(file, batch) for file in files],
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _file(file: Explained, batch: int | None) -> dict[str, Any]:
    return {
        "path": file.path,
        "keras": file.keras,
        "builder": file.builder or None,
        "models": [_model(model, batch) for model in file.models],
        "notes": [{**_note(note), "location": _place(place)} for place, note in file.notes],
        "not_understood": [
            {"name": name, "why": why, "location": _place(place)}
            for name, place, why in file.missing
        ],
        "errors": [
            {"message": message, "location": _place(place)} for place, message in file.problems
        ],
    }


def _model(model: Summary, batch: int | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": model.name,
        "kind": model.kind,
        "location": _place(model.place),
        "complete": not model.gaps,
        "gaps": [{"why": why, "location": _place(place)} for place, why in model.gaps],
        "compiled": [_place(place) for place in model.compiled],
        "fitted": [_place(place) for place in model.fitted],
        "layers": [_row(row) for row in model.rows],
        "graph": _graph(model.graph),
        "size": _size(model.size),
        "training": [_item(item) for item in model.items],
    }
    if model.built is not None:
        told["built"] = {
            "complete": model.built.complete,
            "parameters": model.built.parameters,
            "trainable": model.built.trainable,
            "training_bytes": model.built.training_bytes,
            "lines": [{"label": label, "text": text} for label, text in model.built.lines],
        }
    if batch is not None:
        found = memory(model, batch)
        told["memory"] = {
            "batch": found.batch,
            "activation_bytes": found.activations,
            "not_counted": list(found.missing),
        }
    return told


def _row(row: Row) -> dict[str, Any]:
    told = {
        "kind": row.kind,
        "name": row.name,
        "text": row.text,
        "depth": row.depth,
        "location": _place(row.place),
        "outputs": [_array(output) for output in row.outputs],
        "parameters": row.parameters,
        "trainable": row.trainable,
        "weights": [_weight(weight) for weight in row.weights],
        "notes": [_note(note) for note in row.notes],
        "reasons": list(row.reasons),
    }
    if row.built is not None:
        told["built"] = {
            "outputs": None if row.built.outputs is None else list(map(_array, row.built.outputs)),
            "parameters": row.built.parameters,
            "trainable": row.built.trainable,
            "verdict": row.built.verdict,
        }
    return _settled(told)


def _array(array: Array) -> dict[str, Any]:
    return _settled({"shape": _shape(array.shape), "dtype": array.dtype}, inner=array)


def _shape(shape: Any) -> Any:
    if isinstance(shape, Unsure):
        return shape
    return ["?" if isinstance(dim, Unsure) else dim for dim in shape]


def _weight(weight: Parameter) -> dict[str, Any]:
    told = {
        "name": weight.name,
        "owner": weight.owner,
        "shape": _shape(weight.shape),
        "trainable": weight.trainable,
        "dtype": weight.dtype,
    }
    return _settled(told)


def _size(size: Size) -> dict[str, Any]:
    told = {
        "parameters": size.parameters,
        "trainable": size.trainable,
        "non_trainable": size.non_trainable,
        "bytes": size.bytes,
        "dtypes": list(size.dtypes),
        "known_parameters": size.known,
    }
    return _settled(told)


def _graph(nodes: Sequence[GraphNode]) -> dict[str, Any]:
    return {
        "nodes": [{"text": node.text, "shape": node.shape, "layer": node.row} for node in nodes],
        "edges": [[feed, here] for here, node in enumerate(nodes) for feed in node.feeds],
    }


def _item(item: Item) -> dict[str, Any]:
    told = {
        "label": item.label,
        "text": item.text,
        "value": item.detail,
        "notes": [_note(note) for note in item.notes],
    }
    return _settled(told)


def _note(note: Note) -> dict[str, Any]:
    return {
        "code": note.code,
        "rule": note.rule,
        "severity": note.severity,
        "text": note.text,
        "message": note.message,
        "primary": note.primary,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "cell": None if place.cell is None else {"index": place.cell},
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "physical_line": place.physical_line,
    }


def _settled(told: Mapping[str, Any], *, inner: Array | None = None) -> dict[str, Any]:
    """The object with null for what is not known, and the reasons under `unknown`."""
    reasons = {key: value.why for key, value in told.items() if isinstance(value, Unsure)}
    if inner is not None and inner.unsure is not None:
        reasons.setdefault("shape", inner.unsure.why)
    settled = {key: _plain(value) for key, value in told.items()}
    return {**settled, "unknown": reasons} if reasons else settled


def _plain(value: Any) -> Any:
    match value:
        case Unsure():
            return None
        case list():
            return [_plain(item) for item in value]
        case dict():
            return _settled(value)
        case float() if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124
            return str(value)
        case _:
            return value
