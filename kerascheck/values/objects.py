"""Objects of Keras that are no layers: losses, metrics, optimizers, callbacks."""

from dataclasses import dataclass
from typing import ClassVar

from kerascheck.values.mirror import Mirror
from kerascheck.values.site import Node
from kerascheck.values.unknown import Value


class Loss(Mirror):
    """A loss: the fields of a subclass are the parameters of the Keras class of that name.

    A loss given as a string or a function is an instance with the default arguments.
    """

    canonical: ClassVar[str] = ""


class CustomLoss(Loss):
    """A loss that the script defines or imports; nothing is known of it but its name."""

    name: str


@dataclass(frozen=True, eq=False)
class Metric(Node):
    """A metric by its canonical snake-case name, and its arguments; `custom` if not Keras's."""

    canonical: str
    config: dict[str, Value]
    custom: bool = False


@dataclass(frozen=True, eq=False)
class Optimizer(Node):
    """An optimizer by its class name in Keras, such as `Adam`, and its arguments."""

    kind: str
    config: dict[str, Value]


@dataclass(frozen=True, eq=False)
class Callback(Node):
    """A callback by its class name in Keras, and its arguments; `custom` if not Keras's."""

    kind: str
    config: dict[str, Value]
    custom: bool = False
