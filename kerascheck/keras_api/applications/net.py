"""Builds the graph of a model of `keras.applications`, with the shape of every step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from kerascheck.keras_api import graph
from kerascheck.keras_api.dims import settled
from kerascheck.keras_api.layers.activations import Activation, ReLU
from kerascheck.keras_api.layers.convolutional import Conv2D, DepthwiseConv2D, SeparableConv2D
from kerascheck.keras_api.layers.core import Dense, InputLayer
from kerascheck.keras_api.layers.merging import Add, Concatenate
from kerascheck.keras_api.layers.normalization import BatchNormalization
from kerascheck.keras_api.layers.pooling import (
    AveragePooling2D,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    MaxPooling2D,
)
from kerascheck.keras_api.layers.regularization import Dropout
from kerascheck.keras_api.layers.reshaping import ZeroPadding2D
from kerascheck.values import BuildError, Dim, Layer, Operation, Shape, Site, Spec, Unknown, Value

NOWHERE: Any = Site(None, None, None)  # type: ignore[arg-type]  # nothing is ever looked up there

_Key = tuple[Any, ...]


class Step(NamedTuple):
    """One layer of a graph: how it is made, and which steps it takes its inputs from.

    Steps with the same `key` are the same but for their names.
    """

    cls: type[Layer]
    name: str | None
    config: Mapping[str, Any]
    inputs: tuple[int, ...]
    key: _Key


class Net:
    """A graph that grows; the methods add a layer and return the number of its step.

    Step 0 is the input. `config` and `option` have the arguments of the constructor, `image` is
    its `input_shape` with what Keras fills in, which need not be the shape of an `input_tensor`.
    `gap` says what is not known about the layers.
    """

    def __init__(self, entry: Spec, image: Shape, config: Mapping[str, Value], name: Value) -> None:
        self.config = config
        self.image = image
        self.name = name
        self.entry = entry
        self.steps = [Step(InputLayer, None, {"batch_shape": entry.shape}, (), ())]
        self.specs = [entry]
        self.gap = ""
        self._models: dict[_Key, Layer] = {}
        self._known: dict[tuple[_Key, tuple[Spec, ...]], Spec] = {}

    def option(self, name: str) -> Any:
        """An argument of the constructor; raises `UndeterminedError` if it is not known."""
        return settled(self.config[name])

    def shape(self, x: int) -> Shape:
        """The shape of what a step gives."""
        return self.specs[x].dims

    def channels(self, x: int) -> Any:
        """The last dimension of what a step gives."""
        return self.specs[x].dims[-1]

    def add(self, cls: type[Layer], *inputs: int, name: str | None = None, **config: Any) -> int:
        """Add a layer; `config` has its arguments."""
        step = Step(cls, name, config, inputs, (cls, *config.items()))
        self.steps.append(step)
        self.specs.append(self.run(step, self.specs))
        return len(self.steps) - 1

    def operation(self, name: str, *inputs: int, by: float | None = None) -> int:
        """Add what an operator makes of two tensors, or of one and the number `by`."""
        return self.add(Operation, *inputs, operation=name, by=by)

    def run(self, step: Step, specs: list[Spec]) -> Spec:
        """What a step gives for the specs of the steps before it."""
        given = tuple([specs[x] for x in step.inputs])
        if step.cls is Operation:
            # Of a tensor and a number, or of two tensors of one shape.
            return given[0]
        try:
            found = self._known.get((step.key, given))
        except TypeError:
            return self._compute(step, given)
        if found is None:
            found = self._known[step.key, given] = self._compute(step, given)
        return found

    def _compute(self, step: Step, given: tuple[Spec, ...]) -> Spec:
        layer = self.layer(step)
        layer.check()
        args = (list(given),) if len(given) > 1 else given
        spec: Spec = graph.call(layer, args, {})
        return spec

    def layer(self, step: Step) -> Layer:
        """A layer as a step has it, without its name; the same object for the same `key`."""
        try:
            layer = self._models.get(step.key)
        except TypeError:
            return step.cls(site=NOWHERE, **step.config)
        if layer is None:
            layer = self._models[step.key] = step.cls(site=NOWHERE, **step.config)
            layer.__dict__["built"] = {}
        return layer

    def conv(
        self,
        x: int,
        filters: Value,
        size: Value,
        name: str | None = None,
        *,
        same: bool = True,
        **config: Any,
    ) -> int:
        """Add a convolution; with `same` the image keeps its size, but for strides."""
        if same:
            config["padding"] = "same"
        return self.add(Conv2D, x, name=name, filters=filters, kernel_size=size, **config)

    def depthwise(self, x: int, size: Value, stride: int, name: str, **config: Any) -> int:
        """Add a depthwise convolution without bias."""
        config |= {"kernel_size": size, "strides": stride, "use_bias": False}
        return self.add(DepthwiseConv2D, x, name=name, **config)

    def separable(self, x: int, filters: Value, size: Value, name: str, **config: Any) -> int:
        """Add a separable convolution without bias."""
        config |= {"filters": filters, "kernel_size": size, "use_bias": False}
        return self.add(SeparableConv2D, x, name=name, **config)

    def norm(self, x: int, name: str | None = None, **config: Any) -> int:
        """Add a batch normalization."""
        return self.add(BatchNormalization, x, name=name, **config)

    def act(self, x: int, activation: Value = "relu", name: str | None = None) -> int:
        """Add an activation."""
        return self.add(Activation, x, name=name, activation=activation)

    def relu(self, x: int, top: float | None = None, name: str | None = None) -> int:
        """Add a `ReLU`, with an upper bound if given."""
        return self.add(ReLU, x, name=name, max_value=top)

    def pad(self, x: int, padding: Value, name: str | None = None) -> int:
        """Add a border of zeros."""
        return self.add(ZeroPadding2D, x, name=name, padding=padding)

    def max_pool(
        self, x: int, size: int, stride: int, name: str | None = None, padding: str = "valid"
    ) -> int:
        """Add a pooling over windows that takes the maximum."""
        given = {"pool_size": size, "strides": stride, "padding": padding}
        return self.add(MaxPooling2D, x, name=name, **given)

    def mean_pool(
        self, x: int, size: int, stride: int, name: str | None = None, padding: str = "valid"
    ) -> int:
        """Add a pooling over windows that takes the mean."""
        given = {"pool_size": size, "strides": stride, "padding": padding}
        return self.add(AveragePooling2D, x, name=name, **given)

    def joined(self, *inputs: int, name: str | None = None) -> int:
        """Add a concatenation of channels."""
        return self.add(Concatenate, *inputs, name=name, axis=-1)

    def sum(self, *inputs: int, name: str | None = None) -> int:
        """Add a sum."""
        return self.add(Add, *inputs, name=name)

    def drop(self, x: int, rate: Value, name: str | None = None, **config: Any) -> int:
        """Add a dropout."""
        return self.add(Dropout, x, name=name, rate=rate, **config)

    def predict(self, x: int, name: str = "predictions") -> int:
        """Add the layer that classifies."""
        units, activation = self.config["classes"], self.config["classifier_activation"]
        return self.add(Dense, x, name=name, units=units, activation=activation)

    def finish(
        self, x: int, top: str | None = "avg_pool", names: bool = True, dropout: Value = 0
    ) -> int:
        """Add what follows the last feature map: a classifier, or the pooling that is asked for.

        `top` is the name of the pooling before the classifier; `names` says whether the other
        has one.
        """
        if self.option("include_top"):
            x = self.add(GlobalAveragePooling2D, x, name=top)
            if dropout:
                x = self.drop(x, dropout, "top_dropout")
            return self.predict(x)
        return self.pooled(x, names)

    def pooled(self, x: int, names: bool = True) -> int:
        """Add the pooling that the argument `pooling` asks for."""
        pooling = self.option("pooling")
        if pooling == "avg":
            return self.add(GlobalAveragePooling2D, x, name="avg_pool" if names else None)
        if pooling == "max":
            return self.add(GlobalMaxPooling2D, x, name="max_pool" if names else None)
        return x


def strided(net: Net, x: int, size: int) -> Any:
    """The padding that Keras puts before a convolution of stride 2: by the parity of the sides.

    Both sides count as even if the first is open.
    """
    rows, columns = net.shape(x)[1:3]
    half = size // 2

    def before(side: Dim) -> Any:
        if rows is None:
            return half - 1
        if side is None:
            problem = "`input_shape` has a number of rows, but None for the columns"
            keras = "unsupported operand type(s) for %: 'NoneType' and 'int'"
            raise BuildError("argument", problem, keras=keras, argument="input_shape")
        return half - 1 + side % 2

    return ((before(rows), half), (before(columns), half))


def divisible(width: Value, by: int = 8) -> Any:
    """The multiple of `by` nearest to a width, not more than a tenth below it."""
    if isinstance(width, Unknown):
        return width
    assert isinstance(width, (int, float))
    near = max(by, int(width + by / 2) // by * by)
    return near + by if near < 0.9 * width else near
