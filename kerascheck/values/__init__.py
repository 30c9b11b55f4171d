"""The vocabulary of facts: frozen data that the trace makes and the rules read."""

from kerascheck.values.data import Clue, Counts, Data, Encoding, Frequencies, Kind, Step
from kerascheck.values.layers import (
    CustomLayer,
    Gap,
    Layer,
    Model,
    Operation,
    Tensor,
    UnknownLayer,
)
from kerascheck.values.mirror import REQUIRED, Mirror
from kerascheck.values.objects import Callback, CustomLoss, Loss, Metric, Optimizer
from kerascheck.values.problems import Problem
from kerascheck.values.site import Locator, Node, Site
from kerascheck.values.tasks import CLASSIFICATION, Task, infer
from kerascheck.values.training import (
    Compile,
    Context,
    Facts,
    Fit,
    Output,
    Training,
    Use,
    weakest,
)
from kerascheck.values.unknown import (
    Bool,
    Float,
    Int,
    Shape,
    Str,
    UndeterminedError,
    Unknown,
    Value,
)

__all__ = [
    "CLASSIFICATION",
    "REQUIRED",
    "Bool",
    "Callback",
    "Clue",
    "Compile",
    "Context",
    "Counts",
    "CustomLayer",
    "CustomLoss",
    "Data",
    "Encoding",
    "Facts",
    "Fit",
    "Float",
    "Frequencies",
    "Gap",
    "Int",
    "Kind",
    "Layer",
    "Locator",
    "Loss",
    "Metric",
    "Mirror",
    "Model",
    "Node",
    "Operation",
    "Optimizer",
    "Output",
    "Problem",
    "Shape",
    "Site",
    "Step",
    "Str",
    "Task",
    "Tensor",
    "Training",
    "UndeterminedError",
    "Unknown",
    "UnknownLayer",
    "Use",
    "Value",
    "infer",
    "weakest",
]
