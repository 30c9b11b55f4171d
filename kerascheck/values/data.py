"""Data and labels as far as a script tells: symbolic stand-ins for arrays and datasets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from kerascheck.values.site import Site
from kerascheck.values.unknown import AtMost, Int, Shape, Unknown, Value


class Encoding(Enum):
    """How labels are written down."""

    INT = "integers"
    BINARY = "0 and 1"
    ONE_HOT = "one-hot rows"
    MULTI_HOT = "multi-hot rows"
    FLOAT = "floats"
    STRING = "strings"


EMPTY = "an array of a list that nothing is seen to fill"
"""Why the shape of such an array is not known: what fills the list may not be followed."""
NO_ROWS = "no rows"
"""The step of a slice that leaves no row of the data."""
NEGATED = "-…"
"""The step of a minus before an array."""
ROWS = "list"
"""The step in which an array becomes the list of its rows."""
_RANDOM = re.compile(r"\brand|normal\b|uniform\b")
"""How functions that make random numbers are called."""
NEGATIVE_INDEX = "[-…]"
"""The step of rows that are taken by an array of positions with a minus before it."""


class Kind(Enum):
    """What holds the data, which decides how `fit` treats its other arguments."""

    ARRAY = "array"
    FRAME = "DataFrame"
    SERIES = "Series"
    LIST = "list"
    DATASET = "tf.data.Dataset"
    SEQUENCE = "keras iterator"
    GENERATOR = "generator"


@dataclass(frozen=True, slots=True, eq=False)
class Clue:
    """One piece of evidence for (or, if `against`, for the contrary of) a task.

    `task` is `binary`, `multiclass`, `multilabel`, `regression`, `autoencoder`, `segmentation`,
    `sequence`, `language-model`, `gan`, `rl`, `metric-learning`, `distillation` or
    `classification` (binary or multiclass, not known which). `weight` is from 0 to 1; 0.95 and
    more is a hard item. `source` says what it is drawn from: `labels`, `output`, `loss`,
    `metrics`, `predictions`, `names`, `script`; a rule that judges a loss leaves out the clues
    from losses. `n` is the number of classes or outputs where known.
    """

    task: str
    weight: float
    source: str
    text: str
    site: Site | None = None
    n: Int | None = None
    against: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step of the making of data: words such as `to_categorical(…, 10)`, and where.

    `seen` are the data that the step has learnt from, as a scaler does when it is fitted, and
    `refit` is true if it learns from the very data that it changes. `numbers` are the class numbers
    that the step divides or scales, so that they are none any more. `fitted` is where a transformer
    has learnt from `seen`, if that is known, and `loops` the number of loops around that place.
    `args` has the places of the arguments of a reader of images that say in what size and colors
    it reads, by their name.
    """

    text: str
    site: Site
    seen: "Data | None" = None
    refit: bool = False
    args: Mapping[str, Site] | None = None
    numbers: "Data | None" = None
    fitted: Site | None = None
    loops: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Rows that come class by class: what put them so, in words, and where.

    `labels` has the classes in their order, `sizes` their numbers of rows, where these are known.
    `cut` has the first and the last place of a slice, of which these rows are left.
    """

    text: str
    site: Site
    labels: tuple[float | str, ...] = ()
    sizes: tuple[int, ...] = ()
    cut: tuple[Value, Value] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Rows that are steps of a series in the order of time, or a part of such ones.

    `text` says in words what makes them so, and `site` where. `windows`: each row is a window of
    a series and shares values with the next one. `mixed` is the place that has drawn these rows at
    random, or put them into a random order, and `held` whether it holds others out.
    """

    text: str
    site: Site
    windows: bool = False
    mixed: Site | None = None
    held: bool = False

    def mix(self, site: Site, *, held: bool = False) -> "Times":
        """The same rows after a place that puts them at random; the first such place counts."""
        return self if self.mixed is not None else replace(self, mixed=site, held=held)


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """Which images a method of an `ImageDataGenerator` reads.

    `method` is its name, `site` the call and `made` the one that makes the generator. `source` is
    equal for the same images; `split` is the share of them that the generator holds out, 0 if it
    holds none out, and `subset` says which part is read, None for all. `places` has the sites of
    `subset` and `validation_split` where they are written.
    """

    method: str
    site: Site
    made: Site
    source: object
    split: Value
    subset: Value
    places: Mapping[str, Site]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """How many samples a dataset gives at once, and where that is written.

    `size` is None where a reader takes its default.
    """

    size: Value
    site: Site


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """The rows of a part of data: `parent` are the rows that it is taken from, `key` says which.

    The key of a slice is its start, stop and step. The same part is always the same object.
    """

    parent: object
    key: object


