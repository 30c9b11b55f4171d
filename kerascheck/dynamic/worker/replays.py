"""What stands for the layers and models of the script, whose bodies were traced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .jobs import Json, RefusedError


class Holder:
    """What a replayed layer knows of its job; Keras does not look inside of it for layers."""

    def __init__(self, job: Any, step: Json, weights: Sequence[Any]) -> None:
        self.job, self.step, self.weights = job, step, weights

    def follow(self, args: Sequence[Any], kwargs: Json) -> Any:
        """What the body of the layer gives for these arguments."""
        job = self.job
        flat = [
            item
            for item in job.keras.tree.flatten((args, [kwargs[key] for key in sorted(kwargs)]))
            if hasattr(item, "shape")
        ]
        body = self.body(flat)
        outer = job.step
        values = dict(zip(body["entries"], flat, strict=False))
        for step in body["steps"]:
            job.do(step, values, self.weights)
        job.step = outer
        return job.decode(body["result"], values, self.weights)

    def body(self, flat: list[Any]) -> Json:
        """The body that was traced for tensors of these shapes."""
        shapes = [tuple(item.shape) for item in flat]
        fitting: list[Json] = [b for b in self.step["bodies"] if len(b["entries"]) == len(flat)]
        for body in fitting:
            pairs = zip(body["shapes"], shapes, strict=False)
            if all(known is None or alike(known, shape) for known, shape in pairs):
                return body
        if not fitting:
            raise RefusedError("it is called in a way that was not traced")
        return fitting[0]


def alike(known: Sequence[int | None], shape: Sequence[int | None]) -> bool:
    return len(known) == len(shape) and all(
        a is None or b is None or a == b for a, b in zip(known, shape, strict=False)
    )


class Following:
    """What stands for a layer or model of the script: its traced weights and parts, and its steps."""

    def __init__(self, job: Any, step: Json, kwargs: Json) -> None:
        super().__init__(**kwargs)
        own: Any = self  # A layer of Keras.
        weights = [
            own.add_weight(
                name=weight["name"],
                shape=tuple(weight["shape"]),
                dtype=weight["dtype"],
                trainable=weight["trainable"],
                initializer=job.decode(weight["initializer"], job.values, ()),
            )
            for weight in step["weights"]
        ]
        self.kerascheck_parts = [job.parts[number] for number in step["parts"]]
        self.kerascheck_holder = Holder(job, step, weights)

    def build(self, *_: Any, **__: Any) -> None:
        """Nothing: the weights are there."""

    def call(
        self,
        inputs: Any = None,
        b: Any = None,
        c: Any = None,
        d: Any = None,
        e: Any = None,
        **named: Any,
    ) -> Any:
        """Follow the steps of the way in which it is called."""
        args = [item for item in (inputs, b, c, d, e) if item is not None]
        return self.kerascheck_holder.follow(args, named)


def replays_of(keras: Any) -> dict[str, Any]:
    """The classes that stand for the layers and models of the script."""

    class Replayed(Following, keras.layers.Layer):  # type: ignore[misc]
        pass

    class Shaped(Replayed):
        def compute_output_shape(self, input_shape: Any) -> Any:
            given = keras.KerasTensor(input_shape, dtype=self.compute_dtype)
            return keras.tree.map_structure(lambda tensor: tensor.shape, self(given))

        def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
            return keras.Operation.compute_output_spec(self, *args, **kwargs)

    class ReplayedModel(Following, keras.Model):  # type: ignore[misc]
        pass

    return {"layer": Replayed, "shaped": Shaped, "model": ReplayedModel}
