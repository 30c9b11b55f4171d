"""Layers and the tensors between them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from kerascheck.values.mirror import Mirror
from kerascheck.values.shapes import Spec, Specs, Weight
from kerascheck.values.site import Node, Site
from kerascheck.values.unknown import Str, UndeterminedError, Unknown, Value


@dataclass(frozen=True, eq=False)
class Followed:
    """What the script's own code does with inputs: its outputs, its weights, the layers it calls.

    `taken` is what the code was followed with, positional and keyword arguments with a `Tensor`
    that nothing has made for each input, and `returned` what it returned, so that it can be done
    again. A tensor that is a weight has the number of it as `weight` in its `config`.
    """

    outputs: Specs
    weights: tuple[Weight, ...] = ()
    parts: "tuple[tuple[Layer | Model, tuple[Any, ...]], ...]" = ()
    taken: tuple[Any, Mapping[str, Any]] = ((), {})
    returned: Value = None


Body = Callable[[tuple[Any, ...], Mapping[str, Any]], Followed]
"""Runs the script's own code for positional and keyword arguments, a `Spec` for each tensor."""


class Layer(Mirror):
    """A layer object: the fields of a subclass are the parameters of the Keras class of that name.

    Positional fields stand in the order of Keras's own signature. `extra` has the arguments that
    every layer takes (`name`, `trainable`, `dtype`, `input_shape`, …) and those Keras does not
    know; what the script assigns later (`layer.trainable = False`) replaces what is there.
    `partial` is true when arguments arrive by an unknown `**kwargs`, so that a default field may
    have been given after all. `body` runs the script's own code in a `Lambda` or a layer class of
    the script. `owner` is the model of `keras.applications` that the layer came with, if it did;
    `built` keeps the weights for what such a layer is given, for all that are made like it.

    `output` and `build` take what Keras's `call` takes, with a `Spec` for each tensor.
    """

    keras_name: ClassVar[str] = ""
    owner: "ClassVar[Changing | None]" = None
    built: "ClassVar[dict[Any, tuple[Weight, ...]] | None]" = None

    extra: dict[str, Value] = field(default_factory=dict, kw_only=True)
    partial: bool = field(default=False, kw_only=True)
    body: Body | None = field(default=None, kw_only=True)

    @property
    def kind(self) -> str:
        """The name of the class in Keras, such as `Dense`."""
        return self.keras_name or type(self).__name__

    @property
    def compute_dtype(self) -> Str:
        """The dtype of what the layer computes; Keras casts floats that it is given to it."""
        policy = self.extra.get("dtype")
        if isinstance(policy, (str, Unknown)):
            return policy if isinstance(policy, Unknown) else policy.removeprefix("mixed_")
        return "float32" if policy is None else Unknown("a dtype policy that is not followed")

    @property
    def variable_dtype(self) -> Str:
        """The dtype of the weights."""
        policy = self.extra.get("dtype")
        if isinstance(policy, str) and policy.startswith("mixed_"):
            return "float32"
        return self.compute_dtype

    def check(self) -> None:
        """Raise `BuildError` for arguments that Keras's constructor refuses."""

    def output(self, *inputs: Any, **call: Any) -> Specs:
        """What the layer gives: a `Spec`, or a list, tuple or dict of such.

        Raises `BuildError` where Keras raises, `UndeterminedError` where it is not known.
        """
        raise UndeterminedError(f"what `{self.kind}` gives is not known")

    def build(self, *inputs: Any, **call: Any) -> Iterable[Weight]:
        """The weights that the layer makes for these inputs, those of `parts` left out.

        Raises as `output` does.
        """
        return ()

    def parts(self, *inputs: Any, **call: Any) -> "Iterable[tuple[Layer | Model | Changing, Any]]":
        """The layers inside of this one, each with the tuple of inputs that it is given."""
        return ()


class CustomLayer(Layer):
    """An object of a layer class that the script defines or imports from elsewhere."""

    name: str
    config: dict[str, Value] = field(default_factory=dict)
    own: list[Weight] = field(default_factory=list)
    """The weights that it has made with `add_weight`."""

    @property
    def kind(self) -> str:
        return self.name

    def output(self, *inputs: Any, **call: Any) -> Specs:
        return self.follow(inputs, call).outputs

    def build(self, *inputs: Any, **call: Any) -> Iterable[Weight]:
        return self.follow(inputs, call).weights

    def parts(self, *inputs: Any, **call: Any) -> "Iterable[tuple[Layer | Model | Changing, Any]]":
        return self.follow(inputs, call).parts

    def follow(self, inputs: tuple[Any, ...], call: Mapping[str, Any]) -> Followed:
        """What the class of the script does; undetermined if it is not in the script."""
        if self.body is None:
            raise UndeterminedError(f"what `{self.name}` does is not in this file")
        return self.body(inputs, call)


