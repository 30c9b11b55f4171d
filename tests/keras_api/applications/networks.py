"""A model of `keras.applications` layer by layer, made with Keras and with ours."""

import os
import re
import warnings
from importlib import import_module
from typing import Any, NamedTuple

from kerascheck.keras_api import tables
from kerascheck.keras_api.applications import APPLICATIONS
from kerascheck.keras_api.applications.network import Network
from kerascheck.keras_api.layers.core import InputLayer
from kerascheck.values import Applied, BuildError, Layer, Model, Site, Spec, Tensor

SITE: Any = Site(None, None, None)  # type: ignore[arg-type]  # nothing is ever looked up there


class Line(NamedTuple):
    """One layer: class, name (empty where Keras numbers the layers), output, counts."""

    kind: str
    name: str
    shape: tuple[Any, ...]
    trainable: int
    frozen: int


def network(name: str, /, **config: Any) -> Network:
    """A model as our table of constructors has it, without trained weights if not said."""
    known = APPLICATIONS[name]
    title = config.pop("name", None)
    if "tensor" in config:
        shape = config.pop("tensor")
        layer, spec = InputLayer(site=SITE, shape=shape), Spec((None, *shape))
        config["input_tensor"] = Tensor(layer, (), SITE, spec=spec, applied=Applied((), {}, spec))
    return Network(known, {**known.parameters, "weights": None, **config}, title)


def model(name: str, /, **config: Any) -> Model:
    """The graph of `network` as a model."""
    made = network(name, **config)
    if made.error is not None:
        raise made.error
    drawn: Any = made.draw(SITE, None)  # type: ignore[arg-type]  # it belongs to no script
    return Model(
        site=SITE,
        kind="application",
        name="",
        layers=drawn.layers,
        inputs=drawn.inputs,
        outputs=(drawn.output,),
    )


def totals(name: str, /, **config: Any) -> tuple[Any, Any]:
    """The numbers of trainable and of other parameters."""
    found = tables.totals(tables.table(model(name, **config)))
    return found.trainable, found.frozen


def ours(name: str, /, **config: Any) -> list[Line] | None:
    """The layers in order; None if Keras refuses the arguments."""
    try:
        built = model(name, **config)
    except BuildError:
        return None
    rows = {id(row.part): row for row in tables.table(built)}
    return [_line(rows[id(part)]) for part in built.layers if isinstance(part, Layer)]


def _line(row: tables.Row) -> Line:
    part = row.part
    assert isinstance(part, Layer)
    assert isinstance(row.output, Spec)
    name = part.extra.get("name", "")
    counts = {True: 0, False: 0}
    assert row.unknown is None, (part.kind, row.unknown)
    for _, weight in row.weights:
        assert isinstance(weight.count, int)
        counts[bool(weight.trainable)] += weight.count
    return Line(part.kind, str(name), tuple(row.output.dims), counts[True], counts[False])


def keras(name: str, /, **config: Any) -> list[Line] | None:
    """The layers in order, with the Keras that is installed; None if it refuses the arguments."""
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    real: Any = import_module("keras")
    real.backend.clear_session()
    shape = config.pop("tensor", None)
    if shape is not None:
        config["input_tensor"] = real.Input(shape)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            built = getattr(real.applications, name)(**{"weights": None, **config})
        except (ValueError, TypeError, KeyError):
            return None
    return [_real(layer) for layer in built.layers]


def _real(layer: Any) -> Line:
    return Line(
        type(layer).__name__,
        layer.name,
        tuple(layer.output.shape),
        sum(_size(weight) for weight in layer.trainable_weights),
        sum(_size(w) for w in layer.non_trainable_weights if "seed_generator" not in w.path),
    )


def differences(mine: list[Line] | None, theirs: list[Line] | None) -> list[Any]:
    """Where two lists of layers differ; for an empty name Keras has one that it numbers."""
    if mine is None or theirs is None or len(mine) != len(theirs):
        return [] if mine == theirs else [mine and len(mine), theirs and len(theirs)]
    pairs = zip(mine, theirs, strict=True)
    return [pair for pair in pairs if not _same(*pair)]


def _same(mine: Line, theirs: Line) -> bool:
    if not mine.name:
        name = re.sub(r"_\d+$", "", theirs.name).replace("_", "")
        return name == mine.kind.lower() and theirs._replace(name="") == mine
    return mine == theirs


def _size(weight: Any) -> int:
    count = 1
    for dim in weight.shape:
        count *= dim
    return count
