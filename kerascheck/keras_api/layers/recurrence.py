"""What the recurrent layers, their cells and the wrappers around layers have in common."""

from collections.abc import Iterator
from copy import copy
from typing import Any, ClassVar

from kerascheck.keras_api.arguments import activation
from kerascheck.keras_api.dims import given, of_rank, positive, wrong
from kerascheck.values import (
    BuildError,
    Changing,
    CustomLayer,
    Dim,
    Int,
    Layer,
    Model,
    Operation,
    Shape,
    Spec,
    Specs,
    Tensor,
    UndeterminedError,
    Unknown,
    UnknownLayer,
    Value,
    Weight,
)
from kerascheck.values.shapes import shape_text

Sizes = list[Any]
"""The widths of the states of a cell; a stack of cells has a list for each that has several."""
FEATURES = "the last dimension of the input"


class Gated(Layer):
    """What `SimpleRNN`, `LSTM`, `GRU` and their cells have in common: the weights.

    The kernels of the `gates` stand side by side, so they have `gates * units` columns.
    """

    gates: ClassVar[int] = 1
    states: ClassVar[int] = 1

    def check(self) -> None:
        this: Any = self
        positive(this.units, "units")
        for name in ("dropout", "recurrent_dropout"):
            rate = getattr(self, name)
            if not isinstance(rate, (int, float, Unknown)):
                raise wrong(name, rate, "must be a number between 0 and 1")
        activation(this.activation)
        activation(getattr(self, "recurrent_activation", None), "recurrent_activation")

    def bias_shape(self, width: Int) -> tuple[Int, ...]:
        """The shape of the bias for all gates together."""
        return (width,)

    def gate_weights(self, features: Dim) -> Iterator[Weight]:
        """The weights for inputs of `features` numbers a step."""
        this: Any = self
        width = this.units * self.gates
        yield Weight("kernel", (given(features, FEATURES), width))
        yield Weight("recurrent_kernel", (this.units, width))
        if this.use_bias:
            yield Weight("bias", self.bias_shape(width))


class Recurrent(Gated):
    """What `SimpleRNN`, `LSTM` and `GRU` have in common: a cell that is run over time."""

    def output(self, sequences: Any, initial_state: Any = None, **call: Any) -> Specs:
        this: Any = self
        dims = need_sequence(sequences, this.return_sequences)
        given(dims[2], FEATURES, "Cannot convert a shape with None to a variable")
        need_batch(this, dims)
        return outputs(this, dims, this.units, [this.units] * self.states)

    def build(self, sequences: Any, initial_state: Any = None, **call: Any) -> Iterator[Weight]:
        return self.gate_weights(need_sequence(sequences)[-1])


class Cell(Gated):
    """What the cells have in common: one step, from an input and states to an output and states."""

    @property
    def state_sizes(self) -> Sizes:
        """The width of each state."""
        this: Any = self
        return [this.units] * self.states

    @property
    def output_size(self) -> Int:
        """The width of the output."""
        this: Any = self
        size: Int = this.units
        return size

    def output(self, inputs: Any, states: Any = None, **call: Any) -> Specs:
        """One step: what `call` gives for a 2-D input, `h` and the new states."""
        dims = one_tensor(inputs).dims
        if len(dims) != 2 or states is None:
            raise UndeterminedError("what the cell does with other than 2-D inputs is not followed")
        given(dims[-1], FEATURES)
        made = Spec((dims[0], self.output_size), self.compute_dtype)
        nested = self.states > 1 or isinstance(states, (list, tuple))
        return made, [made] * self.states if nested else made

    def build(self, inputs: Any, states: Any = None, **call: Any) -> Iterator[Weight]:
        return self.gate_weights(one_tensor(inputs).dims[-1])


def one_tensor(value: Any) -> Spec:
    """The input of a layer that takes one tensor; `BuildError` for a list of several."""
    if isinstance(value, Unknown):
        raise UndeterminedError(value.why, value)
    if isinstance(value, Spec):
        return value
    if not isinstance(value, (list, tuple, dict)):
        raise UndeterminedError("what is given to the layer is not followed")
    raise BuildError(
        "inputs",
        f"takes one tensor, but gets a {type(value).__name__} of {len(value)}",
        help="call it on one tensor",
        keras="expects 1 input(s), but it received input tensors",
    )


