"""The graph between the layers of a model, and the memory of what they give."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kerascheck.explain.description import Array, GraphNode, Memory, Summary, Unsure
from kerascheck.explain.plain import array
from kerascheck.explain.rows import Line, key_of
from kerascheck.explain.words import words
from kerascheck.keras_api import graph
from kerascheck.values import Model, Operation, Tensor
from kerascheck.values.shapes import Weight


def nodes(model: Model, lines: Sequence[Line]) -> tuple[GraphNode, ...]:
    """The graph of a model: its layers, each once, and the operations between them."""
    tensors = [output for output in model.outputs if isinstance(output, Tensor)]
    if tensors:
        return _Graph(lines).walk(graph.ordered(tensors, model.inputs))
    chained = model.kind == "Sequential"
    return tuple(
        GraphNode(line.text, _shape(line), row, (row - 1,) if chained and row else ())
        for row, line in enumerate(lines)
    )


def _shape(line: Line) -> str:
    return ", ".join(map(str, line.arrays)) or "?"


@dataclass(eq=False)
class _Graph:
    lines: Sequence[Line]
    texts: list[tuple[str, str, int | None]] = field(default_factory=list)
    feeds: list[dict[int, None]] = field(default_factory=list)
    positions: dict[int, int] = field(default_factory=dict)
    """The node of a layer or of a call of an operation, by its identity."""

    def walk(self, tensors: Sequence[Tensor]) -> tuple[GraphNode, ...]:
        rows = {line.key: row for row, line in enumerate(self.lines)}
        for tensor in tensors:
            here = self._position(tensor, rows.get(_key(tensor)))
            for source in tensor.inputs:
                if isinstance(source, Tensor):
                    feeder = self.positions.get(_key(source))
                    if feeder is not None and feeder != here:
                        self.feeds[here][feeder] = None
        # Layers that nothing reaches stand alone.
        for row, line in enumerate(self.lines):
            if line.key not in self.positions:
                self._add(line.key, line.text, _shape(line), row)
        return tuple(
            GraphNode(text, shape, row, tuple(feeds))
            for (text, shape, row), feeds in zip(self.texts, self.feeds, strict=True)
        )

    def _position(self, tensor: Tensor, row: int | None) -> int:
        key = _key(tensor)
        if key not in self.positions:
            if row is None:
                self._add(key, words(tensor.layer), str(array(tensor.spec)), None)
            else:
                self._add(key, self.lines[row].text, _shape(self.lines[row]), row)
        return self.positions[key]

    def _add(self, key: int, text: str, shape: str, row: int | None) -> None:
        self.positions[key] = len(self.texts)
        self.texts.append((text, shape, row))
        self.feeds.append({})


def _key(tensor: Tensor) -> int:
    """A layer is one node, however often it is called; an operation is one for each call."""
    layer = tensor.layer
    if isinstance(layer, Operation) and layer.owner is None and tensor.applied is not None:
        return id(tensor.applied)
    return key_of(layer)


def memory(summary: Summary, batch: int) -> Memory:
    """The bytes of the outputs of all layers for `batch` samples."""
    total = 0
    missing: list[str] = []
    for text, given in summary.outputs:
        size = _bytes(given, batch)
        if size is None:
            missing.append(text)
        else:
            total += size
    return Memory(batch, total, tuple(dict.fromkeys(missing)))


def _bytes(given: Array, batch: int) -> int | None:
    """The bytes of one tensor, if every dimension but the first is known."""
    if isinstance(given.shape, Unsure) or isinstance(given.dtype, Unsure):
        return None
    dims = list(given.shape)
    if dims and dims[0] is None:
        dims[0] = batch
    sizes = tuple(dim for dim in dims if isinstance(dim, int))
    size = Weight("", sizes, True, given.dtype).bytes if len(sizes) == len(dims) else None
    return size if isinstance(size, int) else None
