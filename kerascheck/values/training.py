"""How models are compiled, fitted and used: the facts that rules read."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from kerascheck.finding import Evidence, Span
from kerascheck.values.built import Built
from kerascheck.values.data import Batch, Clue, Counts, Data, Encoding, Kind, Reshape
from kerascheck.values.executed import Executed
from kerascheck.values.layers import Gap, Late, Layer, Model, Tensor
from kerascheck.values.objects import Callback, Heard, Loss, Metric, Optimizer
from kerascheck.values.problems import Problem
from kerascheck.values.shapes import Fault, Spec
from kerascheck.values.site import Node, Site
from kerascheck.values.tapes import Gradient
from kerascheck.values.tasks import Task, infer
from kerascheck.values.unknown import Int, Str, Unknown, Value
from kerascheck.values.written import Written


@dataclass(frozen=True, eq=False)
class Output:
    """One output of a model after folding.

    A trailing `Activation`, `Softmax`, `ReLU`, … and an activation argument become `activation`
    (a canonical name; `linear` if there is none; unknown behind a Lambda or a custom layer);
    layers that only change the shape are looked through. `layer` is the one with the weights,
    `units` its units or filters. `before` are the layers that feed it, the nearest first, as far
    as they form a chain. `spatial` is true of convolutions and of layers applied a time step.
    `activation_site` is where the activation is written; `pixels` of an output that has been
    up-sampled to an image. `after` are the layers and operations that follow `layer`, in the
    order of execution; `spec` is what comes out at the end.
    """

    site: Site
    layer: Layer | Model | Unknown
    activation: Str
    units: Int
    activation_site: Site | None = None
    units_site: Site | None = None
    before: tuple[Layer | Model, ...] = ()
    spatial: bool = False
    sequence: bool = False
    name: str = ""
    tensor: Tensor | None = None
    after: tuple[Layer | Model, ...] = ()
    spec: Spec = field(default_factory=lambda: Spec(Unknown("its shape is not known")))

    def written(self, activation: str, units: Value = None) -> str:
        """How the layer is written with another activation, and another size if it is a number.

        For example `Dense(10, activation="softmax")`, in backticks; `…` for what is not known. One
        unit stays no softmax, which would give 1 always.
        """
        kind = "Dense" if isinstance(self.layer, (Model, Unknown)) else self.layer.kind
        known = [n for n in (units, self.units) if isinstance(n, int)]
        if activation == "softmax":
            known = [n for n in known if n != 1]
        parts = [str(known[0]) if known else "…"]
        parts += [] if kind == "Dense" else ["…"]
        parts += [f'activation="{activation}"'] if activation else []
        return f"`{kind}({', '.join(parts)})`"


@dataclass(frozen=True, eq=False)
class Compile(Node):
    """A call of `model.compile`. `losses` and `metrics` are by output, in order.

    `partial` is true when an unknown `**kwargs` may carry more arguments. `superseded`: the loss
    is never used, for another compile of the same model follows before any training or
    evaluation, or the model is only asked for predictions.
    """

    model: Model
    optimizer: Optimizer | Unknown | None
    losses: tuple[Loss | Unknown | None, ...]
    metrics: tuple[tuple[Metric | Unknown, ...], ...]
    partial: bool = False
    superseded: bool = False
    config: dict[str, Value] = field(default_factory=dict)
    loop: bool = False
    """Whether it stands in a loop whose turns are many or not known."""
    function: str = ""
    """The function of the script that it stands in, if any."""


_FEW_CHECKED, _SMALL_SHARE = 30, 0.01


@dataclass(frozen=True, eq=False)
class Fit(Node):
    """A call of `fit`, `fit_generator` or `train_on_batch`.

    `x` and `y` are what is trained on: for a dataset that gives pairs, its two parts, and `data`
    the dataset itself. `validation` is `None` where none is given. `config` has the keyword
    arguments by their Keras 3 name. `loop` is true inside a loop, `function` names the function
    of the script it stands in, `called` is false if nothing in the file calls that function, so
    that its parameters are unknown. `partial` as in `Compile`. `order` counts all the calls on
    models of the file in the order of execution. `callbacks` are those of Keras in order, with an
    unknown for each other one and for what may be several.
    """

    method: str
    model: Model | Unknown
    compile: Compile | None
    x: Value
    y: Value
    data: Value = None
    validation: Value = None
    config: dict[str, Value] = field(default_factory=dict)
    loop: bool = False
    function: str = ""
    called: bool = True
    partial: bool = False
    order: int = 0
    callbacks: tuple[Callback | Unknown, ...] = ()
    heard: tuple[Heard, ...] = ()
    """What callbacks of the script read from the logs, where none of them adds to these."""

    @property
    def acted_on(self) -> bool:
        """Whether a callback of the script, or one not known, may do anything while it runs."""
        return any(not isinstance(part, Callback) or part.custom for part in self.callbacks)

    @property
    def lasts(self) -> int | None:
        """The epochs that it has at most; None if these are not known."""
        match self.config.get("epochs", 1), self.config.get("initial_epoch", 0):
            case int(epochs), int(first) if not self.partial:
                return epochs - first
        return None

    def gets(self, callback: Callback) -> bool:
        """Whether it is given a callback, or another one that is made at the same place."""
        return any(
            isinstance(one, Callback) and one.site.node is callback.site.node
            for one in self.callbacks
        )

    @property
    def few_checked(self) -> bool:
        """Whether so few samples measure each epoch that which one is best is chance.

        True where they are known to be fewer than 30, or a share of less than a hundredth.
        """
        match self.validation, self.x:
            case float() as share, Data(shape=(int() as samples, *_)):
                return samples - int(samples * (1 - share)) < _FEW_CHECKED
            case float() as share, _:
                return share < _SMALL_SHARE
            case (Data(shape=(int() as samples, *_)), *_), _:
                return samples < _FEW_CHECKED
            case Data(kind=Kind.SEQUENCE, x=Data(shape=(int() as samples, *_))), _:
                return samples < _FEW_CHECKED
        return False

    @property
    def batch(self) -> Batch | None:
        """How many samples a batch has and where that is written; None if it is not known.

        `fit` makes the batches of arrays; those of a dataset are made elsewhere.
        """
        match self.data:
            case None if "batch_size" in self.args:
                return Batch(self.config.get("batch_size"), self.args["batch_size"])
            case Data(batch=batch):
                return batch
        return None

    @property
    def in_batches(self) -> bool:
        """Whether the model gets batches of `x` and `y`: of arrays always, of a dataset as it is."""
        match self.data:
            case None | Data(batched=True):
                return True
        return False


@dataclass(frozen=True, eq=False)
class Fold:
    """A training in a loop over folds, of a model that was there before the loop.

    `splitter` is the call that makes the folds.
    """

    fit: Fit
    splitter: Site


@dataclass(frozen=True, eq=False)
class Use(Node):
    """A call of `evaluate`, `predict` or the like, or a metric of a prediction; what it reads.

    `score` is true if the result says how good the model is: `evaluate`, or a prediction that is
    compared with labels. `method` is `passed` where the model is handed to a function that is not
    followed, which may measure it or not. `direct` is true for `model(x)`, whose `method` is
    `predict`, too. `operator` is true where `==` or `-` compares the prediction, not a function.
    `partial` as in `Compile`.
    """

    method: str
    model: Model | Unknown
    data: Value
    labels: Value = None
    direct: bool = False
    score: bool = False
    operator: bool = False
    loop: bool = False
    endless: bool = False
    """Whether that loop has no end of its own, as one over the frames of a camera has none."""
    paced: bool = False
    """Whether that loop reads a clock, waits or shows a picture in each of its turns."""
    number: bool = False
    """Whether the script computes with the result, which is one number without metrics only."""
    function: str = ""
    order: int = 0
    partial: bool = False


@dataclass(frozen=True, eq=False)
class Look(Node):
    """The script asks a model for something that it has when it is built, such as `summary`.

    `what` is the name of the method, function or attribute. `built` is false if nothing has told
    the model the shape of its input before; what is not known counts as built.
    """

    what: str
    model: Model
    built: bool = True


@dataclass(frozen=True, eq=False)
class Stored(Node):
    """A model is saved, or weights are read from a file.

    `method` is `save`, `save_weights`, `save_model`, `export`, `load_weights` or `load_model`;
    `model` is that which is saved, or gets the weights; None if it is not known. `order` as in
    `Fit`.
    """

    method: str
    model: Model | None
    path: Value = None
    function: str = ""
    order: int = 0

    @property
    def loads(self) -> bool:
        """Whether weights are read rather than written."""
        return self.method.startswith("load")


@dataclass(frozen=True, eq=False)
class Adaptation:
    """A call of `adapt`: the layer and the data that it learns from."""

    layer: Layer
    data: Value
    site: Site


@dataclass(frozen=True, eq=False)
class Training:
    """One output of one model, as compiled and as fitted (`fit` is None where it never is).

    `labels` is the target of this output as it reaches `fit`; `clues` is all the evidence for
    its task, that of the whole script included.
    """

    model: Model
    output: Output
    loss: Loss | Unknown | None
    metrics: tuple[Metric | Unknown, ...]
    compile: Compile
    fit: Fit | None
    labels: Data | Unknown | None
    clues: tuple[Clue, ...] = ()
    position: int = 0

    @property
    def standard(self) -> bool:
        """Whether Keras itself minimises this loss, so that its mistakes count.

        It does not where the loss is never used, or where the class of the model brings its own
        `train_step` or `compute_loss`.
        """
        own = {"train_step", "compute_loss"} & self.model.overridden
        return not self.compile.superseded and not own

    def task(self, *, without: Collection[str] = ()) -> Task:
        """What this output is for, leaving out the evidence whose source is in `without`."""
        return infer(self.clues, without=without)

    def amounts(self, *, fractions: bool = False) -> Clue | None:
        """What shows that the targets are amounts, and no classes; None if they may be classes.

        With `fractions` they have to leave the range from 0 to 1 as well, so that they cannot be
        probabilities either.
        """
        match self.labels:
            case Data(encoding=Encoding.FLOAT, soft=False, low=low, high=high, clues=clues):
                told = [c for c in clues if c.source == "labels" and c.weight >= 0.85]
            case _:
                return None
        within = low is not None and low >= 0 and high is not None and high <= 1
        measured = [clue for clue in told if clue.task == "regression" and not clue.against]
        if len(measured) < len(told) or (fractions and within):
            return None
        return max(measured, key=lambda clue: clue.weight, default=None)


@dataclass(frozen=True, eq=False)
class Context:
    """What the whole script says: facts on which rules fall silent.

    The names are `rl`, `gan`, `metric-learning`, `distillation`,
    `autoencoder`, `temporal`, `cross-validation`, `tuner`, `wrapper` (scikit-learn's), `keras-1`
    (its names of arguments), `custom-objects` (names that the script registers with Keras),
    `custom-gradient` (a function that brings its own gradient), `tests` (unit tests),
    `seed-python`, `seed-numpy`, `seed-backend`, `seed-all` (what is seeded) and `silenced` (warnings
    of all kinds), each with the places that show it.
    """

    marks: dict[str, tuple[Site, ...]] = field(default_factory=dict)

    def __contains__(self, mark: str) -> bool:
        return mark in self.marks


@dataclass(frozen=True, eq=False)
class Score(Node):
    """A loss that the script calls itself, on what a model has returned as it is.

    `output` is what is known of the layer that the predictions come from.
    """

    loss: Loss
    model: Model
    output: Output


@dataclass(frozen=True, eq=False)
class Named:
    """A name that is looked up for the most probable class of a prediction.

    `names` is how many names there are: a list of so many, or a dict with so many class numbers
    from 0 on. `output` is what is known of the layer that the prediction comes from.
    """

    site: Site
    names: int
    output: Output


@dataclass(frozen=True)
class Claim:
    """A number of parameters that a text states.

    Of the kind `params` it is one for kerascheck, of the model beside the comment:
    `# kerascheck: params=109386`. Of the kind `prose` it stands in plain words in a comment or a
    docstring, and nobody knows of which model; `which` is then `total`, `trainable` or empty.
    """

    kind: str
    number: int
    at: Span
    which: str = ""


def _alone(texts: Collection[str | re.Pattern[str]]) -> bool:
    return False


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything known about one file in one world of its branches; all that a rule sees.

    `problems` is empty except in the facts that the rules about the tool itself are given, and
    `built` has something in the dynamic mode only. `tensors` has one of each call of a
    layer outside of layers of the script.
    """

    models: tuple[Model, ...] = ()
    compiles: tuple[Compile, ...] = ()
    fits: tuple[Fit, ...] = ()
    foreign: tuple[Fit, ...] = ()
    """Trainings with callbacks of Keras of what is not known, which other code may have made."""
    uses: tuple[Use, ...] = ()
    looks: tuple[Look, ...] = ()
    trainings: tuple[Training, ...] = ()
    layers: tuple[Layer, ...] = ()
    gaps: tuple[Gap, ...] = ()
    faults: tuple[Fault, ...] = ()
    context: Context = field(default_factory=Context)
    counts: tuple[Counts, ...] = ()
    reshapes: tuple[Reshape, ...] = ()
    """Arrays that are put into shapes that they do not fit."""
    problems: tuple[Problem, ...] = ()
    claims: tuple[Claim, ...] = ()
    folds: tuple[Fold, ...] = ()
    built: tuple[Built, ...] = ()
    executed: tuple[Executed, ...] = ()
    """Models that a run of the script made, where it was asked for."""
    tensors: tuple[Tensor, ...] = ()
    optimizers: tuple[Optimizer, ...] = ()
    """All optimizers that the script makes, or names in `compile`."""
    adapted: tuple[Layer, ...] = ()
    """Layers that the script adapts or gives a state in another way, or may do so."""
    adaptations: tuple[Adaptation, ...] = ()
    """Of these the calls of `adapt`, with the data that they learn from."""
    stored: tuple[Stored, ...] = ()
    idle: tuple[Callback, ...] = ()
    """Callbacks that have a name, by which nothing ever uses them."""
    unused: tuple[Optimizer, ...] = ()
    """Optimizers of which the same is so."""
    gradients: tuple[Gradient, ...] = ()
    """What tapes of the script's own training loops are asked for."""
    scores: tuple[Score, ...] = ()
    named: tuple[Named, ...] = ()
    dropped: tuple[Tensor, ...] = ()
    """What layers give within a functional model, and nothing uses."""
    lost: tuple[Data, ...] = ()
    """Datasets that a statement makes of others, and nothing keeps."""
    late: tuple[Late, ...] = ()
    """`Lambda` layers that read what a loop goes on to change."""
    unread: tuple[Layer, ...] = ()
    """Layers that the `__init__` of a class keeps under a name that nothing in the script reads."""
    written: Written = field(default_factory=Written)
    beside: Callable[[Collection[str | re.Pattern[str]]], bool] = _alone
    """Whether one of the other scripts and notebooks of the folder has all of some texts in it.

    A pattern stands for any text that it finds.
    """


def weakest(*levels: Evidence) -> Evidence:
    """The evidence of a finding that rests on several facts."""
    return min(levels)
