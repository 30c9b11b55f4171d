"""What a formula of tensors depends on, and where gradients stop on the way back through it.

The table of operations is from training a model of one layer with each, with the TensorFlow and
the JAX backend of Keras 3.15.1: TensorFlow refuses to train ("No gradients provided for any
variable"), but for `sign`; JAX goes on and changes nothing.
"""

from collections.abc import Callable, Iterator
from types import EllipsisType, NoneType

from kerascheck.keras_api.words import words
from kerascheck.values import CustomLayer, Data, Operation, Tensor, Unknown, Value

CONSTANT = words(
    "argmax argmin argsort round rint floor ceil trunc sign equal not_equal less less_equal "
    "greater greater_equal logical_and logical_or logical_not logical_xor isnan isinf isfinite "
    "is_nan is_inf is_finite floor_divide floordiv count_nonzero one_hot in_top_k zeros_like "
    "ones_like size shape int_shape ndim rank stop_gradient binary_accuracy categorical_accuracy "
    "sparse_categorical_accuracy top_k_categorical_accuracy sparse_top_k_categorical_accuracy"
)
"""Operations whose result does not change with a small change of what they are given."""

_INTEGER = ("int", "uint", "bool")
_SELECTING = frozenset({"where", "switch"})
"""Functions whose first argument says which of the others to take."""
_CASTING = frozenset({"cast", "astype"})


_PLAIN = (NoneType, bool, int, float, str, bytes, slice, EllipsisType, Data)
"""Values that have no tensor in them."""


def leaves(value: Value, *, gradient: bool = False) -> Iterator[Tensor | Unknown]:
    """What a formula depends on in the end: tensors that nothing made, and what is not known.

    With `gradient` only what a gradient of the formula reaches.
    """
    stack, seen = [value], set()
    while stack:
        part = stack.pop()
        if isinstance(part, Unknown):
            yield part
        elif not isinstance(part, (*_PLAIN, Tensor, dict, list, tuple)) and not _named(part):
            # Such as a function of the script that an operation calls.
            yield Unknown("what an operation is given is not followed")
        elif isinstance(part, dict):
            stack.extend(part.values())
        elif isinstance(part, (list, tuple)):
            stack.extend(part)
        elif isinstance(part, Tensor) and id(part) not in seen:
            seen.add(id(part))
            given = operands(part)
            if not given:
                yield part
            elif not gradient:
                stack.extend(given)
            elif not stops(part):
                skip = part.layer.kind in _SELECTING and len(given) == 3
                stack.extend(given[skip:])


def _named(value: Value) -> bool:
    """Whether a value is a name of a library, such as a dtype."""
    return isinstance(getattr(value, "path", None), str)


def operands(tensor: Tensor) -> list[Value]:
    """What an operation is given by position and name; for a layer, its inputs.

    The code of a layer of the script, and the function of a `Lambda`, may read other tensors, too.
    """
    if isinstance(tensor.layer, CustomLayer) or tensor.layer.kind == "Lambda":
        return [*tensor.inputs, Unknown("what the code of a layer reads besides its inputs")]
    if not isinstance(tensor.layer, Operation):
        return list(tensor.inputs)
    return [*tensor.layer.operands, *tensor.config.values()]


def stops(tensor: Tensor) -> bool:
    """Whether an operation lets no gradient through to any of its arguments."""
    layer = tensor.layer
    if not isinstance(layer, Operation):
        return False
    if layer.name in _CASTING:
        given = tensor.config.get("dtype", layer.operands[1] if len(layer.operands) > 1 else None)
        name = given if isinstance(given, str) else str(getattr(given, "path", ""))
        return name.rpartition(".")[2].startswith(_INTEGER)
    return layer.name in CONSTANT


def parts(value: Value) -> Iterator[Tensor]:
    """All tensors of a formula, the result first."""
    stack, seen = [value], set()
    while stack:
        part = stack.pop(0)
        if isinstance(part, (list, tuple)):
            stack.extend(part)
        elif isinstance(part, Tensor) and id(part) not in seen:
            seen.add(id(part))
            yield part
            stack.extend(operands(part))


_COMMUTATIVE = words(
    "add multiply maximum minimum equal not_equal logical_and logical_or squared_difference mse mae "
    "msle mean_squared_error mean_absolute_error mean_squared_logarithmic_error cosine_similarity "
    "huber log_cosh logcosh"
)
_ASSOCIATIVE = words("add multiply maximum minimum logical_and logical_or")
_EVEN = words("square abs cos cosh l2_loss norm")
_DIFFERENCE = words("subtract sub")


def symmetric(value: Value, one: Tensor, other: Tensor) -> bool:
    """Whether a formula is known to give the same when `one` and `other` change places."""
    plain = _text(value, {id(one): "1", id(other): "2"}.get, {})
    return plain == _text(value, {id(one): "2", id(other): "1"}.get, {})


def _text(value: Value, name: Callable[[int], str | None], known: dict[int, str]) -> str:
    """A formula as text, the arguments of operations with which the order is open in order."""
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_text(item, name, known) for item in value) + "]"
    if not isinstance(value, Tensor):
        return str(getattr(value, "path", "")) or repr(value)
    if id(value) not in known:
        known[id(value)] = name(id(value)) or _operation(value, name, known)
    return known[id(value)]


def _operation(tensor: Tensor, name: Callable[[int], str | None], known: dict[int, str]) -> str:
    layer = tensor.layer
    kind = layer.kind
    given = layer.operands if isinstance(layer, Operation) else tensor.inputs
    terms = [_text(item, name, known) for item in given]
    inner = given[0] if given else None
    if _even(kind, given, terms) and isinstance(inner, Tensor) and inner.layer.kind in _DIFFERENCE:
        pair = inner.layer.operands if isinstance(inner.layer, Operation) else ()
        terms = ["|".join(sorted(_text(item, name, known) for item in pair))] * len(terms)
    elif kind in _COMMUTATIVE:
        if kind in _ASSOCIATIVE:
            terms = [_text(item, name, known) for item in _chained(tensor, kind)]
        terms.sort()
    named = [f"{key}={_text(item, name, known)}" for key, item in sorted(tensor.config.items())]
    return f"{kind}({','.join([*terms, *named])})"


def _chained(tensor: Tensor, kind: str) -> Iterator[Value]:
    """The terms of a sum of sums, from left to right."""
    layer = tensor.layer
    for item in layer.operands if isinstance(layer, Operation) else tensor.inputs:
        if isinstance(item, Tensor) and item.layer.kind == kind:
            yield from _chained(item, kind)
        else:
            yield item


def _even(kind: str, given: tuple[Value, ...], terms: list[str]) -> bool:
    """Whether an operation gives the same for the negative of what it is given."""
    if kind in ("power", "pow") and len(given) == 2:
        power = given[1]
        return isinstance(power, (int, float)) and power % 2 == 0
    return kind in _EVEN or (kind == "multiply" and len(terms) == 2 and terms[0] == terms[1])