@dataclass(frozen=True, eq=False)
class Data:
    """An array, table or dataset.

    `rows` identifies the samples: data from the same call of a loader share it, whatever has been
    done to them since; a split makes new ones, with the old as `parents`. `part` is `train`,
    `test` or `validation` where a loader or a split says so. For a dataset or generator that gives
    pairs, `x` and `y` describe what it gives. `classes` is the number of classes of labels.
    `columns` are those of a table. `temporal` is true of ordered time steps. `soft` is true of
    labels that are no longer what a person annotated: smoothed, mixed, predicted by a model.
    `low` and `high` bound the values where known. `batched`: a dataset after `batch`, and `batch` how
    large its batches are where that is known to stand somewhere. `predicted` is
    the model whose `predict` gave the data, if one did. `blocks` is set while labels are known to
    be sorted by class; what takes some of the rows or orders them anew forgets it. `length` is what
    `len` of a dataset of the script's own class gets, the number of its batches. `times` is set
    for rows that are known to be steps in time, and `flow` for what an `ImageDataGenerator` reads.
    `endless` is true of a dataset or generator that never runs out, and false of a generator that
    can be read only once; None if neither is known. `even` is true of numbers that go up from row
    to row by equal steps, in each column, as those of `range` do, and `steady` where one column does;
    what is done to them since, and in which order they come now, is in the steps. `written` has the
    values, in nested tuples, of the small array in the source whose rows these are, all of them or
    some; a copy that changes anything forgets them, unless it gives them. `matrix` is true of an
    `np.matrix`, which has two axes whatever it is reshaped to.
    """

    kind: Kind = Kind.ARRAY
    shape: Shape | Unknown = field(default_factory=lambda: Unknown("shape not known"))
    dtype: str | None = None
    encoding: Encoding | Unknown = field(default_factory=lambda: Unknown("encoding not known"))
    classes: Int = field(default_factory=lambda: Unknown("number of classes not known"))
    clues: tuple[Clue, ...] = ()
    steps: tuple[Step, ...] = ()
    rows: object = field(default_factory=object)
    parents: tuple[object, ...] = ()
    part: str = ""
    name: str = ""
    x: Value = None
    y: Value = None
    columns: tuple[str, ...] | None = None
    low: float | None = None
    high: float | None = None
    temporal: bool = False
    soft: bool = False
    batched: bool = False
    batch: Batch | None = None
    predicted: Value = None
    blocks: Blocks | None = None
    length: Value = None
    times: Times | None = None
    flow: Flow | None = None
    endless: bool | None = None
    even: bool = False
    steady: bool = False
    written: tuple[Any, ...] | None = None
    matrix: bool = False

    def but(self, **changes: Any) -> "Data":
        """A copy with some fields changed; raises `TypeError` for what is no field.

        A loop over data makes thousands, and `dataclasses.replace` takes four times as long.
        """
        if not changes.keys() <= self.__dict__.keys():
            raise TypeError(f"no such fields of data: {sorted(changes.keys() - self.__dict__)}")
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__, written=None)
        made.__dict__.update(changes)
        return made

    def step(self, text: str, site: Site, **changes: Any) -> "Data":
        """A copy after one more step of its making."""
        return self.after(Step(text, site), **changes)

    def after(self, step: Step, **changes: Any) -> "Data":
        """As `step`, for one that has more to tell than its text."""
        return self.but(steps=(*self.steps, step), **changes)

    @property
    def largest(self) -> float | None:
        """The greatest size that a value may have, whatever its sign; None if not known."""
        known = self.low is not None and self.high is not None
        return max(abs(self.low or 0), abs(self.high or 0)) if known else None

    @property
    def alone(self) -> bool:
        """Whether it is surely one array: what a model predicts may be a list, to which one adds.

        The list of the rows of an array, as `list(x)` gives it, is as many arrays.
        """
        plain = self.kind in (Kind.ARRAY, Kind.FRAME, Kind.SERIES) and self.predicted is None
        return plain and not any(
            step.text.startswith("+") or step.text == ROWS for step in self.steps
        )

    def at_most(self, count: int) -> bool:
        """Whether there are surely no more samples than `count`, by the shape or the slice."""
        match self.shape, self.rows:
            case (int(n), *_), _:
                return n <= count
            case (AtMost(most=most), *_), _ if most <= count:
                return True
            case _, Taken(key=(None | int() as start, int(stop), None)):
                return 0 <= (start or 0) <= stop <= count + (start or 0)
        return False

    @property
    def random(self) -> bool:
        """Whether the samples are random numbers."""
        return bool(self.steps) and bool(_RANDOM.search(self.steps[0].text))

    @property
    def rank(self) -> int | None:
        """The number of axes, the sample axis included, or None if not known."""
        return None if isinstance(self.shape, Unknown) else len(self.shape)

    @property
    def chain(self) -> str:
        """How the data were made, in words: `mnist labels → to_categorical(…, 10)`."""
        return " → ".join(step.text for step in self.steps)

    @property
    def origin(self) -> Step | None:
        """What says most about labels, in words, and where: a clue, or the last step."""
        told = [clue for clue in self.clues if clue.source == "labels" and not clue.against]
        best = max(told, key=lambda clue: clue.weight, default=None)
        if best is not None and best.site is not None:
            return Step(best.text, best.site)
        return self.steps[-1] if self.steps else None


@dataclass(frozen=True, eq=False)
class Frequencies:
    """Numbers, one a class, that grow (`direction` 1) or shrink (-1) with the class's count.

    `values` has the numbers where they are literal; `of` are the labels that were counted.
    `mapped` is true once they are a dict from class to number; `keys` are its keys where known.
    """

    direction: int
    of: Data | None = None
    values: tuple[float, ...] | None = None
    mapped: bool = False
    steps: tuple[Step, ...] = ()

    def step(self, text: str, site: Site, **changes: Any) -> "Frequencies":
        """A copy after one more step of its making."""
        return replace(self, steps=(*self.steps, Step(text, site)), **changes)


@dataclass(frozen=True, eq=False)
class Counts:
    """How many samples each class has, written down in the script under a name that says so.

    `numbers` are by class, from class 0 on; `site` is the statement that binds the name.
    """

    name: str
    numbers: tuple[float, ...]
    site: Site


@dataclass(frozen=True, eq=False)
class Reshape:
    """An array that is put into a shape for which it surely has not the right count of numbers.

    `shape` is that of the array, `target` what is asked for, with -1 for a size to be computed.
    """

    site: Site
    data: Data
    shape: Shape
    target: Shape
