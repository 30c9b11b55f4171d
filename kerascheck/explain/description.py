"""What `explain` says about a file: plain data, made of strings and numbers only.

What is not known is an `Unsure` with its reason, wherever a number or a text may stand.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something that is not known, and why."""

    why: str


Number = int | Unsure
Plain = object
"""A value of a configuration: a number, a text, `None`, `Unsure`, or lists and dicts of such."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, in the terms of users: lines and columns from 1, the end excluded.

    In a notebook `line` counts within the `cell`, and `physical_line` is the line of the file.
    """

    path: str
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int
    physical_line: int

    @property
    def short(self) -> str:
        """The line for a reader who knows the file: `6`, or `cell 3:2`."""
        return str(self.line) if self.cell is None else f"cell {self.cell}:{self.line}"

    def seen_from(self, path: str) -> str:
        """`short`, after the path if that is another one than `path`."""
        return self.short if self.path == path else f"{self.path}:{self.short}"

    def __str__(self) -> str:
        return f"{self.path}:{self.short}"


@dataclass(frozen=True, slots=True)
class Note:
    """A finding at one place, in short words; `primary` where it is the expression to change."""

    code: str
    rule: str
    severity: str
    text: str
    message: str
    primary: bool = True


@dataclass(frozen=True, slots=True)
class Array:
    """The shape and dtype of a tensor or an array; `None` is a dimension that is open."""

    shape: tuple[Number | None, ...] | Unsure
    dtype: str | Unsure

    def __str__(self) -> str:
        if isinstance(self.shape, Unsure):
            return "?"
        dims = ["?" if isinstance(dim, Unsure) else str(dim) for dim in self.shape]
        return f"({', '.join(dims)}{',' if len(dims) == 1 else ''})"

    @property
    def unsure(self) -> Unsure | None:
        """The first thing in the shape that is not known."""
        if isinstance(self.shape, Unsure):
            return self.shape
        return next((dim for dim in self.shape if isinstance(dim, Unsure)), None)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One weight of a layer; `owner` is the layer inside of the row that makes it."""

    name: str
    owner: str
    shape: tuple[Number, ...]
    trainable: bool | Unsure
    dtype: str | Unsure


@dataclass(frozen=True, slots=True)
class Really:
    """A layer as it was built: `verdict` is `agrees`, `differs`, `built only` or `not built`."""

    outputs: tuple[Array, ...] | None = None
    parameters: int | None = None
    trainable: int | None = None
    verdict: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A model as it was built: `complete` if all of it was; `lines` are label and text."""

    complete: bool
    parameters: int | None = None
    trainable: int | None = None
    lines: tuple[tuple[str, str], ...] = ()
    training_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One layer of a model; `depth` is 1 and more for the layers of a model inside.

    `text` says in short what the layer is, `arguments` what is written in the call. `reasons`
    tells why something of the row is not known. `outputs` are the tensors that it gives.
    """

    kind: str
    name: str
    text: str
    place: Place
    outputs: tuple[Array, ...]
    parameters: Number
    trainable: Number
    weights: tuple[Parameter, ...] = ()
    notes: tuple[Note, ...] = ()
    reasons: tuple[str, ...] = ()
    depth: int = 0
    built: Really | None = None

    @property
    def shape(self) -> str:
        """The shapes of the outputs as text."""
        return ", ".join(map(str, self.outputs)) or "?"


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A layer or an operation in the graph of a model, and the nodes that feed it, by position.

    `row` is the position of the layer in the table, or None for an operation.
    """

    text: str
    shape: str
    row: int | None
    feeds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A line under the table: a loss, an optimizer, metrics, data. `detail` is the same as data."""

    label: str
    text: str
    detail: Plain = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """Parameters of a model: how many, of which kinds, in how many bytes, of which dtypes.

    `known` counts those of the layers that are known, where `parameters` is not.
    """

    parameters: Number
    trainable: Number
    non_trainable: Number
    bytes: Number
    dtypes: tuple[str, ...] = ()
    known: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """What the outputs of all layers take for a batch, and what could not be counted."""

    batch: int
    activations: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """One model.

    `outputs` has what each layer gives, those inside of models included, with the words for it.
    """

    name: str
    kind: str
    place: Place
    rows: tuple[Row, ...]
    graph: tuple[GraphNode, ...]
    size: Size
    compiled: tuple[Place, ...] = ()
    fitted: tuple[Place, ...] = ()
    items: tuple[Item, ...] = ()
    gaps: tuple[tuple[Place, str], ...] = ()
    outputs: tuple[tuple[str, Array], ...] = ()
    built: Whole | None = None

    @property
    def dominant(self) -> Row | None:
        """The layer that has most of the parameters, if one of several has more than half."""
        counted = [
            (row.parameters, row)
            for row in self.rows
            if row.depth == 0 and isinstance(row.parameters, int) and row.parameters
        ]
        total = self.size.parameters
        if len(counted) < 2 or not isinstance(total, int):
            return None
        most, row = max(counted, key=lambda pair: pair[0])
        return row if 2 * most > total else None


@dataclass(frozen=True, slots=True)
class Explained:
    """One file: its models, what is said of none of them, and what keeps it from being read.

    `problems` are syntax errors, `missing` models that were not found out. `builder` says with
    what the models were built, if they were.
    """

    path: str
    keras: bool = True
    models: tuple[Summary, ...] = ()
    notes: tuple[tuple[Place, Note], ...] = ()
    missing: tuple[tuple[str, Place, str], ...] = ()
    problems: tuple[tuple[Place, str], ...] = ()
    builder: str = ""
