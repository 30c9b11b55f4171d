"""A model of `keras.applications`: checked when it is made, drawn when its layers are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any, TypeGuard

from kerascheck.keras_api import graph
from kerascheck.keras_api.applications import Application, arguments, output_shape
from kerascheck.keras_api.applications.net import Net, Step
from kerascheck.keras_api.depth import layered
from kerascheck.values import (
    Applied,
    BuildError,
    Changing,
    Layer,
    Model,
    Operation,
    Shape,
    Site,
    Spec,
    Tensor,
    UndeterminedError,
    Unknown,
    Value,
)

_PACKAGE = "kerascheck.keras_api.applications."
_PLANS: dict[tuple[Any, ...], Plan] = {}
_PLAIN = (str, int, float, tuple, type(None))
_MANY = 32


@dataclass(eq=False)
class Plan:
    """The steps of a graph, which models of one configuration share."""

    net: Net
    last: int
    _given: dict[Spec, Spec] = field(default_factory=dict)

    def through(self, spec: Spec) -> Spec:
        """What the graph gives for an input of another shape; raises `BuildError` as Keras."""
        if spec.shape == self.net.entry.shape:
            return self.net.specs[self.last]
        known = self._given.get(spec)
        if known is None:
            specs = [Spec(spec.shape, self.net.entry.dtype)]
            for step in self.net.steps[1 : self.last + 1]:
                specs.append(self.net.run(step, specs))
            known = self._given[spec] = specs[-1]
        return known


@dataclass(frozen=True, eq=False)
class Drawn:
    """The graph of one model: its layers in Keras's order, and its tensors by layer."""

    layers: tuple[Layer | Model, ...]
    inputs: tuple[Tensor, ...]
    output: Tensor
    tensors: Mapping[Layer | Model, Tensor]


def _of_three(shape: Value) -> TypeGuard[tuple[Value, ...] | list[Value]]:
    return isinstance(shape, (tuple, list)) and len(shape) == 3


