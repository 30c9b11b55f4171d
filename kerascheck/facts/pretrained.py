"""Networks of `keras.applications` in the script, whose layers are made when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kerascheck.facts.applying import note
from kerascheck.facts.call import Ref
from kerascheck.facts.channel_order import note_shape
from kerascheck.facts.models import ModelValue, set_trainable, trainability
from kerascheck.keras_api import structures
from kerascheck.keras_api.applications import Application
from kerascheck.keras_api.binding import bind_to, filled, misfits
from kerascheck.values import (
    BuildError,
    Changing,
    Gap,
    Layer,
    Model,
    Site,
    Spec,
    Specs,
    Tensor,
    UndeterminedError,
    Unknown,
    UnknownLayer,
    Value,
)

if TYPE_CHECKING:
    from kerascheck.facts.call import Call
    from kerascheck.facts.interpreter import Interpreter
    from kerascheck.keras_api.applications.network import Drawn, Network


class Pretrained(ModelValue):
    """A call of a constructor of `keras.applications`.

    The graph of a large network has a thousand layers. Most scripts want to know no more of it
    than what it gives, so the layers are made at the first question about them.
    """

    def __init__(self, network: Network, site: Site, args: dict[str, Site]) -> None:
        self.network = network
        self._drawn: Drawn | None = None
        self._asked = False
        self._whole = False
        config = {**network.config, "class": network.application.name, "name": network.name}
        if not isinstance(network.name, str):
            del config["name"]
        super().__init__("application", site, args, config=config)
        if network.tensor is None and network.unknown is None:
            self.entry, self.entry_site = network.entry, site

    def __repr__(self) -> str:
        return f"Pretrained({self.network.application.name})"

    def draw(self) -> Drawn | None:
        """The graph, made once; None if it is not known, for which a gap has the reason."""
        if not self._asked:
            self._asked = True
            try:
                self._drawn = self.network.draw(self.site, self)
            except BuildError as error:
                self.network.unknown = Unknown(f"Keras refuses to build it: {error.problem}")
            for layer in self._drawn.layers if self._drawn is not None and self._whole else ():
                set_trainable(layer, self.trainable, self.trainable_site or self.site)
        return self._drawn

    @property
    def drawn(self) -> bool:
        """Whether the layers have been made."""
        return self._drawn is not None

    @property
    def layers(self) -> Any:
        drawn = self.draw()
        if drawn is not None:
            return list(drawn.layers)
        return [UnknownLayer(site=self.site, why=self.network.why)]

    @layers.setter
    def layers(self, value: Any) -> None:
        """The layers are those of the network."""

    @property
    def listed(self) -> Any:
        """What `model.layers` has, or why that is not known."""
        drawn = self.draw()
        if drawn is None or self.network.doubt:
            return Unknown(self.network.why, self.site)
        return list(drawn.layers)

    def find_layer(self, name: Value, index: Value, site: Site) -> Value:
        """What `get_layer` gives: the layer by name or index."""
        listed = self.listed
        if isinstance(listed, Unknown) and (self.draw() is None or name is None):
            return listed
        return super().find_layer(name, index, site)

    @property
    def inputs(self) -> Any:
        drawn = self.draw()
        if drawn is not None:
            return list(drawn.inputs)
        return [self.network.tensor] if self.network.tensor is not None else []

    @inputs.setter
    def inputs(self, value: Any) -> None:
        """The inputs are those of the network."""

    @property
    def outputs(self) -> Any:
        drawn = self.draw()
        return [drawn.output] if drawn is not None else []

    @outputs.setter
    def outputs(self, value: Any) -> None:
        """The output is that of the network."""

    @property
    def returns(self) -> Value:
        drawn = self.draw()
        return drawn.output if drawn is not None else None

    @returns.setter
    def returns(self, value: Value) -> None:
        """The output is that of the network."""

    @property
    def takes(self) -> Value:
        inputs = self.inputs
        return inputs[0] if len(inputs) == 1 else inputs or None

    @takes.setter
    def takes(self, value: Value) -> None:
        """The inputs are those of the network."""

    def output(self, site: Site) -> Tensor | Unknown:
        """The tensor that the network ends in."""
        drawn = self.draw()
        if drawn is not None:
            return drawn.output
        return Tensor(self.snapshot(), (), site, spec=self.given(None))

    def tensor_of(self, layer: Layer) -> Tensor | None:
        """What a layer of the network gives, or None if the layer is not part of it."""
        drawn = self.draw()
        return drawn.tensors.get(layer) if drawn is not None else None

    def shape(self, which: str, site: Site) -> Value:
        """What `model.input_shape` or `model.output_shape` is."""
        return (self.network.entry if which == "input_shape" else self.given(None)).shape

    def given(self, spec: Spec | None) -> Spec:
        """What the network gives for an input, or for its own."""
        try:
            return self.network.output(spec)
        except UndeterminedError as undetermined:
            return Spec(undetermined.unknown)
        except BuildError as error:
            return Spec(Unknown(f"Keras refuses to build it: {error.problem}", self.site))

    def set_attribute(self, name: str, value: Value, site: Site) -> None:
        """What `model.name = value` does."""
        if name == "trainable" and not self.drawn:
            self.trainable, self._whole = value, True
        else:
            super().set_attribute(name, value, site)

    def snapshot(self) -> Model:
        """The model as it stands; the same object until something changes."""
        frozen = dict(trainability(self.layers)) if self.drawn else None
        version = (
            self.name,
            id(self.trainable),
            len(self.gaps),
            self.output_known,
            frozen is None,
            *(map(id, frozen.values()) if frozen is not None else ()),
        )
        if self._snapshot is None or version != self._version:
            self._version = version
            self._snapshot = PretrainedModel(self, frozen)
        return self._snapshot


class PretrainedModel(Model):
    """A network as it stands; its layers are made when they are asked for."""

    def __init__(self, value: Pretrained, frozen: dict[Layer | Changing, Value] | None) -> None:
        self.__dict__.update(
            site=value.site,
            args=value.args,
            kind=value.kind,
            name=value.name,
            gaps=tuple(value.gaps),
            config=dict(value.config),
            trainable=value.trainable,
            output_known=value.output_known,
            entry=value.entry,
            entry_site=value.entry_site,
            live=value,
            _value=value,
            _frozen=frozen,
        )

    def __repr__(self) -> str:
        return repr(self.__dict__["_value"])

    def _kept(self, name: str) -> Any:
        kept = self.__dict__.get(f"_{name}")
        if kept is None:
            kept = self.__dict__[f"_{name}"] = tuple(getattr(self.__dict__["_value"], name))
        return kept

    @property
    def layers(self) -> Any:
        return self._kept("layers")

    @property
    def inputs(self) -> Any:
        return self._kept("inputs")

    @property
    def outputs(self) -> Any:
        return self._kept("outputs")

    @property
    def takes(self) -> Any:
        return self.__dict__["_value"].takes

    @property
    def returns(self) -> Any:
        return self.__dict__["_value"].returns

    @property
    def frozen(self) -> Any:
        known = self.__dict__["_frozen"]
        if known is None:
            # Nothing was set layer by layer when this was taken.
            known = self.__dict__["_frozen"] = dict.fromkeys(self.layers, self.trainable)
        return known

    def frozen_as(self, trainable: Value) -> Any:
        return self.frozen if self.__dict__["_frozen"] else dict.fromkeys(self.layers, trainable)

    def outcome(self, args: tuple[Any, ...]) -> Specs:
        value: Pretrained = self.__dict__["_value"]
        flat = structures.flatten(args[0]) if args else []
        if len(flat) != 1 or (value.network.tensor is not None and value.network.tensor.inputs):
            return None
        given = flat[0].shape
        if not isinstance(given, Unknown):
            return value.network.output(flat[0])
        batch, *rest = value.network.output().dims
        return Spec((batch, *(given if dim is None else dim for dim in rest)))


def pretrained(run: Interpreter, call: Call, application: Application) -> Value:
    """What a call of a constructor gives."""
    from kerascheck.keras_api.applications.network import Network

    known = application.parameters
    bound = bind_to(known, call.args, call.kwargs, complete=call.complete)
    config = dict(filled(known, bound))
    if isinstance(config.get("input_shape"), Ref):
        # What a library or a file that is not here holds may be a shape.
        config["input_shape"] = call.unknown("an `input_shape` that is imported")
    note_shape(run, config.get("input_shape"), call.places.get("input_shape", call.site))
    network = Network(application, config, bound.extra.get("name"), run.policy, run.image_format)
    model = Pretrained(network, call.site, bound.places(call.places))
    if not call.complete:
        model.gaps.append(Gap(call.site, "its arguments are unpacked from a value not known"))
    elif network.unsure:
        model.gaps.append(Gap(call.site, network.why))
    run.add_model(model)
    for wrong in misfits(application.name, known, bound, frozenset({"name"})):
        note(run, model.snapshot(), wrong, call.place(wrong.argument))
    error = network.error
    if error is not None and call.complete:
        where = model.args.get(error.argument, call.places.get(error.argument, call.site))
        note(run, model.snapshot(), error, where)
    return model
