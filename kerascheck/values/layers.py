"""Layers and the tensors between them."""

from dataclasses import dataclass, field
from typing import ClassVar

from kerascheck.values.mirror import Mirror
from kerascheck.values.site import Node, Site
from kerascheck.values.unknown import Unknown, Value


class Layer(Mirror):
    """A layer object: the fields of a subclass are the parameters of the Keras class of that name.

    Positional fields stand in the order of Keras's own signature. `extra` has the arguments that
    every layer takes (`name`, `trainable`, `dtype`, `input_shape`, …) and those Keras does not
    know. `partial` is true when arguments arrive by an unknown `**kwargs`, so that a default
    field may have been given after all.
    """

    keras_name: ClassVar[str] = ""

    extra: dict[str, Value] = field(default_factory=dict, kw_only=True)
    partial: bool = field(default=False, kw_only=True)

    @property
    def kind(self) -> str:
        """The name of the class in Keras, such as `Dense`."""
        return self.keras_name or type(self).__name__


class CustomLayer(Layer):
    """An object of a layer class that the script defines or imports from elsewhere."""

    name: str
    config: dict[str, Value] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.name


class UnknownLayer(Layer):
    """Something in a model of which it is only known that it cannot be read, and why."""

    why: str = ""


class Operation(Layer):
    """A function on tensors that is no layer object: `keras.ops.*`, `tf.*`, `+`, a slice.

    `name` is canonical, such as `add`, `softmax` or `getitem`.
    """

    name: str = ""
    operands: tuple[Value, ...] = ()

    @property
    def kind(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class Tensor:
    """A symbolic Keras tensor: what `layer` returned when it was called at `site`.

    `inputs` are the tensors that the call was given; an input layer has none. `index` counts the
    tensors that one call returns, as the states of an LSTM.
    """

    layer: "Layer | Model"
    inputs: "tuple[Tensor | Unknown, ...]"
    site: Site
    index: int = 0
    config: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Gap:
    """Something that was not understood: where, and why."""

    site: Site
    why: str


@dataclass(frozen=True, eq=False)
class Model(Node):
    """A model as built: its layers in order, or its graph between `inputs` and `outputs`.

    `kind` is `Sequential`, `Functional`, `subclass`, `application`, `loaded` or `unknown`.
    `name` is how the script calls it. For a `Sequential`, `layers` are in order and `outputs` is
    the last tensor where there is one. `gaps` say what is missing; a model without gaps is
    complete. `output_known` is false when layers may follow the last one that is known.
    """

    kind: str
    name: str
    layers: "tuple[Layer | Model, ...]"
    inputs: tuple[Tensor, ...] = ()
    outputs: "tuple[Tensor | Unknown, ...]" = ()
    gaps: tuple[Gap, ...] = ()
    config: dict[str, Value] = field(default_factory=dict)
    trainable: Value = True
    output_known: bool = True

    @property
    def complete(self) -> bool:
        """Whether every layer of the model is known."""
        return not self.gaps
