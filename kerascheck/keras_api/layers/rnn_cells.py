"""One step of a recurrent layer."""

from collections.abc import Iterator
from typing import Any, ClassVar

from kerascheck.keras_api import graph
from kerascheck.keras_api.layers.recurrence import Cell, Sizes, inner_part
from kerascheck.values import Bool, Float, Int, Layer, Spec, Specs, UndeterminedError, Value


class SimpleRNNCell(Cell):
    """One step of `SimpleRNN`."""

    units: Int
    activation: Value = "tanh"
    use_bias: Bool = True
    kernel_initializer: Value = "glorot_uniform"
    recurrent_initializer: Value = "orthogonal"
    bias_initializer: Value = "zeros"
    kernel_regularizer: Value = None
    recurrent_regularizer: Value = None
    bias_regularizer: Value = None
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    seed: Value = None


class LSTMCell(Cell):
    """One step of `LSTM`."""

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
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    seed: Value = None


class GRUCell(Cell):
    """One step of `GRU`."""

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
    kernel_constraint: Value = None
    recurrent_constraint: Value = None
    bias_constraint: Value = None
    dropout: Float = 0.0
    recurrent_dropout: Float = 0.0
    reset_after: Bool = True
    seed: Value = None

    def bias_shape(self, width: Int) -> tuple[Int, ...]:
        # A bias of its own for the recurrent kernel, as in cuDNN.
        return (2, width) if self.reset_after else (width,)


class StackedRNNCells(Layer):
    """Several cells, one above the other."""

    cells: Value

    @property
    def stack(self) -> list[Any]:
        """The cells; undetermined if one of them is not a cell of Keras."""
        if not isinstance(self.cells, (list, tuple)) or not self.cells:
            raise UndeterminedError("the cells are not known")
        return [known_cell(cell) for cell in self.cells]

    @property
    def state_sizes(self) -> Sizes:
        """The widths of the states: a number or, for cells with several states, a list each."""
        return [_state_size(cell) for cell in self.stack]

    @property
    def output_size(self) -> Int:
        """The width of what the uppermost cell gives."""
        size: Int = self.stack[-1].output_size
        return size

    def output(self, inputs: Any, states: Any = None, **call: Any) -> Specs:
        """One step through all cells: the output, and the new states of each cell."""
        if not isinstance(states, (list, tuple)) or len(states) != len(self.stack):
            raise UndeterminedError("the states of the cells are not known")
        new: list[Any] = []
        for cell, old in zip(self.stack, states, strict=True):
            single = isinstance(old, Spec)
            inputs, state = graph.call(cell, (inputs, [old] if single else old), {})
            new.append(state[0] if single and len(state) == 1 else state)
        return inputs, new[0] if len(new) == 1 else new

    def parts(self, inputs: Any, states: Any = None, **call: Any) -> Iterator[tuple[Layer, Any]]:
        batch, dtype = inputs.dims[0], self.compute_dtype
        for cell in self.stack:
            yield cell, (inputs,)
            inputs = Spec((batch, cell.output_size), dtype)


def known_cell(value: Value) -> Any:
    """A cell whose formula is known; undetermined for cells of the script."""
    cell = inner_part(value)
    if isinstance(cell, (Cell, StackedRNNCells)):
        return cell
    raise UndeterminedError("what the cell does is not followed")


def _state_size(cell: Any) -> Any:
    """The size as the cell has it in `state_size`: a number where it has one state."""
    sizes = cell.state_sizes
    return sizes[0] if isinstance(cell, Cell) and len(sizes) == 1 else sizes
