"""Objects of Keras that are no layers: losses, metrics, optimizers, callbacks and their parts."""

from dataclasses import dataclass
from typing import ClassVar

from kerascheck.values.formulas import Formula
from kerascheck.values.mirror import Mirror
from kerascheck.values.site import Node
from kerascheck.values.unknown import Value


class Loss(Mirror):
    """A loss: the fields of a subclass are the parameters of the Keras class of that name.

    A loss given as a string or a function is an instance with the default arguments.
    """

    canonical: ClassVar[str] = ""


class CustomLoss(Loss):
    """A loss that the script defines or imports; `formula` is what it does, if that is followed."""

    name: str
    formula: Formula | None = None


@dataclass(frozen=True, eq=False)
class Metric(Node):
    """A metric by its canonical snake-case name, and its arguments; `custom` if not Keras's.

    `formula` is what a function of the script does that is used as a metric.
    """

    canonical: str
    config: dict[str, Value]
    custom: bool = False
    formula: Formula | None = None


@dataclass(frozen=True, eq=False)
class Optimizer(Node):
    """An optimizer by its class name in Keras, such as `Adam`, and its arguments.

    `made` is false where the class stands instead of an object of it.
    """

    kind: str
    config: dict[str, Value]
    made: bool = True


@dataclass(frozen=True, eq=False)
class Callback(Node):
    """A callback by its class name in Keras, and its arguments; `custom` if not Keras's.

    `made` is false where the class stands instead of an object of it.
    """

    kind: str
    config: dict[str, Value]
    custom: bool = False
    made: bool = True


@dataclass(frozen=True, eq=False)
class Heard(Node):
    """A key that a callback of the script reads from the logs that one of its methods gets.

    `asked` is true for `get`, which gives None for a key that is missing, and `operator` what then
    compares it. `needed` if the method cannot go on without it, as it can where it looks for None
    first. `site` is the key.
    """

    key: str
    method: str
    needed: bool = False
    asked: bool = False
    operator: str = ""


@dataclass(frozen=True, eq=False)
class Component(Node):
    """A schedule, initializer, regularizer or constraint by its class name, and its arguments.

    `family` is the module of Keras that it is from, such as `initializers` or `schedules`.
    """

    family: str
    kind: str
    config: dict[str, Value]