def need_sequence(value: Any, return_sequences: Value = False) -> Shape:
    """The dimensions of an input of a recurrent layer: batch, time, features."""
    if isinstance(value, (list, tuple)) and len(value) > 1:
        problem = f"takes one sequence, but gets a {type(value).__name__} of {len(value)} tensors"
        help = "pass the states by keyword: `layer(x, initial_state=[h, c])`"
        keras = f"expects 1 input(s), but it received {len(value)} input tensors"
        raise BuildError("inputs", problem, help=help, keras=keras)
    spec = one_tensor(value)
    if isinstance(spec.shape, Unknown):
        return of_rank(spec.shape, 3)
    dims = spec.dims
    if len(dims) == 3:
        return dims
    problem = f"needs a 3-D input (batch, time, features), but gets {len(dims)}-D"
    problem = f"{problem} {shape_text(dims)}"
    keras = f"expected ndim=3, found ndim={len(dims)}"
    raise BuildError("rank", problem, help=_rank_help(dims, return_sequences), keras=keras)


def _rank_help(dims: Shape, return_sequences: Value) -> str:
    if len(dims) == 2:
        features = dims[1] if isinstance(dims[1], int) else "features"
        return (
            "if the layer before is recurrent, give it `return_sequences=True`; otherwise add "
            f"the missing axis: `Reshape(({features}, 1))` before it, or "
            "`np.expand_dims(x, -1)` on the data"
        )
    if len(dims) == 4:
        time, rows, columns = dims[1:]
        count = rows * columns if isinstance(rows, int) and isinstance(columns, int) else -1
        first = time if isinstance(time, int) else -1 if count != -1 else "time"
        help = f"join the last two axes first: `Reshape(({first}, {count}))`"
        if return_sequences is not True:
            help += ", or turn each map into a vector with `TimeDistributed(Flatten())`"
        return help
    return "bring the input to (batch, time, features), as with `Reshape` or `TimeDistributed`"


def need_batch(layer: Any, dims: Shape) -> None:
    """Raise `BuildError` where a stateful layer is not told the batch size."""
    stateful = layer.stateful
    if isinstance(stateful, Unknown) or not stateful or dims[0] is not None:
        return
    raise BuildError(
        "dimension",
        "is stateful, so it needs the batch size, which is open here",
        help="give the model a fixed batch size: `Input(batch_shape=(32, …))`",
        keras="When using `stateful=True` in a RNN, the batch size must be static",
        argument="stateful",
    )


def outputs(layer: Any, dims: Shape, width: Int, sizes: Sizes) -> Specs:
    """What a recurrent layer gives: its output, with `return_state` a tuple with the states."""
    dtype = layer.compute_dtype
    shape = (dims[0], dims[1], width) if layer.return_sequences else (dims[0], width)
    made = Spec(shape, dtype)
    return (made, *state_specs(sizes, dims[0], dtype)) if layer.return_state else made


def state_specs(sizes: Sizes, batch: Dim, dtype: Any) -> list[Any]:
    """The specs of states, in lists where a cell of a stack has several."""
    return [
        state_specs(size, batch, dtype) if isinstance(size, list) else Spec((batch, size), dtype)
        for size in sizes
    ]


def need_layer(value: Value, name: str, wrapper: str) -> None:
    """Raise `BuildError` if what a wrapper is given is certainly no layer."""
    if isinstance(value, Tensor):
        problem = "is a tensor, but must be a layer"
        help = f"call the wrapper, not the layer inside: `{wrapper}(layer)(x)`"
        raise BuildError("argument", f"`{name}` {problem}", help=help, argument=name)
    if value is None or isinstance(value, (bool, int, float, str, list, tuple, dict)):
        raise wrong(name, value, "must be a layer", "pass a layer object, such as `Dense(8)`")


def inner_part(value: Value) -> Any:
    """The layer or model in a wrapper; undetermined if it is something else."""
    if isinstance(value, Unknown):
        raise UndeterminedError(value.why, value)
    if isinstance(value, (Layer, Model, Changing)):
        return value
    raise UndeterminedError("the layer inside is not known")


def has_parameter(part: Layer | Model | Changing, name: str) -> bool:
    """Whether the class of a layer takes an argument; undetermined for classes of the script."""
    if isinstance(part, (CustomLayer, UnknownLayer, Operation)):
        raise UndeterminedError("the layer inside is not one of Keras")
    return isinstance(part, Layer) and name in type(part).parameters()


def copied(layer: Layer, **changed: Value) -> Layer:
    """A new layer of the same configuration, with weights of its own; cells inside as well."""
    twin = copy(layer)
    known = type(layer).parameters()
    values = {name: _copied(value) for name, value in vars(layer).items() if name in known}
    twin.__dict__.clear()  # with it goes what has been worked out from the fields
    twin.__dict__.update(values, site=layer.site, args=layer.args)
    twin.__dict__.update(changed, extra=dict(layer.extra))
    return twin


def _copied(value: Value) -> Value:
    if isinstance(value, Layer):
        return copied(value)
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value
