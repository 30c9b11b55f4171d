"""The real output layers of a model: trailing activations and changes of shape folded in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kerascheck.facts.models import layer_name
from kerascheck.keras_api import activations, applications
from kerascheck.keras_api.layers import core, regularization
from kerascheck.values import (
    CustomLayer,
    Int,
    Layer,
    Model,
    Operation,
    Output,
    Site,
    Str,
    Tensor,
    Unknown,
    UnknownLayer,
    Value,
)

_SHAPE_ONLY = frozenset(
    [
        "Reshape",
        "Flatten",
        "Permute",
        "Identity",
        "RepeatVector",
        "Cropping1D",
        "Cropping2D",
        "Cropping3D",
        "ZeroPadding1D",
        "ZeroPadding2D",
        "ZeroPadding3D",
        "UpSampling1D",
        "UpSampling2D",
        "UpSampling3D",
        "Masking",
        "Resizing",
        "ActivityRegularization",
    ]
)
_SHAPE_OPERATIONS = frozenset(
    [
        "reshape",
        "squeeze",
        "flatten",
        "identity",
        "cast",
        "expand_dims",
        "transpose",
        "permute_dimensions",
        "stop_gradient",
        "getitem",
    ]
)
_ENDS_SEQUENCE = frozenset({"Flatten", "GlobalAveragePooling1D", "GlobalMaxPooling1D"})
_RECURRENT = frozenset(
    [
        "LSTM",
        "GRU",
        "SimpleRNN",
        "RNN",
        "Bidirectional",
        "ConvLSTM1D",
        "ConvLSTM2D",
        "ConvLSTM3D",
        "CuDNNLSTM",
        "CuDNNGRU",
    ]
)


@dataclass(frozen=True)
class _Link:
    """One layer on the way back from an output, and where it was applied."""

    layer: Layer | Model
    site: Site
    tensor: Tensor | None = None
    ends: bool = False


@dataclass
class _Fold:
    activation: Str | None = None
    activation_site: Site | None = None
    pooled: bool = False
    wrapped: bool = False
    passed: list[Layer | Model] = field(default_factory=list)
    """The layers between the one with the weights and the end, the last one first."""


def fold(model: Model) -> tuple[Output, ...]:
    """The outputs of a model; nothing for a model whose end is not known."""
    if not model.output_known:
        return ()
    if model.kind == "application":
        return (_application(model, _Fold()),)
    if model.outputs:
        return tuple(_fold_tensor(output, model) for output in model.outputs)
    links = [_Link(layer, layer.site) for layer in reversed(model.layers)]
    return (_fold_chain(iter(links), model.site),) if links else ()


def _fold_tensor(output: Tensor | Unknown, model: Model) -> Output:
    if isinstance(output, Unknown):
        return _nothing(output.site or model.site, output)
    folded = _fold_chain(_back(output), output.site)
    return replace(folded, tensor=output)


def _back(tensor: Tensor) -> Iterator[_Link]:
    current: Tensor | None = tensor
    while current is not None:
        owner = current.layer.owner if isinstance(current.layer, Layer) else None
        if owner is not None:
            # All of a pretrained network counts as one layer.
            yield _Link(owner.snapshot(), current.site, current)
            return
        inputs = [t for t in current.inputs if isinstance(t, Tensor)]
        alone = len(current.inputs) <= 1
        yield _Link(current.layer, current.site, current, ends=not alone)
        current = inputs[0] if alone and inputs else None


def _fold_chain(links: Iterator[_Link], site: Site) -> Output:
    state = _Fold()
    name = ""
    for number, link in enumerate(links):
        name = name or (layer_name(link.layer) if number == 0 else "")
        output = _step(link, state)
        if output is not None:
            rest = [later.layer for later in links]
            sequence = output.sequence or _in_sequence(rest)
            after = (*output.after, *reversed(state.passed))
            return replace(output, before=tuple(rest), sequence=sequence, name=name, after=after)
        state.passed.append(link.layer)
    return _nothing(site, Unknown("the layer that gives the output is not known", site))


def _step(link: _Link, state: _Fold) -> Output | None:
    """Fold one layer; an output once the layer with the weights is reached."""
    layer = link.layer
    if isinstance(layer, Model):
        return _nested(layer, link, state)
    layer = _unwrap(layer, state)
    if isinstance(layer, Operation):
        return _operation(layer, state)
    if layer.kind in _SHAPE_ONLY or isinstance(layer, regularization.Dropout):
        return None
    if layer.kind.startswith("Global") or "Pooling" in layer.kind:
        state.pooled = True
        return None
    if layer.kind in {"BatchNormalization", "GaussianNoise", "GaussianDropout", "AlphaDropout"}:
        return None
    activation = activations.of_layer(layer)
    if activation is not None:
        _activate(state, activation, layer.args.get("activation", layer.site))
        return None
    return _weighted(layer, link, state)


def _unwrap(layer: Layer, state: _Fold) -> Layer:
    while layer.kind == "TimeDistributed":
        inner = getattr(layer, "layer", None)
        if not isinstance(inner, Layer):
            break
        state.wrapped = True
        layer = inner
    return layer


def _activate(state: _Fold, activation: Str, site: Site | None) -> None:
    # The last activation before the loss is the one that counts; `linear` changes nothing.
    if state.activation is None and activation != "linear":
        state.activation, state.activation_site = activation, site


def _operation(layer: Operation, state: _Fold) -> Output | None:
    if layer.name in activations.RANGES:
        _activate(state, layer.name, layer.site)
        return None
    if layer.name in _SHAPE_OPERATIONS:
        return None
    why = Unknown(f"the output comes from `{layer.name}`", layer.site)
    return _finish(layer, state, why, why, None)


def _weighted(layer: Layer, link: _Link, state: _Fold) -> Output:
    if isinstance(layer, (CustomLayer, UnknownLayer, core.Lambda)):
        why = Unknown(f"the output comes from a `{layer.kind}`", layer.site)
        return _finish(layer, state, why, why, None)
    units = getattr(layer, "units", getattr(layer, "filters", None))
    if layer.kind in _RECURRENT or units is None or "ConvLSTM" in layer.kind:
        why = Unknown(f"the output comes from `{layer.kind}`", layer.site)
        return _finish(layer, state, why, _number(units, layer.site), None)
    if type(getattr(layer, "activation", None)) is int:
        # `Dense(50, 10)` of the first Keras has 10 units; since then it is refused.
        units = Unknown("the sizes of the input and the output, as the first Keras has them")
    own = activations.activation(getattr(layer, "activation", None))
    if layer.partial and own == "linear":
        own = Unknown("the activation may come from unpacked arguments", layer.site)
    place = layer.args.get("activation", layer.site)
    if state.pooled and state.activation is None and own not in ("linear", "softmax", "sigmoid"):
        own = Unknown("activations are pooled after the layer", layer.site)
    return _finish(layer, state, own, _number(units, layer.site), place)


def _number(units: Value, site: Site) -> Int:
    if isinstance(units, Unknown):
        return units
    if isinstance(units, int) and not isinstance(units, bool):
        return units
    return Unknown("the number of units is not a known number", site)


def _finish(layer: Layer, state: _Fold, own: Str, units: Int, place: Site | None) -> Output:
    activation = own if state.activation is None else state.activation
    site = place if state.activation is None else state.activation_site
    spatial = "Conv" in layer.kind and not state.pooled
    return Output(
        site=layer.site,
        layer=layer,
        activation=activation,
        units=units,
        activation_site=site,
        units_site=layer.args.get("units", layer.args.get("filters")),
        spatial=spatial,
        sequence=state.wrapped,
    )


def _nested(model: Model, link: _Link, state: _Fold) -> Output:
    if model.kind == "application":
        tensor = link.tensor
        between = tensor is not None and isinstance(tensor.layer, Layer)
        return _application(model, state, at_end=not between or tensor in model.outputs)
    inner = fold(model)
    if len(inner) != 1:
        return _nothing(model.site, Unknown("the output comes from a nested model", model.site))
    if state.activation is None:
        return inner[0]
    return replace(inner[0], activation=state.activation, activation_site=state.activation_site)


def _application(model: Model, state: _Fold, *, at_end: bool = True) -> Output:
    why = Unknown("the features of a pretrained network", model.site)
    activation: Str = why
    units: Int = why
    if model.config.get("include_top") is True and at_end:
        units = _number(model.config.get("classes"), model.site)
        activation = applications.output_activation(model.config)
    return Output(
        site=model.site,
        layer=model,
        activation=activation if state.activation is None else state.activation,
        units=units,
        activation_site=state.activation_site or model.args.get("classifier_activation"),
    )


def _nothing(site: Site, why: Unknown) -> Output:
    return Output(site=site, layer=why, activation=why, units=why)


def _in_sequence(before: list[Layer | Model]) -> bool:
    """Whether the layers before the output leave the time axis in place."""
    for layer in before:
        if isinstance(layer, Model) or layer.kind in _ENDS_SEQUENCE:
            return False
        inner = getattr(layer, "layer", layer) if layer.kind == "Bidirectional" else layer
        sequences = getattr(inner, "return_sequences", None)
        if sequences is not None:
            return sequences is True
    return False
