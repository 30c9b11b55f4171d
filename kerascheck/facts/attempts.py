"""Code that is written to fail: in `try` blocks, and in tests of errors."""

import libcst as cst

_RAISES = frozenset({"raises", "assertRaises", "assertRaisesRegex", "suppress"})


def expects(node: cst.BaseExpression) -> bool:
    """Whether a context manager expects an exception, as `pytest.raises(…)` does."""
    if not isinstance(node, cst.Call):
        return False
    function = node.func
    name = function.attr if isinstance(function, cst.Attribute) else function
    return isinstance(name, cst.Name) and name.value in _RAISES


_MISTAKES = frozenset({"ValueError", "TypeError", "AttributeError", "Exception"})
"""What Keras raises when it refuses something, and what catches it."""
_SHORT = 3
"""A `try` around more statements than this guards a whole program, not one attempt."""


def attempts(node: cst.Try | cst.TryStar) -> bool:
    """Whether a `try` block is there because Keras may refuse what stands in it."""
    caught = {name for handler in node.handlers for name in _caught(handler.type)}
    narrow = caught & _MISTAKES - {"Exception"}
    return bool(narrow or (caught & _MISTAKES and len(node.body.body) <= _SHORT))


def _caught(node: cst.BaseExpression | None) -> set[str]:
    if node is None:
        return {"Exception"}
    if isinstance(node, cst.Tuple):
        return {name for element in node.elements for name in _caught(element.value)}
    name = node.attr if isinstance(node, cst.Attribute) else node
    return {name.value} if isinstance(name, cst.Name) else set()
