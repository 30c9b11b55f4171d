"""Recurrent layers, and the wrappers around layers over time."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from kerascheck.keras_api import graph, structures
from kerascheck.keras_api.dims import given, need_rank, wrong
from kerascheck.keras_api.layers.recurrence import (
    FEATURES,
    Cell,
    Recurrent,
    copied,
    has_parameter,
    inner_part,
    need_batch,
    need_layer,
    one_tensor,
    outputs,
)
from kerascheck.keras_api.layers.rnn_cells import StackedRNNCells, known_cell
from kerascheck.values import (
    Bool,
    BuildError,
    Changing,
    Float,
    Int,
    Layer,
    Model,
    Spec,
    Specs,
    Str,
    UndeterminedError,
    Unknown,
    Value,
)

Parts = Iterator[tuple[Layer | Model | Changing, Any]]


class RNN(Layer):
    """Runs a cell over the time steps."""

    cell: Value
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    zero_output_for_mask: Bool = False

    @cached_property
    def step(self) -> Any:
        """The cell that makes one step; a list of cells is a stack."""
        if isinstance(self.cell, (list, tuple)):
            return StackedRNNCells(site=self.site, cells=list(self.cell))
        return known_cell(self.cell)

    def check(self) -> None:
        for cell in self.cell if isinstance(self.cell, (list, tuple)) else (self.cell,):
            _check_cell(cell)

    def output(self, sequences: Any, initial_state: Any = None, **call: Any) -> Specs:
        dims = need_rank(one_tensor(sequences), least=3)
        given(dims[-1], FEATURES)
        need_batch(self, dims)
        return outputs(self, dims, self.step.output_size, self.step.state_sizes)

    def parts(self, sequences: Any, initial_state: Any = None, **call: Any) -> Parts:
        dims = need_rank(one_tensor(sequences), least=3)
        yield self.step, (Spec((dims[0], *dims[2:]), self.compute_dtype),)


def _check_cell(cell: Value) -> None:
    if cell is None or isinstance(cell, (bool, int, float, str)):
        raise wrong("cell", cell, "must be a cell", "pass a cell, such as `LSTMCell(8)`")
    part = inner_part(cell)
    if isinstance(part, (Cell, StackedRNNCells)):
        return
    kind = getattr(part, "kind", "Model")
    help = "pass a cell, such as `LSTMCell(8)`"
    if has_parameter(part, "return_sequences"):
        help = f"use `{kind}` by itself, or pass `{kind}Cell(…)` as the cell"
    keras = "The RNN cell should have a `state_size` attribute"
    problem = f"`cell` is the layer `{kind}`, not a cell"
    raise BuildError("argument", problem, help=help, keras=keras, argument="cell")


class SimpleRNN(Recurrent):
    """Fully connected recurrent layer."""

    units: Int
    activation: Value = "tanh"
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    recurrent_initializer: Value = "orthogonal"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    recurrent_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    seed: Value = None


class LSTM(Recurrent):
    """Long short-term memory."""

    gates: ClassVar[int] = 4
    states: ClassVar[int] = 2

    units: Int
    activation: Value = "tanh"
    recurrent_activation: Value = "sigmoid"
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    recurrent_initializer: Value = "orthogonal"
    bias_initializer: Value = "zeros"
    unit_forget_bias: Bool = True
    kernel_regularizer: Value = None
    recurrent_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    seed: Value = None
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    use_cudnn: Str = "auto"


class GRU(Recurrent):
    """Gated recurrent unit."""

    gates: ClassVar[int] = 3

    units: Int
    activation: Value = "tanh"
    recurrent_activation: Value = "sigmoid"
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    recurrent_initializer: Value = "orthogonal"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    recurrent_regularizer: Value = None
    bias_regularizer: Value = None
    activity_regularizer: Value = None
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    seed: Value = None
    return_sequences: Bool = False
    return_state: Bool = False
    go_backwards: Bool = False
    stateful: Bool = False
    unroll: Bool = False
    reset_after: Bool = True
    use_cudnn: Str = "auto"

    def bias_shape(self, width: Int) -> tuple[Int, ...]:
        # A bias of its own for the recurrent kernel, as in cuDNN.
        return (2, width) if self.reset_after else (width,)


class Bidirectional(Layer):
    """Runs a recurrent layer in both directions, as two copies with weights of their own."""

    layer: Value
    merge_mode: Str = "concat"
    weights: Value = None
    backward_layer: Value = None

    @cached_property
    def directions(self) -> tuple[Layer, Layer]:
        """The layer that runs forwards and the one that runs backwards; Keras copies the first."""
        layer = inner_part(self.layer)
        _need_direction(layer, "layer")
        if self.backward_layer is None:
            return copied(layer), copied(layer, go_backwards=True)
        backward = inner_part(self.backward_layer)
        _need_direction(backward, "backward_layer")
        return copied(layer), backward

    def check(self) -> None:
        need_layer(self.layer, "layer", "Bidirectional")
        if self.backward_layer is not None:
            need_layer(self.backward_layer, "backward_layer", "Bidirectional")
        modes = ("sum", "mul", "ave", "concat", None)
        if not isinstance(self.merge_mode, Unknown) and self.merge_mode not in modes:
            raise wrong("merge_mode", self.merge_mode, f"must be one of {str(modes)[1:-1]}")
        forward, backward = self.directions
        if _same(forward, backward, "go_backwards") is True:
            problem = "has two layers that run in the same direction"
            help = "give the `backward_layer` `go_backwards=True`, and the other one not"
            keras = "Forward layer and backward layer should have different `go_backwards` value"
            raise BuildError("argument", problem, help=help, keras=keras, argument="layer")
        for name in ("stateful", "return_sequences", "return_state"):
            if _same(forward, backward, name) is False:
                problem = f"has two layers that differ in `{name}`"
                keras = "expected to have the same value for attribute"
                help = f"give both layers the same `{name}`"
                raise BuildError("argument", problem, help=help, keras=keras)

    def output(self, sequences: Any, initial_state: Any = None, **call: Any) -> Specs:
        forward, _ = self.directions
        made = graph.call(forward, (sequences,), {})
        states: tuple[Any, ...] = ()
        if isinstance(made, tuple):
            made, *rest = made
            states = (*rest, *rest)
            self._refuse_states(forward)
        states = structures.cast(states, self.compute_dtype)
        dims = made.dims
        if isinstance(self.merge_mode, Unknown):
            raise UndeterminedError(self.merge_mode.why, self.merge_mode)
        if self.merge_mode == "concat":
            dims = (*dims[:-1], dims[-1] * 2)
        made = Spec(dims, self.compute_dtype)
        if self.merge_mode is None:
            return (made, made, *states)
        return (made, *states) if states else made

    def _refuse_states(self, forward: Any) -> None:
        """Keras fails to work out a mask where a stateful layer returns its states."""
        if isinstance(forward.stateful, Unknown) or not forward.stateful:
            return
        problem = "cannot wrap a layer with both `stateful=True` and `return_state=True`"
        keras = "unsupported operand type(s) for *: 'generator' and 'int'"
        raise BuildError("argument", problem, help="leave out one of them", keras=keras)

    def parts(self, sequences: Any, initial_state: Any = None, **call: Any) -> Parts:
        for layer in self.directions:
            yield layer, (sequences,)


def _need_direction(part: Any, argument: str) -> None:
    if not has_parameter(part, "go_backwards"):
        problem = f"wraps a `{getattr(part, 'kind', 'Model')}`, which cannot run backwards"
        help = "wrap a recurrent layer, such as `LSTM`"
        raise BuildError("argument", problem, help=help, argument=argument)


def _same(forward: Layer, backward: Layer, name: str) -> Bool | None:
    """Whether two layers have the same value of a flag; None if that is not known."""
    values = getattr(forward, name, None), getattr(backward, name, None)
    if isinstance(values[0], Unknown) or isinstance(values[1], Unknown):
        return None
    return bool(values[0]) == bool(values[1])


class TimeDistributed(Layer):
    """Applies a layer to each time step."""

    layer: Value

    def check(self) -> None:
        need_layer(self.layer, "layer", "TimeDistributed")

    def output(self, inputs: Any, *more: Any, **call: Any) -> Specs:
        step = _step(inputs)
        made = graph.call(inner_part(self.layer), (step,), {})
        if not isinstance(made, Spec):
            raise UndeterminedError("what several outputs at each time step give is not followed")
        batch, *rest = made.dims
        return Spec((batch, inputs.dims[1], *rest), self.compute_dtype)

    def parts(self, inputs: Any, *more: Any, **call: Any) -> Parts:
        yield inner_part(self.layer), (_step(inputs),)


def _step(inputs: Any) -> Spec:
    """One time step of a sequence."""
    x = one_tensor(inputs)
    help = "without a time axis, call the layer itself; with one, the input is (batch, time, …)"
    dims = need_rank(x, least=3, help=help)
    return Spec((dims[0], *dims[2:]), x.dtype)
