"""A job: one model that is built step by step, as `plan.py` has written it down."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .allowed import ALLOWED

Json = dict[str, Any]
Values = dict[int, Any]
"""What the steps of a job have made so far, by their numbers."""


class RefusedError(Exception):
    """A job asks for something that is not in the lists."""


class Job:
    """One model, built step by step.

    A job has `steps`, objects with a number `id`, an action `do` and what the action needs:

    - `make`: an object of the class `class` with `kwargs`;
    - `input`: an input, with `kwargs`;
    - `call`: `part` (the number of a step) on `args` and `kwargs`; `function`: the function
      `name` on them;
    - `sequential`: `parts` one after the other, on an input like `input`; `functional`: the model
      between `inputs` and `outputs`; `application`: the network `class` without weights;
    - `pick`: the layer `layer` (a name or a position) of the network `part`; `inside`:
      what it gives there;
    - `replay`: a layer or model (`kind`: `layer`, `shaped` if it has `compute_output_shape`, or
      `model`) of the script, with its `parts`, its `weights`, and
      `bodies`, one for each way it is called: `entries` (the tensors it is given), `steps` and
      `result`;
    - `freeze`: `trainable` of `part`, or of the layer `layer` of it.

    A value is plain JSON, or an object with one key: `tuple`, `dict` (pairs), `float` (its text),
    `slice`, `ellipsis`, `tensor` (a step and which of its tensors), `part`, `weight`, `object`
    (`class`, `args`, `kwargs`) or `function` (a name).
    """

    def __init__(self, keras: Any, job: Any, replays: Mapping[str, Any], limit: int | None) -> None:
        self.keras, self.job, self.replays, self.limit = keras, job, replays, limit
        self.values: Values = {}
        self.parts: dict[int, Any] = {}
        self.step = -1
        self.first: dict[int, list[Any]] = {}
        self.failing: tuple[Any, list[Any]] | None = None
        self.bytes = 0

    def run(self) -> None:
        """Carry out the steps; what Keras raises is let through."""
        for step in self.job["steps"]:
            self.do(step, self.values)

    def do(self, step: Json, values: Values, weights: Sequence[Any] = ()) -> None:
        """Carry out one step, with the values of the steps before it."""
        self.step = step["id"]
        getattr(self, f"do_{step['do']}")(step, values, weights)

    def do_make(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        made = resolve(self.keras, step["class"])
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        self.parts[step["id"]] = made(**checked(kwargs))

    def do_application(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        made = resolve(self.keras, step["class"])
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        self.parts[step["id"]] = made(**checked({**kwargs, "weights": None}))

    def do_input(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        values[step["id"]] = self.keras.Input(**checked(kwargs))

    def do_call(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        args = [self.decode(arg, values, weights) for arg in step["args"]]
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        values[step["id"]] = self.parts[step["part"]](*args, **kwargs)

    def do_function(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        args = [self.decode(arg, values, weights) for arg in step["args"]]
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        if step["name"] == "keras.ops.reshape" and len(args) == 2:
            args[1] = settled(args[1], args[0].shape)
        if step["name"] == "getitem":
            values[step["id"]] = args[0][args[1]]
        else:
            values[step["id"]] = resolve(self.keras, step["name"])(*args, **checked(kwargs))

    def do_inside(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        values[step["id"]] = layer_of(self.parts[step["part"]], step["layer"]).output

    def do_sequential(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        model = self.keras.Sequential(**kwargs)
        given = step.get("input")
        if given is not None:
            shape = self.decode(given["shape"], values, weights)
            model.add(self.keras.Input(batch_shape=shape, dtype=given["dtype"]))
        for part in step["parts"]:
            self.step = part
            model.add(self.parts[part])
        self.parts[step["id"]] = model

    def do_functional(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        inputs = self.decode(step["inputs"], values, weights)
        outputs = self.decode(step["outputs"], values, weights)
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        self.parts[step["id"]] = self.keras.Model(inputs, outputs, **kwargs)

    def do_replay(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        kwargs = {key: self.decode(value, values, weights) for key, value in step["kwargs"].items()}
        made = self.replays[step["kind"]](self, step, checked(kwargs))
        self.parts[step["id"]] = made

    def do_freeze(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        part = self.parts[step["part"]]
        part = layer_of(part, step["layer"]) if "layer" in step else part
        part.trainable = step["trainable"]

    def do_pick(self, step: Json, values: Values, weights: Sequence[Any]) -> None:
        self.parts[step["id"]] = layer_of(self.parts[step["part"]], step["layer"])

    def decode(self, value: Any, values: Values, weights: Sequence[Any]) -> Any:
        """A value of the job as the object that it stands for."""
        if isinstance(value, list):
            return [self.decode(item, values, weights) for item in value]
        if not isinstance(value, dict):
            return value
        ((tag, content),) = value.items()
        return getattr(self, f"as_{tag}")(content, values, weights)

    def as_tuple(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return tuple(self.decode(item, values, weights) for item in content)

    def as_dict(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return {
            self.decode(k, values, weights): self.decode(v, values, weights) for k, v in content
        }

    def as_float(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return float(content)

    def as_slice(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return slice(*(self.decode(item, values, weights) for item in content))

    def as_ellipsis(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return ...

    def as_tensor(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        number, index = content
        found = values[number] if number in values else self.values[number]
        return self.keras.tree.flatten(found)[index]

    def as_part(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return self.parts[content]

    def as_weight(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return weights[content]

    def as_object(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        args = [self.decode(item, values, weights) for item in content.get("args", ())]
        kwargs = {
            key: self.decode(item, values, weights)
            for key, item in content.get("kwargs", {}).items()
        }
        if any(isinstance(item, (dict, str)) for item in args):
            args = [refused_dict(item) for item in args]
        return resolve(self.keras, content["class"])(*args, **checked(kwargs))

    def as_function(self, content: Any, values: Values, weights: Sequence[Any]) -> Any:
        return resolve(self.keras, content)


def layer_of(network: Any, where: str | int) -> Any:
    """A layer of a network by its name or its position."""
    return network.get_layer(where) if isinstance(where, str) else network.layers[where]


def settled(shape: Any, given: Sequence[int | None]) -> Any:
    """The shape to reshape to, in which None is the size of the batch, as the script has it."""
    if not isinstance(shape, (list, tuple)) or None not in shape:
        return shape
    batch, *rest = given
    if batch is not None:
        return [batch if extent is None else extent for extent in shape]
    known = [extent for extent in shape if extent not in (None, -1)]
    if -1 in shape and None not in rest and all(isinstance(extent, int) for extent in known):
        left = math.prod(extent or 0 for extent in rest) // max(math.prod(known), 1)
        shape = [left if extent == -1 else extent for extent in shape]
    return [-1 if extent is None else extent for extent in shape]


def resolve(keras: Any, path: str) -> Any:
    """The class or function of this name, which must be in the lists."""
    if path not in ALLOWED:
        raise RefusedError(f"`{path}` is not among what may be called")
    found = keras
    for name in path.split(".")[1:]:
        found = getattr(found, name)
    return found


def checked(kwargs: Json) -> Json:
    """Arguments of a constructor: without those by which Keras opens files or runs code."""
    for key, value in kwargs.items():
        refused_dict(value)
        if key in ("vocabulary", "idf_weights") and isinstance(value, str):
            raise RefusedError(f"`{key}` is the name of a file")
    return kwargs


def refused_dict(value: Any) -> Any:
    """A value that is no dict: Keras takes some for objects to import and to make."""
    if isinstance(value, dict):
        raise RefusedError("a dict as an argument of a constructor")
    if isinstance(value, (list, tuple)):
        for item in value:
            refused_dict(item)
    return value