class UnknownLayer(Layer):
    """Something in a model of which it is only known that it cannot be read, and why."""

    why: str = ""


class Operation(Layer):
    """A function on tensors that is no layer object: `keras.ops.*`, `tf.*`, `+`, a slice.

    `name` is canonical, such as `add`, `softmax` or `getitem`; `path` is the function's full
    canonical name, such as `keras.ops.add` or `tensorflow.split`, empty for operators. `operands`
    are the positional arguments.
    """

    name: str = ""
    operands: tuple[Value, ...] = ()
    path: str = ""

    @property
    def kind(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class Late(Node):
    """A `Lambda` that is made in the turns of a loop, and reads `name`, which each turn sets anew.

    `loop` is the target of the loop. Keras calls the function again when the model runs.
    """

    name: str
    loop: Site


@dataclass(frozen=True, eq=False)
class Applied:
    """One call of a layer: what it was given, `Tensor`s among it, and the specs that it gives."""

    args: tuple[Value, ...]
    kwargs: Mapping[str, Value]
    outputs: Specs


@dataclass(frozen=True, eq=False)
class Tensor:
    """A symbolic Keras tensor: what `layer` returned when it was called at `site`.

    `inputs` are the tensors that the call was given; an input layer has none. `index` counts the
    tensors that one call returns, as the states of an LSTM; those of one call share `applied`.
    """

    layer: "Layer | Model"
    inputs: "tuple[Tensor | Unknown, ...]"
    site: Site
    index: int = 0
    config: dict[str, Value] = field(default_factory=dict)
    spec: Spec = field(default_factory=lambda: Spec(Unknown("its shape is not known")))
    applied: Applied | None = None

    def __repr__(self) -> str:
        # Written out, a graph that branches and joins would be longer than any memory.
        return f"Tensor({self.layer.kind}: {self.spec})"


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

    `takes` and `returns` are the inputs and outputs in the structure that the script gives them:
    tensors in lists, tuples or dicts. `entry` is the spec of the input of a `Sequential` or a
    subclass, where one is known, and `entry_site` where it comes from. `trainable_site` is where
    `trainable` was set last, if it was. `frozen` has what
    `trainable` is at this moment, by layer, and by `live` for the models inside. `live` is the
    model that this is a snapshot of.
    """

    kind: str
    name: str
    layers: "tuple[Layer | Model, ...]"
    inputs: tuple[Tensor, ...] = ()
    outputs: "tuple[Tensor | Unknown, ...]" = ()
    gaps: tuple[Gap, ...] = ()
    config: dict[str, Value] = field(default_factory=dict)
    trainable: Value = True
    trainable_site: Site | None = None
    output_known: bool = True
    takes: Value = None
    returns: Value = None
    entry: Specs = None
    entry_site: Site | None = None
    frozen: "Mapping[Layer | Changing, Value]" = field(default_factory=dict)
    live: "Changing | None" = None
    aside: "tuple[tuple[Layer | Model, tuple[Any, ...]], ...]" = ()
    """What a subclass calls besides the layers that its outputs are made of, and with what."""
    unsettled: Unknown | None = None
    """Why its shapes and weights are not known, where they depend on a branch."""

    @property
    def overridden(self) -> frozenset[str]:
        """The methods of training that the class of the model brings, or may bring, such as `fit`."""
        own = self.config.get("own_training")
        return frozenset(own) if isinstance(own, list) else frozenset()

    def __repr__(self) -> str:
        return f"Model({self.kind} {self.name})"

    @property
    def complete(self) -> bool:
        """Whether every layer of the model is known."""
        return not self.gaps

    def frozen_as(self, trainable: Value) -> "Mapping[Layer | Changing, Value]":
        """What `frozen` is if `trainable` of the model has another value now."""
        return self.frozen

    def outcome(self, args: tuple[Any, ...]) -> Specs:
        """What the model gives for `args`, if that is known without its graph; else None."""
        return None


class Changing:
    """A model that the script is still building.

    No `ABC`, as `isinstance` of such a class takes ten times as long, and is asked of every value.
    """

    def snapshot(self) -> Model:
        """The model as it stands."""
        raise NotImplementedError
