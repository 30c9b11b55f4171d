"""The steps of layers and models that the script defines: what their bodies do, followed."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from kerascheck.dynamic.assumed import Notes
from kerascheck.dynamic.encode import Json, UnplannedError, argument, encode
from kerascheck.dynamic.flow import Flow, Part, Scope, flat
from kerascheck.keras_api import graph, structures
from kerascheck.keras_api.layers.core import InputLayer, Lambda
from kerascheck.values import (
    BuildError,
    Changing,
    CustomLayer,
    Followed,
    Layer,
    Model,
    Operation,
    Tensor,
    UndeterminedError,
    Unknown,
    Value,
)


class Replays(Flow):
    """Writes the steps of layers and models of the script."""

    def __init__(self, models: Sequence[Model]) -> None:
        super().__init__(models)
        self.replays: dict[int, Json] = {}
        self.bodies: dict[int, set[int]] = {}

    @abstractmethod
    def extra(self, layer: Layer) -> Json:
        """What the script gives a layer of its own of the arguments that all layers take."""

    def subclass(self, model: Model) -> int:
        """Add the step that makes a model of the script, with what its `call` does."""
        if not model.inputs or any(isinstance(t.spec.shape, Unknown) for t in model.inputs):
            raise UnplannedError("nothing says what the model is given", model.site)
        body = self._body(model.takes, {}, model.returns, ())
        numbers = [self.part(part) for part in model.layers if not isinstance(part, InputLayer)]
        number = self.add(
            self.top, "replay", model.site, kind="model", parts=numbers, weights=[],
            bodies=[body], kwargs={},
        )  # fmt: skip
        if model.aside:
            self.plan.uncounted.add(number)
        return number

    def replay(self, layer: CustomLayer | Lambda) -> int:
        """Add the step that makes a layer of the script, with all that it was called with."""
        step = self.replays.get(id(layer))
        if step is None:
            why = f"what `{layer.kind}` does is not followed"
            if layer.body is not None or isinstance(layer, CustomLayer):
                why = f"`{layer.kind}` is never called with something known"
            raise UnplannedError(why, layer.site)
        # Lambda has `compute_output_shape`; a layer of the script where its class says so.
        shaped = isinstance(layer, Lambda) or "compute_output_shape" in layer.config
        kind = "shaped" if shaped else "layer"
        number = self.add(self.top, "replay", layer.site, kind=kind, **step)
        self.top.steps[-1]["kwargs"] = self.extra(layer)
        # Bodies that are met later on belong to the same step.
        self.replays[id(layer)] = self.top.steps[-1]
        if step.get("aside"):
            self.plan.uncounted.add(number)
        return number

    def called(self, part: "Part | Changing", args: tuple[Any, ...], kwargs: Any) -> None:
        """Note what a part is called with: the code of the script in it is followed for that."""
        if isinstance(part, Changing):
            part = part.snapshot()
        if isinstance(part, Model):
            if part.kind == "Sequential" and not part.outputs:
                for step in graph.chain(part.layers, args):
                    self.called(step.part, step.args, {})
            return
        if isinstance(part, (CustomLayer, Lambda)):
            self._follow(part, args, kwargs)
            return
        try:
            inner = list(graph.opened(part).parts(*args, **kwargs))
        except (BuildError, UndeterminedError, TypeError, ValueError, AttributeError, LookupError):
            return
        for item, given in inner:
            self.called(item, given, {})

    def _follow(self, layer: CustomLayer | Lambda, args: Any, kwargs: Any) -> None:
        if layer.body is None:
            raise UnplannedError(f"what `{layer.kind}` does is not in this file", layer.site)
        dtype = layer.compute_dtype
        given = tuple(structures.cast(arg, dtype) for arg in args)
        named = {key: structures.cast(value, dtype) for key, value in kwargs.items()}
        try:
            followed = layer.body(given, named)
        except UndeterminedError as error:
            raise UnplannedError(str(error), error.unknown.site or layer.site) from None
        except BuildError as error:
            raise UnplannedError(
                f"Keras refuses to build it: {error.problem}", layer.site
            ) from None
        known = self.bodies.setdefault(id(layer), set())
        if id(followed) in known:
            return
        known.add(id(followed))
        self.kept.append((layer, followed))
        self._add_body(layer, followed)

    def _add_body(self, layer: CustomLayer | Lambda, followed: Followed) -> None:
        body = self._body(*followed.taken, followed.returned, followed.parts)
        step = self.replays.get(id(layer))
        if step is None:
            called = [self.part(part) for part, _ in followed.parts if _is_part(part)]
            made = _tagged(followed.returned)
            weights = [
                _weight(weight, made.get(number), self.refer(self.top), layer, self.plan.notes)
                for number, weight in enumerate(followed.weights)
            ]
            step = {"parts": list(dict.fromkeys(called)), "weights": weights, "bodies": []}
            self.replays[id(layer)] = step
        step["bodies"].append(body)

    def _body(self, args: Any, kwargs: Any, result: Value, parts: Any) -> Json:
        """What is done with tensors from outside, as steps of their own."""
        scope = Scope([])
        entries: list[int] = []
        shapes: list[Any] = []
        for tensor in flat([args, [kwargs[key] for key in sorted(kwargs)]]):
            self.count += 1
            scope.made[id(tensor)] = [self.count, 0]
            entries.append(self.count)
            dims = tensor.spec.shape
            known = dims if isinstance(dims, tuple) else None
            shapes.append(known and [d if isinstance(d, int) else None for d in known])
        self.flow(flat(result), scope)
        gives = encode(result, self.refer(scope))
        return {"entries": entries, "shapes": shapes, "steps": scope.steps, "result": gives}


def _is_part(part: Value) -> bool:
    return isinstance(part, (Layer, Model)) and not isinstance(part, Operation)


def _tagged(result: Value) -> dict[int, Tensor]:
    """The tensors that are weights of the layer itself, by number."""
    found = graph.ordered(flat(result))
    return {int(str(t.config["weight"])): t for t in found if "weight" in t.config}


def _weight(weight: Any, tensor: Tensor | None, refer: Any, layer: Layer, notes: Notes) -> Json:
    dims = [
        notes.size(dim, layer.site) if isinstance(dim, Unknown) else dim for dim in weight.shape
    ]
    for value in (*dims, weight.trainable, weight.dtype):
        if isinstance(value, Unknown):
            raise UnplannedError(value.why, value.site or layer.site)
    initializer = tensor.config.get("initializer") if tensor is not None else None
    return {
        "name": weight.name.replace("/", "_"),
        "shape": dims,
        "dtype": weight.dtype,
        "trainable": bool(weight.trainable),
        "initializer": argument("initializer", initializer, refer, notes, layer.site),
    }
