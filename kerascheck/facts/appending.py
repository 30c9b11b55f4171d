"""What a loop of which not every turn is followed appends to a list: classes in turn, windows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kerascheck.facts.standard_trees import parse
from kerascheck.facts.windows import slides
from kerascheck.values import More, Site, Unknown, Value

if TYPE_CHECKING:
    import libcst as cst

    from kerascheck.facts.interpreter import Interpreter

_FOLDERS = re.compile(r"(sorted\()?(os\.)?listdir\(")
"""The names in a folder: no two of them are equal."""
_QUICK = re.compile(r"\.append\(\s*[\w.'\"]+([\[(][\w.'\"]*[\])])?\s*\)")
"""Calls of which the argument may be the same in each turn; the syntax tree tells for sure."""
_PAIR = re.compile(r"\.append\(\s*[\[(]")
"""Calls of which the argument may be a sample and its label."""
_WINDOW = re.compile(r"\.append\([^:]*[\w.]+\[[^\]]*:|\.append\(\s*(np\.array\()?\w+\W*\)$")
"""Calls of which the argument may be a slice, or a name for one."""


def order(run: Interpreter, site: Site) -> str:
    """How the items that a call of `append` adds in the running loops follow each other.

    `same` if each turn adds the same value, `classes` if the innermost loop does and the loop
    around it has another value in each turn, `windows` if they are windows that slide over a
    series and overlap; else, and if it is not certain, an empty text. For a sample and its label it
    is that of the label, with its place: `same:1`.
    """
    loops = run.open_loops[run.frame.open_loops :]
    alone = bool(loops) and bool(_QUICK.search(site.text) or _WINDOW.search(site.text))
    if not loops or not (alone or _PAIR.search(site.text)):
        return ""
    call = _parse(site.text)
    match call.body if call is not None else []:
        case [ast.Expr(ast.Call(ast.Attribute(receiver), [added]))]:
            trees = [_loop(run, node) for node in loops]
            match trees[-1]:
                case ast.For(target=counter, iter=turns, body=body) if alone and slides(
                    run, counter, turns, body, added
                ):
                    return "windows"
            if len(loops) == len(run.open_loops):
                if not all(tree is not None and _only(tree, receiver, added) for tree in trees):
                    return ""
                if isinstance(added, (ast.Tuple, ast.List)) and len(added.elts) > 1:
                    found = _by_class(run, trees, added.elts[-1])
                    return f"{found}:{len(added.elts) - 1}" if found else ""
                return _by_class(run, trees, added) or _of_pairs(run, trees, added)
    return ""


def others_of(run: Interpreter, site: Site) -> int | None:
    """How many items a call of `append` adds in the turns of its loop that are not followed.

    None unless each turn calls it once, and nothing else happens to the list.
    """
    match run.open_loops, run.open_turns:
        case [node], [int(turns)] if run.frame.open_loops == 0:
            call, loop = _parse(site.text), _loop(run, node)
            match call.body if call is not None else []:
                case [ast.Expr(ast.Call(ast.Attribute(receiver), [added]))] if (
                    loop is not None and _each_turn(loop, receiver, added)
                ):
                    return turns - 1
    return None


@lru_cache(maxsize=256)
def _each_turn(loop: ast.For | ast.While, receiver: ast.expr, added: ast.expr) -> bool:
    """Whether the lines of a loop append this, once and whatever else happens."""
    leaving = (ast.Break, ast.Continue, ast.Return, ast.Raise)
    if not _only(loop, receiver, added) or any(isinstance(n, leaving) for n in ast.walk(loop)):
        return False
    lines = [line.value for line in loop.body if isinstance(line, ast.Expr)]
    calls = [call for call in lines if _appends(call, receiver, added)]
    whole = [node for node in ast.walk(loop) if _appends(node, receiver, added)]
    return len(calls) == len(whole) == 1


def _appends(node: ast.AST, receiver: ast.expr, added: ast.expr) -> bool:
    match node:
        case ast.Call(ast.Attribute(owner, "append"), [argument], []):
            same = ast.dump(argument) == ast.dump(added)
            return same and _path(owner) == _path(receiver)
    return False


def _by_class(
    run: Interpreter, trees: Sequence[ast.For | ast.While | None], label: ast.expr
) -> str:
    changes = [tree is None or _changes(tree, label) for tree in trees]
    outer = trees[0]
    if changes == [True, False] and outer is not None and _distinct(run, outer, label):
        return "classes"
    return "" if any(changes) else "same"


def paired(items: Sequence[Value]) -> tuple[str, int] | None:
    """How the labels of a list of samples and labels follow each other, and their place.

    The list has a known item and what stands for those after it by turns.
    """
    first = items[1] if len(items) > 1 else None
    if not isinstance(first, More) or ":" not in first.order:
        return None
    rows, rest = items[::2], items[1::2]
    same = all(isinstance(item, More) and item.order == first.order for item in rest)
    if len(rows) != len(rest) or not same or not all(isinstance(r, (list, tuple)) for r in rows):
        return None
    found, _, place = first.order.partition(":")
    return found, int(place)


def _of_pairs(
    run: Interpreter, trees: Sequence[ast.For | ast.While | None], added: ast.expr
) -> str:
    """The order of labels that a loop takes out of a list of samples and labels."""
    match trees, added:
        case [ast.For(ast.Tuple(parts), ast.Name(source)) as loop], ast.Name(name):
            known = _pairs_in(run, source)
            place = [isinstance(part, ast.Name) and part.id == name for part in parts]
            if known is not None and place.count(True) == 1 == list(_bound(loop)).count(name):
                return known[0] if place.index(True) == known[1] else ""
    return ""


def _pairs_in(run: Interpreter, name: str) -> tuple[str, int] | None:
    scope = run.scope.find(name)
    held = None if scope is None else scope.names[name]
    return paired(held) if isinstance(held, list) else None


def labels_of(run: Interpreter, text: str, values: Sequence[Value]) -> list[Value] | None:
    """The labels that `[row[1] for row in rows]` takes out of a list of samples and labels.

    `values` is what the comprehension gives for each item of the list; None for all else.
    """
    tree = _parse(text)
    match tree.body if tree is not None else []:
        case [ast.Expr(ast.ListComp(taken, [ast.comprehension(target, ast.Name(source), [])]))] if (
            known := _pairs_in(run, source)
        ) is not None and len(values) % 2 == 0:
            found, place = known
            match target, taken:
                case ast.Name(row), ast.Subscript(ast.Name(of), ast.Constant(int(index))):
                    mine = row == of and index == place
                case ast.Tuple(parts), ast.Name(name):
                    names = [part.id if isinstance(part, ast.Name) else "" for part in parts]
                    mine = len(names) > place and names[place] == name
                case _:
                    mine = False
            scope = run.scope.find(source)
            held = scope.names[source] if scope is not None and mine else None
            if isinstance(held, list) and len(held) == len(values):
                rest = [More(more.why, more.site, found) for more in held[1::2]]
                return [v for pair in zip(values[::2], rest, strict=True) for v in pair]
    return None


def _loop(run: Interpreter, node: cst.CSTNode) -> ast.For | ast.While | None:
    """A loop as a tree of the standard library, which is quicker to look through."""
    assert run.locator is not None
    tree = _parse(run.locator.text(node))
    match tree.body if tree is not None else []:
        case [ast.For() | ast.While() as loop]:
            return loop
    return None


_parse = lru_cache(maxsize=256)(parse)
"""The same tree for the same text: every turn of a loop asks for it anew."""


@lru_cache(maxsize=256)
def _only(loop: ast.For | ast.While, receiver: ast.expr, added: ast.expr) -> bool:
    """Whether the loop does nothing with the list but append this."""
    mine, value = _path(receiver), ast.dump(added)
    mentions = appends = 0
    for node in ast.walk(loop):
        if isinstance(node, (ast.Name, ast.Attribute)):
            mentions += _path(node) == mine
        match node:
            case ast.Call(ast.Attribute(owner, "append"), [argument], []):
                appends += _path(owner) == mine and ast.dump(argument) == value
    return 0 < appends == mentions


def _path(node: ast.expr) -> str:
    """A name or a chain of attributes as it is written; empty for all else."""
    if isinstance(node, ast.Name):
        return node.id
    owner = _path(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{owner}.{node.attr}" if owner and isinstance(node, ast.Attribute) else ""


@lru_cache(maxsize=256)
def _changes(loop: ast.For | ast.While, added: ast.expr) -> bool:
    """Whether the value may be another one in another turn."""
    names = set()
    for node in ast.walk(added):
        match node:
            case ast.Name(name):
                names.add(name)
            case ast.Call(ast.Name("int" | "str" | "float") | ast.Attribute(attr="index")):
                pass
            case ast.Constant() | ast.Attribute() | ast.Subscript() | ast.expr_context():
                pass
            case _:
                return True
    return bool(names & set(_bound(loop)))


def _bound(loop: ast.For | ast.While) -> Iterator[str]:
    """The names that a loop assigns, or of whose values it calls methods for what these do."""
    for node in ast.walk(loop):
        match node:
            case ast.Name(name, ast.Store() | ast.Del()):
                yield name
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                yield from _root(node)
            case ast.Expr(ast.Call(ast.Attribute(owner))):
                yield from _root(owner)


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _distinct(run: Interpreter, loop: ast.For | ast.While, added: ast.expr) -> bool:
    """Whether the value is a name that stands for another class in each turn of the loop."""
    if not isinstance(loop, ast.For) or not isinstance(added, ast.Name):
        return False
    name = added.id
    if list(_bound(loop)).count(name) != 1:
        return False
    match loop.target, loop.iter:
        case ast.Tuple([ast.Name(number), ast.Name(item)]), ast.Call(
            ast.Name("enumerate"), [of, *_]
        ):
            if name == number:
                return True
        case ast.Name(item), of:
            pass
        case _:
            return False
    if name == item:
        return _folders(run, of)
    return any(_made(run, line, name, item, of) for line in loop.body)


def _made(run: Interpreter, line: ast.stmt, name: str, item: str, of: ast.expr) -> bool:
    """Whether a statement of the loop gives the name a value that it has in no other turn."""
    match line:
        case ast.AugAssign(ast.Name(counter), ast.Add(), ast.Constant(int(step))):
            return counter == name and step > 0
        case ast.Assign(
            [ast.Name(place)], ast.Call(ast.Attribute(names, "index"), [ast.Name(sought)])
        ):
            same = ast.dump(names) == ast.dump(of)
            return place == name and sought == item and same and _folders(run, of)
    return False


def _folders(run: Interpreter, of: ast.expr) -> bool:
    """Whether these are the names in a folder."""
    if isinstance(of, ast.Name):
        scope = run.scope.find(of.id)
        value = None if scope is None else scope.names[of.id]
        made = value.site if isinstance(value, Unknown) else None
        return made is not None and _FOLDERS.match(made.text) is not None
    return _FOLDERS.match(ast.unparse(of)) is not None


def comprehended(run: Interpreter, text: str) -> str:
    """The same for a list comprehension of which not every item is known: `windows` or nothing."""
    if ":" not in text:
        return ""
    tree = _parse(text)
    match tree.body if tree is not None else []:
        case [ast.Expr(ast.ListComp(item, [ast.comprehension(counter, turns, [])]))] if slides(
            run, counter, turns, [], item
        ):
            return "windows"
    return ""
