"""What a model is tried with: made-up inputs, and labels as the script or the loss has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .jobs import Job, Json
from .reports import layers_in

ROWS = 32
"""How many made-up samples the losses and gradients are computed for."""
OPEN = {2: 16, 3: 16, 4: 64, 5: 16}
"""The extent of an open dimension in made-up samples, by the rank of the input."""


class Sample:
    """Made-up inputs and labels for a model."""

    def __init__(self, keras: Any, model: Any, probe: Json, seed: int, rows: int = ROWS) -> None:
        import numpy

        self.keras, self.probe = keras, probe
        self.random = numpy.random.default_rng(seed)
        entries = probe["inputs"]
        limits = [layer.input_dim for layer in layers_in(keras, model) if is_embedding(layer)]
        made = [self.entry(entry, rows, min(limits, default=2)) for entry in entries["tensors"]]
        self.x = build_structure(entries["structure"], made)
        self.outputs = model(self.x, training=False)
        outputs = keras.tree.flatten(self.outputs)
        self.y = [
            None if loss is None else self.label(label, loss, tuple(output.shape), rows)
            for label, loss, output in zip(probe["labels"], probe["losses"], outputs, strict=False)
        ]
        job = Job(keras, {"steps": []}, {}, 0)
        self.losses = [loss and job.decode(loss, {}, ()) for loss in probe["losses"]]

    def entry(self, entry: Json, rows: int, limit: int) -> Any:
        """Numbers in the shape of one input."""
        shape = entry["shape"]
        open_ = OPEN.get(len(shape), 8)
        shape = [rows] + [open_ if extent is None else extent for extent in shape[1:]]
        low, high = entry.get("low"), entry.get("high")
        if "int" in entry["dtype"]:
            return self.random.integers(0, max(limit, 1), shape).astype(entry["dtype"])
        if low is not None and high is not None:
            return self.random.uniform(low, high, shape).astype("float32")
        return self.random.normal(size=shape).astype("float32")

    def label(self, label: Json, loss: Json, output: Any, rows: int) -> Any:
        """Labels as the script writes them, or as the loss wants them if that is not known."""
        import numpy

        kind = label.get("encoding") or wanted(loss)
        inner = list(output[1:])
        classes = label.get("classes") or (inner[-1] if inner else 1)
        shape = label.get("shape")
        if kind == "int":
            shape = inner[:-1] if shape is None else known(shape, inner)
            return self.random.integers(0, classes, [rows, *shape]).astype("int32")
        shape = inner if shape is None else known(shape, inner)
        if kind == "one_hot":
            found = self.random.integers(0, shape[-1], [rows, *shape[:-1]])
            return numpy.eye(shape[-1], dtype="float32")[found]
        if kind in ("binary", "multi_hot"):
            return self.random.integers(0, 2, [rows, *shape]).astype("float32")
        return self.random.normal(size=[rows, *shape]).astype("float32")

    def loss(self, outputs: Any) -> Any:
        """The loss of all outputs together, without regularisation."""
        flat = self.keras.tree.flatten(outputs)
        values = [
            loss(label, output)
            for loss, label, output in zip(self.losses, self.y, flat, strict=False)
            if loss is not None
        ]
        total = values[0]
        for value in values[1:]:
            total = total + value
        return total


def known(shape: Sequence[int | None], inner: Sequence[int]) -> list[int]:
    """A shape with the extents that are open taken from what the model gives."""
    spare = list(inner) + [1] * len(shape)
    return [spare[i] if extent is None else extent for i, extent in enumerate(shape)]


def wanted(loss: Json) -> str:
    """The labels that a loss is made for."""
    name = loss["object"]["class"].rpartition(".")[2]
    if name.startswith("Sparse"):
        return "int"
    if name.startswith("Categorical"):
        return "one_hot"
    if name.startswith("Binary") or name in ("Dice", "Tversky"):
        return "binary"
    return "float"


def is_embedding(layer: Any) -> bool:
    return type(layer).__name__ in ("Embedding", "ReversibleEmbedding")


def build_structure(structure: Any, made: list[Any]) -> Any:
    """Tensors in lists and dicts, as the script gives them: numbers say which."""
    if isinstance(structure, int):
        return made[structure]
    if isinstance(structure, dict):
        return {key: build_structure(item, made) for key, item in structure.items()}
    return [build_structure(item, made) for item in structure]