@dataclass(eq=False)
class Network:
    """A call of a constructor: `config` has all its arguments, `name` the model's name if given.

    `dtype` is the dtype policy of the layers, if it is not the default, `image_format` the axis of
    the channels. `error` is what Keras refuses in the arguments, `unknown` says why the layers are
    not known.
    """

    application: Application
    config: Mapping[str, Value]
    name: Value = None
    dtype: Value = None
    image_format: Value = "channels_last"
    error: BuildError | None = None
    unknown: Unknown | None = None

    def __post_init__(self) -> None:
        if self.name is None:
            self.name = self.application.title or None
        self.image: Shape = ()
        self.entry = Spec(Unknown("its input is not known"))
        try:
            arguments.check(self.application, self.config, self.name, self.image_format)
            self.image = self._image()
            self.entry = self._entry()
        except BuildError as error:
            self.error = error
            self.unknown = Unknown(f"Keras refuses to build it: {error.problem}")
        if self.unknown is None and self.image_format != "channels_last":
            # The order of the axes would be another one in every layer.
            self.unknown = Unknown("networks with the channels first are not followed")
        if self.name is None:
            self.name = self._title()

    @property
    def tensor(self) -> Tensor | None:
        """The tensor that the model starts from, if the script gives one."""
        given = self.config["input_tensor"]
        return given if isinstance(given, Tensor) else None

    def _given(self) -> Spec | None:
        return self.tensor.spec if self.tensor is not None else None

    def _image(self) -> Shape:
        """Rows, columns and channels; where their order is not known, each of them is not."""
        given = self.config["input_shape"]
        if self.image_format == "channels_last":
            return arguments.image(self.application, self.config, self._given())
        if self.image_format == "channels_first":
            turned = (*given[1:], given[0]) if _of_three(given) else given
            config = {**self.config, "input_shape": turned}
            return arguments.image(self.application, config, None)
        why = Unknown("which axis has the channels is not known")
        return (why, why, why)

    def _entry(self) -> Spec:
        given = self.config["input_tensor"]
        if given is None:
            first = self.image_format == "channels_first"
            return Spec(
                (None, *self.image[-1:], *self.image[:-1]) if first else (None, *self.image)
            )
        if isinstance(given, Tensor) and not isinstance(given.spec.shape, Unknown):
            return given.spec
        why = given if isinstance(given, Unknown) else Unknown("`input_tensor` is not followed")
        trained = arguments.pretrained(self.config)
        channels = 3 if trained is True else why
        return Spec((None, why, why, channels))

    def _title(self) -> str | Unknown:
        alpha = self.config.get("alpha")
        rows = self.image[0] if self.image else None
        if isinstance(alpha, Unknown) or isinstance(rows, Unknown):
            return Unknown("the name has the width and the size in it, which are not known")
        if not isinstance(alpha, (int, float)):
            return Unknown("`alpha` is no number")
        trained = arguments.pretrained(self.config)
        if isinstance(trained, Unknown):
            return trained
        if trained:
            rows = arguments.weights_side(self.application, self.image)
        return f"{self.application.module.replace('_', '')}_{alpha:0.2f}_{rows}"

    @property
    def unsure(self) -> bool:
        """Whether the layers are not known, as far as that can be said without drawing them all."""
        if any(isinstance(value, Unknown) for value in self.config.values()):
            try:
                return self.plan is None
            except BuildError:
                return True
        return self.unknown is not None

    @property
    def doubt(self) -> bool:
        """Whether there may be more layers than are drawn, none of them with weights."""
        return self.plan is not None and bool(self.plan.net.gap)

    @property
    def why(self) -> str:
        """What is not known of the layers, and why."""
        if self.unknown is not None:
            return self.unknown.why
        return self.plan.net.gap if self.plan is not None else ""

    @cached_property
    def plan(self) -> Plan | None:
        """The steps of the graph; None if they are not known, for which `unknown` has the reason.

        Raises `BuildError` where Keras fails while it builds the model.
        """
        if self.unknown is not None:
            return None
        kept = {k: v for k, v in self.config.items() if k not in ("input_tensor", "class")}
        key = (self.application.name, self.entry, self.image, self.name, *kept.items())
        plain = all(isinstance(v, _PLAIN) for v in (*kept.values(), self.name))
        plain &= not any(isinstance(d, Unknown) for d in (*self.image, *self.entry.dims))
        if plain and key in _PLANS:
            return _PLANS[key]
        try:
            plan = self._planned()
        except UndeterminedError as undetermined:
            self.unknown = undetermined.unknown
            return None
        if plain:
            if len(_PLANS) >= _MANY:
                _PLANS.clear()
            _PLANS[key] = plan
        return plan

    def _planned(self) -> Plan:
        family = import_module(
            _PACKAGE + _FILES.get(self.application.module, self.application.module)
        )
        net = Net(self.entry, self.image, self.config, self.name)
        return Plan(net, family.build(net, self.application.name))

    def output(self, spec: Spec | None = None) -> Spec:
        """What the model gives for an input, or for the one that it is built for."""
        plan = self.plan
        if plan is not None:
            return plan.net.specs[plan.last] if spec is None else plan.through(spec)
        assert self.unknown is not None
        shape = output_shape(self.application, self.config)
        if self.error is not None or isinstance(shape, Unknown):
            raise UndeterminedError(self.unknown.why, self.unknown)
        if len(shape) == 4:
            if self.image_format != "channels_last":
                raise UndeterminedError(self.unknown.why, self.unknown)
            shape = (None, self.unknown, self.unknown, shape[3])
        return Spec(shape)

    def draw(self, site: Site, owner: Changing) -> Drawn | None:
        """Layers and tensors for a model that is made at `site`; None if they are not known."""
        plan = self.plan
        if plan is None:
            return None
        tensors: list[Tensor] = []
        for number, step in enumerate(plan.net.steps):
            if number == 0 and self.tensor is not None:
                tensors.append(self.tensor)
                continue
            layer = self._layer(plan.net, step, site, owner)
            tensors.append(_applied(layer, step, tensors, plan.net.specs[number]))
        output = tensors[plan.last]
        inputs = _sources(self.tensor) if self.tensor is not None else (tensors[0],)
        made = {tensor.layer: tensor for tensor in tensors}
        # Where the network begins at the output of another layer, that layer is no part of it.
        layers = tuple(
            part for part in layered([output], inputs) if not isinstance(part, (Operation, Tensor))
        )
        return Drawn(layers, inputs, output, made)

    def _layer(self, net: Net, step: Step, site: Site, owner: Changing) -> Layer:
        if step.cls is Operation:
            return Operation(site=site, name=step.config["operation"], path="")
        layer = _copy(net.layer(step), site, owner, self.dtype)
        if step.name is not None:
            layer.extra["name"] = step.name
        return layer


_FILES = {"vgg16": "vgg", "vgg19": "vgg"}


def _copy(layer: Layer, site: Site, owner: Changing, dtype: Value) -> Layer:
    """A layer of its own with the arguments of another one, without checking them again."""
    made: Layer = object.__new__(type(layer))
    fields = made.__dict__
    fields.update(layer.__dict__)
    fields["site"], fields["owner"], fields["extra"] = site, owner, dict(layer.extra)
    if dtype is not None:
        fields["extra"]["dtype"] = dtype
    inner = fields.get("layers")
    if isinstance(inner, tuple):
        fields["layers"] = tuple(_copy(part, site, owner, dtype) for part in inner)
    return made


def _applied(layer: Layer, step: Step, tensors: list[Tensor], spec: Spec) -> Tensor:
    inputs = tuple(tensors[x] for x in step.inputs)
    args: tuple[Any, ...] = inputs
    if isinstance(layer, Operation):
        if step.config["by"] is not None:
            args = (*inputs, step.config["by"])
        layer.__dict__["operands"] = args
    elif len(inputs) > 1:
        args = (list(inputs),)
    return Tensor(layer, inputs, layer.site, 0, {}, spec, Applied(args, {}, spec))


def _sources(tensor: Tensor) -> tuple[Tensor, ...]:
    """The inputs that a tensor is made of."""
    return tuple(t for t in graph.ordered([tensor]) if not t.inputs)
