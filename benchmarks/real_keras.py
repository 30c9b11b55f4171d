"""Runs a file with the real Keras, statement by statement, and tells what models it made.

Part of `real_models.py`. What the file trains is not trained: a model is built for the data it is
given, and that is all. Statements that fail are passed over, each on its own.
"""

import ast
import contextlib
import linecache
import os
import re
import signal
import sys
import time
import types
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import keras
import tensorflow as tf

from benchmarks import stand_ins

MODELS = 150
"""How many models of one file are looked at."""
_TRAINS = re.compile(
    r"\.fit\w*\(|_on_batch|GradientTape|train_step|apply_gradients|\.predict\(|\.evaluate\(|\.step\("
)
_BUILDS = re.compile(
    r"Dense|Conv|LSTM|GRU|layers|\.add\(|Model\(|Sequential|build|create|make|block|Layer|def |clone"
)
_RENAMED = {
    "tensorflow.python.keras": "tensorflow.keras",
    "tensorflow.contrib.keras": "tensorflow.keras",
    "keras_core": "keras",
}
_TRAINING_TURNS = 3
_LOOP_SECONDS = 3.0
_PACKAGE = os.path.dirname(os.path.dirname(keras.__file__))


class TimeUp(BaseException):
    """The time for one file is over; a `BaseException`, so that the file does not catch it."""


class Recorder:
    """Notes every model and the place in the user's code that made it."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.models: list[tuple[Any, list[Any], bool]] = []
        self.compiles: list[list[Any]] = []

    def watch(self) -> None:
        """Look over the shoulder of Keras's own base class."""
        made, called = keras.layers.Layer.__new__, keras.layers.Layer.__call__
        recorder = self

        def new(cls: type, *args: Any, **kwargs: Any) -> Any:
            layer = made(cls, *args, **kwargs)
            if isinstance(layer, keras.Model) and len(recorder.models) < MODELS:
                recorder.note(layer)
            return layer

        def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
            output = called(layer, *args, **kwargs)
            seen = layer.__dict__.get("seen_shapes", ())
            if len(seen) < 8:
                with contextlib.suppress(Exception):
                    shapes = [shape_of(item) for item in keras.tree.flatten(output)]
                    if shapes not in seen:
                        object.__setattr__(layer, "seen_shapes", (*seen, shapes))
            return output

        keras.layers.Layer.__new__ = new
        keras.layers.Layer.__call__ = call
        compiled = keras.Model.compile

        def compile_(model: Any, *args: Any, **kwargs: Any) -> None:
            with contextlib.suppress(Exception):
                compiled(model, *args, **kwargs)
            object.__setattr__(model, "at_compile", sums(model))

        keras.Model.compile = compile_

    def note(self, model: Any) -> None:
        """Note a model, unless it is one that a `Sequential` keeps for itself."""
        frame: Any = sys._getframe(2)
        direct = True
        while frame is not None:
            name = frame.f_code.co_filename
            if name.endswith("sequential.py") and frame.f_code.co_name != "__new__":
                return
            place = self.place(name, frame.f_lineno)
            if place is not None:
                self.models.append((model, place, direct))
                return
            if frame.f_code.co_name not in ("__new__", "new"):
                direct = False
            frame = frame.f_back

    def place(self, name: str, line: int) -> list[Any] | None:
        """Path, block and line, if a code object is the user's."""
        if name.startswith("<<"):
            block, _, path = name[2:].partition(">>")
            return [path, int(block), line]
        if name.startswith(self.root) and not name.startswith(_PACKAGE):
            return [os.path.normpath(name), 0, line]
        return None

    def report(self) -> list[dict[str, Any]]:
        """The models as they are at the end; of those one call made inside of Keras, the last."""
        found = []
        for index, (model, place, direct) in enumerate(self.models):
            if getattr(model, "spoilt", False):
                continue
            follower = self.models[index + 1] if index + 1 < len(self.models) else None
            if not direct and follower is not None and not follower[2] and follower[1] == place:
                continue
            with contextlib.suppress(Exception):
                found.append({"place": place, **describe(model)})
        return found


def shape_of(value: Any) -> list[int | None]:
    """A shape that JSON can hold."""
    return [None if dim is None else int(dim) for dim in value.shape]


def size(weights: Sequence[Any]) -> int:
    """The parameters in some variables, each once."""
    total = 0
    for weight in {id(weight): weight for weight in weights}.values():
        count = 1
        for dim in weight.shape:
            count *= dim
        total += count
    return total


def sums(model: Any) -> list[int] | None:
    """Trainable and other parameters, or None if the model is not built."""
    empty = not model.weights and not all(layer.built for layer in model.layers)
    if not model.built or empty:
        return None
    return [size(model.trainable_weights), size(model.non_trainable_weights)]


