"""What the statements of a block change, as far as their text tells."""

from collections.abc import Iterator, Sequence

import libcst as cst

_FILLING = frozenset({"append", "extend", "insert", "add", "update", "setdefault", "appendleft"})
"""Methods that put something into a container."""


def entries(body: Sequence[cst.CSTNode]) -> Iterator[tuple[str, str]]:
    """The entries of dicts that a block assigns, by the names of the dicts and their keys."""
    for node in within(body):
        targets: list[cst.BaseExpression] = []
        if isinstance(node, cst.AugAssign):
            targets = [node.target]
        elif isinstance(node, cst.Assign):
            targets = [target.target for target in node.targets]
        for target in targets:
            match target:
                case cst.Subscript(
                    value=cst.Name(value=name),
                    slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as key))],
                ):
                    text = key.evaluated_value
                    if isinstance(text, str):
                        yield name, text


def changed(body: Sequence[cst.CSTNode]) -> set[str]:
    """The names that a block assigns, or whose containers it fills."""
    names: set[str] = set()
    for node in within(body):
        if isinstance(node, cst.AugAssign) and isinstance(node.target, cst.Name):
            names.add(node.target.value)
        elif isinstance(node, cst.Assign):
            for target in node.targets:
                names |= _target(target.target)
        else:
            names |= _filled(node)
    return names


def assigned(body: Sequence[cst.CSTNode]) -> set[str]:
    """The names that a block itself gives a value, those of loops left out."""
    names: set[str] = set()
    for node in within(body):
        for target in node.targets if isinstance(node, cst.Assign) else ():
            names |= _plain(target.target)
        if isinstance(node, (cst.AugAssign, cst.AnnAssign)):
            names |= _plain(node.target)
    return names


def _plain(node: cst.BaseExpression) -> set[str]:
    """The names in a target, those of which it is an element left out."""
    if isinstance(node, (cst.Tuple, cst.List)):
        return {name for element in node.elements for name in _plain(element.value)}
    return {node.value} if isinstance(node, cst.Name) else set()


def filled(body: Sequence[cst.CSTNode]) -> set[str]:
    """The names whose containers a block fills with a method, such as `append`."""
    return {name for node in within(body) for name in _filled(node)}


def _filled(node: cst.CSTNode) -> set[str]:
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.Call):
        function = node.value.func
        if isinstance(function, cst.Attribute) and function.attr.value in _FILLING:
            return _target(function.value)
    return set()


def within(body: Sequence[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """The small statements of a block and of the blocks in it, but not of functions and classes."""
    stack = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, cst.SimpleStatementLine):
            yield from node.body
        elif isinstance(node, (cst.If, cst.For, cst.While, cst.With, cst.Try)):
            stack.extend(node.body.body)
            orelse = getattr(node, "orelse", None)
            if isinstance(orelse, cst.If):
                stack.append(orelse)
            elif orelse is not None:
                stack.extend(orelse.body.body)
            for handler in getattr(node, "handlers", ()):
                stack.extend(handler.body.body)
        else:
            yield node


def _target(node: cst.BaseExpression) -> set[str]:
    """The names in a target: of itself, of what it is an element of, of all it unpacks to."""
    if isinstance(node, cst.Name):
        return {node.value}
    if isinstance(node, cst.Subscript):
        return _target(node.value)
    if isinstance(node, (cst.Tuple, cst.List)):
        return {name for element in node.elements for name in _target(element.value)}
    return set()
