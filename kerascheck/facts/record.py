"""What a run through a file leaves behind, before it is put together as facts."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kerascheck.values import (
    Adaptation,
    Called,
    Clue,
    Compile,
    Counts,
    Data,
    Fault,
    Fit,
    Fold,
    Gap,
    Gradient,
    Import,
    Late,
    Layer,
    Look,
    Model,
    Named,
    Optimizer,
    Read,
    Reshape,
    Score,
    Site,
    Spelling,
    Stored,
    Taken,
    Tensor,
    Use,
    Value,
)

if TYPE_CHECKING:
    from kerascheck.facts.models import ModelValue


@dataclass(frozen=True, eq=False)
class Kept:
    """A layer that the `__init__` of a class of the script keeps as an attribute, and where."""

    name: str
    layer: Layer
    places: tuple[Site, ...]
    """Where the layer is made, and where the classes stand that the object is of."""


@dataclass(frozen=True, eq=False)
class Decision:
    """A branch whose condition is not known, and the side that was taken."""

    key: str
    site: Site
    taken: bool
    text: str
    free: bool = True
    """Whether nothing forced this side, so that the other can be tried."""
    alternative: bool = True
    """Whether the sides build different things, rather than one of them doing nothing."""
    loop: Site | None = None
    """The loop around the branch, whose turns may take either side."""
    turn: bool = False
    """Whether it asks for what the loop around gives its turns, so that some take either side."""
    given: bool = False
    """Whether it asks if a parameter is None that the caller has passed, so that it hardly is."""
    about: str = ""
    """What is compared, in which function, where it asks whether that equals a constant."""
    whole: str = ""
    """All alternatives of an `or` that it is a part of, else the condition itself."""
    other: bool = True
    """Whether there is a side for where it does not hold: an `elif` or an `else`."""
    blank: bool = False
    """Whether the side taken only marks that something is missing, as `labels = None` does."""


@dataclass(eq=False)
class Record:
    """Everything that was met, in the order of execution."""

    models: "list[ModelValue]" = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    compiles: list[Compile] = field(default_factory=list)
    fits: list[Fit] = field(default_factory=list)
    foreign: list[Fit] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    numbers: set[object] = field(default_factory=set)
    """The nodes of the calls of `evaluate` with whose result the script computes."""
    looks: list[Look] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    tensors: list[Tensor] = field(default_factory=list)
    clues: list[Clue] = field(default_factory=list)
    marks: dict[str, list[Site]] = field(default_factory=dict)
    optimizers: list[Optimizer] = field(default_factory=list)
    adapted: list[Layer] = field(default_factory=list)
    adaptations: list[Adaptation] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    named: list[Value] = field(default_factory=list)
    """Callbacks, lists of such, optimizers and tensors that got a name."""
    kept: list[Kept] = field(default_factory=list)
    unnamed: list[Tensor] = field(default_factory=list)
    """Tensors that a statement made and gave no name."""
    late: list[Late] = field(default_factory=list)
    lost: list[Data] = field(default_factory=list)
    """Datasets that a statement made of others and gave no name."""
    read: Counter[int] = field(default_factory=Counter)
    """How often a name was used for such a value, by its `id`."""
    gradients: list[Gradient] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    looked_up: list[Named] = field(default_factory=list)
    counts: list[Counts] = field(default_factory=list)
    reshapes: list[Reshape] = field(default_factory=list)
    definitions: dict[str, Site] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    expected: list[Site] = field(default_factory=list)
    """Blocks that have to fail, as tests of errors do."""
    failing: list[Fit] = field(default_factory=list)
    """Trainings in such blocks."""
    unresolved: dict[str, Gap] = field(default_factory=dict)
    imports: list[Import] = field(default_factory=list)
    spellings: list[Spelling] = field(default_factory=list)
    called: list[Called] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    order: int = 0
    folds: list[Fold] = field(default_factory=list)
    restored: "set[ModelValue]" = field(default_factory=set)
    """Models whose weights the script sets or loads."""
    widths: dict[Layer, int] = field(default_factory=dict)
    """The number of features that a layer was first called on."""

    def note_folds(self, made: int, fitted: int, splitter: Site) -> None:
        """Note the models that were there before a loop over folds and are trained in each.

        `made` and `fitted` are how many models and trainings there were before the loop. A model
        whose weights are set or loaded in the loop may begin anew.
        """
        older = [model for model in self.models[:made] if model not in self.restored]
        places = {id(model.site.node) for model in older}
        newer = {id(model.site.node) for model in self.models[made:]}
        for fit in self.fits[fitted:]:
            if isinstance(fit.model, Model) and id(fit.model.site.node) in places - newer:
                self.folds.append(Fold(fit, splitter))

    def note_own_folds(self, made: int, fitted: int) -> None:
        """As `note_folds`, of a loop in which the script itself cuts the folds out of an array.

        Every turn has to train on other rows: one that repeats the same fold is no validation.
        """
        cut: dict[int, set[object]] = {}
        for fit in self.fits[fitted:]:
            splitter = _cut_by_hand(fit)
            if splitter is not None and isinstance(fit.x, Data):
                rows = cut.setdefault(id(fit.site.node), set())
                rows.add(fit.x.rows)
                if len(rows) > 1:
                    self.note_folds(made, fitted, splitter)
                    return

    def next(self) -> int:
        """The next number in the order of calls on models."""
        self.order += 1
        return self.order


def _cut_by_hand(fit: Fit) -> Site | None:
    """Where the rest of an array is put together to train on, while a slice of it is held out."""
    match fit.x, fit.validation:
        case (
            Data(rows=Taken(parent="joined", key=(Taken(parent=array), *rest)), steps=(*_, step)),
            (Data(rows=Taken(parent=other)), *_),
        ) if rest and array == other:
            same = all(isinstance(part, Taken) and part.parent == array for part in rest)
            return step.site if same else None
    return None
