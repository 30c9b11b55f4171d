"""The operators of Python on tensors, by the name that the trace gives them."""

from kerascheck.keras_api.ops import elementwise, indexing, linear, reshaping
from kerascheck.keras_api.ops.operands import Row

ROWS: tuple[Row, ...] = (
    (elementwise.binary, "x y", "add subtract multiply floor_divide power left_shift right_shift"),
    (elementwise.divided, "x y", "divide"),
    (elementwise.remainder, "x y", "mod"),
    (linear.matmul, "x y", "matmul"),
    (elementwise.compared, "x y", "logical_and logical_or logical_xor"),
    (elementwise.compared, "x y", "equal not_equal less less_equal greater greater_equal"),
    (elementwise.same, "x decimals", "negative absolute abs round"),
    (elementwise.truths, "x", "logical_not"),
    (indexing.getitem, "x key", "getitem"),
    (reshaping.transpose, "x", "transpose"),
    (reshaping.reshape, "x shape=newshape", "reshape"),
    (reshaping.squeeze_one, "x axis", "squeeze"),
)