def describe(model: Any) -> dict[str, Any]:
    """A model in plain values."""
    graph = model
    if isinstance(model, keras.Sequential):
        graph = model._functional
    nodes = set(map(id, getattr(graph, "_nodes", ())))
    layers = [
        {
            "name": layer.name,
            "class": type(layer).__name__,
            "model": isinstance(layer, keras.Model),
            "shapes": shapes_in(layer, nodes),
            "calls": list(layer.__dict__.get("seen_shapes", ())),
            "count": size(layer.weights) if layer.built else None,
        }
        for layer in {id(layer): layer for layer in model.layers}.values()
        if not isinstance(layer, keras.layers.InputLayer)
    ]
    return {
        "class": type(model).__name__,
        "kind": "Sequential" if isinstance(model, keras.Sequential) else "",
        "built": bool(model.built),
        "layers": layers,
        "sums": sums(model),
        "at_compile": getattr(model, "at_compile", None),
    }


def shapes_in(layer: Any, nodes: set[int]) -> list[list[int | None]] | None:
    """What a layer gives in the graph of a model."""
    for node in layer._inbound_nodes:
        if id(node) in nodes:
            return [shape_of(tensor) for tensor in node.output_tensors]
    return None


class Loops(ast.NodeTransformer):
    """Ends loops that train after some turns, and others that take long and build nothing."""

    def __init__(self) -> None:
        self.count = 0

    def _cut(self, node: Any) -> Any:
        self.generic_visit(node)
        text = "\n".join(map(ast.unparse, node.body))
        trains, builds = bool(_TRAINS.search(text)), bool(_BUILDS.search(text))
        if builds and not (trains and isinstance(node, ast.While)):
            return node
        self.count += 1
        check = ast.parse(f"if __turn__({id(self)}, {self.count}, {trains}): break").body[0]
        node.body.insert(0, check)
        return ast.fix_missing_locations(ast.copy_location(node, node))

    visit_For = _cut
    visit_While = _cut


class Turns:
    """Counts the turns of loops."""

    def __init__(self) -> None:
        self.turns: Counter[Any] = Counter()
        self.start: dict[Any, float] = {}

    def __call__(self, owner: int, loop: int, trains: bool) -> bool:
        key = owner, loop
        self.turns[key] += 1
        if trains:
            return self.turns[key] > _TRAINING_TURNS
        self.start.setdefault(key, time.process_time())
        return time.process_time() - self.start[key] > _LOOP_SECONDS


def statements(text: str) -> Iterator[ast.stmt]:
    """The statements of a block, those under `if __name__ == "__main__"` and imports singly."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return
    stack = body[::-1]
    while stack:
        statement = stack.pop()
        if isinstance(statement, ast.If) and "__name__" in ast.unparse(statement.test):
            stack.extend(reversed(statement.body))
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            yield from _imports(statement)
        else:
            yield Loops().visit(statement)


def _imports(statement: ast.Import | ast.ImportFrom) -> Iterator[ast.stmt]:
    """Imports of one name each; those from the Keras 2 within TensorFlow are from Keras."""
    for alias in statement.names:
        if isinstance(statement, ast.Import) and alias.name == "keras_core":
            alias = ast.alias("keras", alias.asname or "keras_core")
        single: ast.stmt = ast.Import([alias])
        if isinstance(statement, ast.ImportFrom):
            module = statement.module or ""
            for old, new in _RENAMED.items():
                if module.startswith(old):
                    module = module.replace(old, new, 1)
            single = ast.ImportFrom(module or None, [alias], statement.level)
        yield ast.fix_missing_locations(ast.copy_location(single, statement))


def run(path: str, texts: Sequence[str], root: str, seconds: float) -> dict[str, Any]:
    """Run a file here and now; the process is of no more use afterwards."""
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    recorder = Recorder(root)
    stand_ins.install()
    recorder.watch()
    tf.config.run_functions_eagerly(True)
    module = types.ModuleType("__main__")
    module.__dict__.update(
        __file__=path, __turn__=Turns(), get_ipython=stand_ins.Anything, display=print
    )
    sys.modules["__main__"], sys.argv = module, [path]
    sys.path.insert(0, os.path.dirname(path))
    errors: list[str] = []

    def stop(*_: Any) -> None:
        raise TimeUp

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    done = False
    try:
        for index, text in enumerate(texts):
            name = f"<<{index}>>{path}"
            linecache.cache[name] = (len(text), None, text.splitlines(True), name)
            for statement in statements(text):
                _one(statement, name, module.__dict__, errors)
        done = True
    except TimeUp:
        errors.append("time is up")
    signal.setitimer(signal.ITIMER_PROF, 0)
    return {"models": recorder.report(), "errors": errors, "done": done}


def _one(statement: ast.stmt, name: str, scope: dict[str, Any], errors: list[str]) -> None:
    try:
        tree = ast.Module([statement], [])
        exec(compile(tree, name, "exec"), scope)  # noqa: S102 - to run it is what this is for
    except TimeUp:
        raise
    except BaseException as error:  # noqa: BLE001 - the next statement runs all the same
        words = str(error).strip().replace("\n", " ")[:200]
        errors.append(f"{name}:{getattr(statement, 'lineno', 0)}: {type(error).__name__}: {words}")
        for lost in _spoilt(statement):
            value = scope.pop(lost, None)
            if isinstance(value, keras.Model):
                object.__setattr__(value, "spoilt", True)


def _spoilt(statement: ast.stmt) -> Iterator[str]:
    """The names that do not have the value they should have, since a statement failed."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and node.attr == "add":
            yield from [node.value.id] if isinstance(node.value, ast.Name) else ()
