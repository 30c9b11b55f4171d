"""A script whose calls are found and changed by their place in the syntax tree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

Change = tuple[cst.CSTNode, cst.CSTNode]
"""A node, and what takes its place."""

_TIGHT = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
_COMMA = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def name_of(call: cst.Call) -> str:
    """The last name of what is called: `Dense` of `keras.layers.Dense(1)`."""
    match call.func:
        case cst.Attribute(attr=cst.Name(value=name)) | cst.Name(value=name):
            return name
    return ""


def place_of(call: cst.Call, name: str, place: int | None) -> int | None:
    """Where a call has an argument, by keyword or in its place."""
    for index, argument in enumerate(call.args):
        if argument.keyword and argument.keyword.value == name:
            return index
    if place is None or len(call.args) <= place:
        return None
    before = call.args[: place + 1]
    return None if any(argument.keyword or argument.star for argument in before) else place


def with_argument(call: cst.Call, name: str, text: str, place: int | None = None) -> cst.Call:
    """The call with this argument, in the place of what it has there."""
    value = cst.parse_expression(text)
    arguments = list(call.args)
    at = place_of(call, name, place)
    if at is not None:
        arguments[at] = arguments[at].with_changes(value=value)
    else:
        if arguments:
            arguments[-1] = arguments[-1].with_changes(comma=_COMMA)
        arguments.append(cst.Arg(keyword=cst.Name(name), value=value, equal=_TIGHT))
    return call.with_changes(args=arguments)


def without(call: cst.Call, *names: str) -> cst.Call | None:
    """The call without these keywords, or None where it has none of them."""
    left = [a for a in call.args if not (a.keyword and a.keyword.value in names)]
    return call.with_changes(args=left) if len(left) < len(call.args) else None


class _Collector(cst.CSTVisitor):
    def __init__(self) -> None:
        self.calls: list[cst.Call] = []
        self.assigned: list[cst.BaseAssignTargetExpression] = []
        self.operations: list[cst.BinaryOperation] = []
        self.dicts: list[cst.Dict] = []
        self.lines: list[cst.SimpleStatementLine] = []

    def visit_Dict(self, node: cst.Dict) -> None:
        self.dicts.append(node)

    def visit_Call(self, node: cst.Call) -> None:
        self.calls.append(node)

    def visit_AssignTarget(self, node: cst.AssignTarget) -> None:
        self.assigned.append(node.target)

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        self.operations.append(node)

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> None:
        self.lines.append(node)


@dataclass(frozen=True)
class Script:
    """A script, with what the mistakes are put into; `calls` as they stand in it."""

    text: str

    @cached_property
    def _wrapper(self) -> MetadataWrapper:
        return MetadataWrapper(cst.parse_module(self.text), unsafe_skip_copy=True)

    @cached_property
    def nodes(self) -> _Collector:
        """All calls, assigned targets, operations and lines, from the top."""
        found = _Collector()
        self._wrapper.module.visit(found)
        positions = self._wrapper.resolve(PositionProvider)
        for nodes in (found.calls, found.lines):
            nodes.sort(key=lambda node: (positions[node].start.line, positions[node].start.column))
        return found

    def code(self, node: cst.CSTNode) -> str:
        return self._wrapper.module.code_for_node(node)

    def changed(self, changes: Sequence[Change]) -> str:
        """The text with every one of these changes."""
        module: cst.Module = self._wrapper.module
        for old, new in changes:
            module = cst.ensure_type(module.deep_replace(old, new), cst.Module)
        return module.code

    def value(self, call: cst.Call, name: str, place: int | None = None) -> str | None:
        """The text of an argument, None where the call does not have it."""
        at = place_of(call, name, place)
        return None if at is None else self.code(call.args[at].value)

    def word(self, call: cst.Call, name: str, place: int | None = None) -> str:
        """The last name in an argument: `relu` of `"relu"` and of `keras.activations.relu`."""
        found = re.fullmatch(r"['\"]?(?:\w+\.)*(\w+)['\"]?", self.value(call, name, place) or "")
        return found[1] if found else ""

    def named(self, *names: str) -> list[cst.Call]:
        return [call for call in self.nodes.calls if name_of(call) in names]

    @cached_property
    def compiles(self) -> list[cst.Call]:
        """The calls of `compile` with a loss."""
        calls = [c for c in self.named("compile") if isinstance(c.func, cst.Attribute)]
        return [call for call in calls if self.value(call, "loss", 1)]

    @cached_property
    def fits(self) -> list[cst.Call]:
        return [
            call
            for call in self.named("fit", "fit_generator")
            if isinstance(call.func, cst.Attribute)
            and any(self.value(call, name) for name in ("epochs", "batch_size", "validation_data"))
        ]

    @cached_property
    def outputs(self) -> list[cst.Call]:
        """The last `Dense` before each call of `compile`."""
        found = []
        for compiled in self.compiles:
            before = self.nodes.calls[: self.nodes.calls.index(compiled)]
            dense = [call for call in before if name_of(call) == "Dense"]
            if dense and dense[-1] not in found:
                found.append(dense[-1])
        return found
