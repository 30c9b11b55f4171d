"""Runs what is left of a script, statement by statement, and tells of the models that it makes.

`executing.py` has `contained.py` start it in the sandbox, with the name of a file as argument:
the job, one JSON object. It needs the standard library and the user's Keras, and the files beside
it, which it loads by their paths. What it tells are JSON objects, an object a line, each with the
secret of the job: `ready` or `no-keras`, `model` for each model as it is compiled, fitted and at
the end, `failed` for each statement that fails, and `done`.

The script runs in this process and can change all of this. What is told is a claim.
"""

# As in `worker.py`: Keras is not there when types are checked.
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, no-check-untyped-defs, disable-error-code="import-untyped,import-not-found"

import ast
import builtins
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import sys
import types
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent
_PARTS = ("rewriting", "ledger", "standins", "gate", "interception", "records", "worker")
RESULTS = "KERASCHECK_RESULTS"
_OLD = {
    "CuDNNLSTM": "LSTM",
    "CuDNNGRU": "GRU",
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution3D": "Conv3D",
    "AtrousConvolution2D": "Conv2D",
    "Deconvolution2D": "Conv2DTranspose",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "InputSpec": "InputSpec",
}
"""Layers of Keras 1 and 2 whose place another one has taken."""
_PREFIXES = ("tensorflow.keras", "tensorflow.python.keras", "tf_keras", "keras_core", "keras")
_HOMES = (
    "", "layers", "models", "optimizers", "losses", "metrics", "utils", "callbacks", "ops", "backend",
    "regularizers", "initializers", "constraints", "activations", "applications", "preprocessing",
    "saving", "datasets", "optimizers.schedules", "preprocessing.image", "preprocessing.sequence",
    "preprocessing.text", "random",
)  # fmt: skip


def load(name):
    """A file beside this one, as a module."""
    path = _FOLDER / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"kerascheck_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class Run:
    """One script on its way."""

    def __init__(self, job, keras, parts, say):
        self.job, self.keras, self.say = job, keras, say
        names = ("rewriting", "standins", "worker")
        self.rewriting, self.standins, self.worker = (parts[name] for name in names)
        self.files = {f"<block {number}>" for number in range(len(job["texts"]))}
        self.hooks = parts["interception"].Hooks(
            keras, parts, self.files.__contains__, job["renames"], say
        )
        self.hooks.folders = tuple(job["folders"])
        self.patches = set()
        self.holders = parts["interception"].holders
        gate = parts["gate"].Gate(self.hooks)
        self.ledger = parts["ledger"].Ledger(self.hooks, gate.call, self)
        self.hooks.ledger = self.ledger
        self.standins.leak = self.ledger.leak
        self.prepare()

    def prepare(self):
        """Put stand-ins in place of readers of data, and finders in place of what is missing."""
        standins, keras = self.standins, self.keras
        self.patch()
        for name in ("_IMAGES", "_TEXTS", "_TABLES"):
            for known in getattr(standins, name):
                module = getattr(keras.datasets, known, None)
                if module is not None:
                    module.load_data = standins.dataset(known)
                    if known in standins._TEXTS:
                        module.get_word_index = self.reader(f"the words of {known}")
        layers = keras.layers
        keras.optimizers.legacy = keras.optimizers.experimental = keras.optimizers
        if not hasattr(layers, "experimental"):
            layers.experimental = types.SimpleNamespace(preprocessing=layers)
        for old, new in _OLD.items():
            if not hasattr(layers, old) and hasattr(layers, new):
                setattr(layers, old, getattr(layers, new))
        for name in ("get_session", "set_session", "learning_phase", "set_learning_phase", "function",
                     "get_value", "set_value", "set_image_dim_ordering"):  # fmt: skip
            if not hasattr(keras.backend, name):
                setattr(keras.backend, name, self.reader(f"`K.{name}`, which Keras 3 has not"))
        for name in dir(keras.ops):
            if not name.startswith("_") and not hasattr(keras.backend, name):
                setattr(keras.backend, name, getattr(keras.ops, name))
        absent = {"tensorflow", "tensorflow_datasets", "tensorflow_hub", "matplotlib", "seaborn"}
        if keras.backend.backend() == "tensorflow":
            absent -= {"tensorflow"}
        self.finder = standins.StubFinder(self.files.__contains__, absent)
        sys.meta_path.insert(0, Local(self, self.job["folders"]))
        sys.meta_path.insert(0, Absent(self.finder))
        sys.meta_path.append(self.finder)

    def reader(self, why):
        return lambda *args, **kwargs: self.standins.Standin(why)

    def patched(self, name, module):
        """Put stand-ins in place of the functions of a module that read data."""
        for function in self.standins.READERS.get(name, "").split():
            if function == "plot_model":
                setattr(module, function, lambda *args, **kwargs: None)
            elif hasattr(module, function):
                setattr(module, function, self.reader(f"what `{function}` reads"))

    # Imports.

    def star(self, path, space):
        """Do what `from path import *` does to a namespace."""
        rest = keras_path(path)
        if rest is not None:
            found = self.walked(rest)
        else:
            found = importlib.import_module(path.lstrip("."))
            self.patch()
        names = getattr(found, "__all__", None)
        if not isinstance(names, (list, tuple)):
            names = [name for name in vars(found) if not name.startswith("_")]
        space.update({name: getattr(found, name) for name in names if hasattr(found, name)})

    def bring(self, path, renamed, tried):
        """What `import path` binds: the root, or with `as` the module itself."""
        rest = keras_path(path)
        if rest is not None and (renamed or "." not in path):
            return self.walked(rest)
        module = self.imported(path, tried)
        return module if renamed else sys.modules[path.partition(".")[0]]

    def imported(self, path, tried):
        """A module, or a stub for one that is not there, unless a handler waits for that."""
        module = importlib.import_module(path)
        self.patch()
        root = path.partition(".")[0]
        if tried and isinstance(module, self.standins.Stub) and root not in self.finder.absent:
            raise ModuleNotFoundError(f"No module named '{root}'", name=root)
        return module

    def take(self, path, name, tried):
        """What `from path import name` gives, wherever it is now."""
        rest = keras_path(path)
        if rest is not None:
            return self.of_keras(rest, name)
        if path == "tensorflow" and name == "keras":
            return self.keras
        absolute = path.lstrip(".")
        if not absolute:
            return importlib.import_module(name)
        module = self.imported(absolute, tried)
        if hasattr(module, name):
            return getattr(module, name)
        try:
            return importlib.import_module(f"{absolute}.{name}")
        except ImportError:
            raise ImportError(f"cannot import name '{name}' from '{path}'") from None

    def patch(self):
        """Put stand-ins in place of readers of data of what is imported by now."""
        tensorflow = sys.modules.get("tensorflow")
        if tensorflow is not None:
            # By another name it has other modules, in which nothing would be intercepted.
            tensorflow.__dict__["keras"] = self.keras
        for name in self.standins.READERS:
            if name in sys.modules and name not in self.patches:
                self.patches.add(name)
                self.patched(name, sys.modules[name])

    def walked(self, path):
        """A module of Keras; of one that is gone, such as `layers.core`, what it was part of."""
        found = self.keras
        for part in filter(None, path.split(".")):
            inner = getattr(found, part, None)
            if inner is None:
                break
            found = inner
        return found

    def of_keras(self, path, name):
        """A name of Keras: where the script looks for it, else where it has gone to."""
        places = [path, *_HOMES]
        for place in places:
            found = self.keras
            for part in filter(None, place.split(".")):
                found = getattr(found, part, None)
            if found is not None and hasattr(found, name):
                return getattr(found, name)
        if name == "np_utils":
            return self.keras.utils
        if path == "" and name in ("tensorflow_backend", "engine"):
            return self.keras.backend
        raise ImportError(f"cannot import name '{name}' from 'keras{'.' if path else ''}{path}'")

    # Running.

    def run(self):
        """Run all blocks; returns when the script is at its end."""
        names = {"__name__": "__main__", "__doc__": None, "__builtins__": builtins}
        main = types.ModuleType("__main__")
        main.__dict__.update(names)
        main.__kerascheck_own__ = True
        sys.modules["__main__"] = main
        space = main.__dict__
        space["__file__"] = self.job["path"]
        sys.argv = Arguments([self.job["path"]], self.standins)
        sys.path.insert(0, "")
        trees = [parsed(text) for text in self.job["texts"]]
        reads = set().union(*map(self.rewriting.undefined, trees))
        space[self.rewriting.HOOKS] = self.ledger
        # What is written later may have been written in what was cut away before, too.
        for name in reads:
            space[name] = self.missing(name)
        for number, tree in enumerate(trees):
            self.execute(tree, f"<block {number}>", space)

    def execute(self, tree, file, space):
        """Rewrite one block and run it."""
        if not tree.body:
            return
        rewriter = self.rewriting.Rewriter(file, self.ledger.statements)
        code = compile(rewriter.module(tree), file, "exec", dont_inherit=True)
        exec(code, space)  # noqa: S102 - this is what it is for, in the sandbox

    def missing(self, name):
        """What stands for a name that nobody gives a value: a class of Keras, or a stand-in."""
        try:
            return self.of_keras("", name)
        except ImportError:
            return self.standins.Standin(f"`{name}`, which is not defined in what was run")

    def models(self):
        """Tell of all models that are whole, as they are at the end."""
        seen = list(self.hooks.models.values())
        inner = {
            id(part)
            for item in seen
            for part in self.worker.layers_in(self.keras, item.model)
            if part is not item.model
        }
        space = sys.modules["__main__"].__dict__
        for item in seen:
            item.named(self.holders(space, item.model))
            if id(item.model) not in inner or item.compiled or item.fitted:
                self.hooks.tell(item.model)


def keras_path(path):
    """The rest of a path into Keras by any of its names; None if it is none."""
    for prefix in _PREFIXES:
        if path == prefix or path.startswith(f"{prefix}."):
            return path[len(prefix) :].strip(".")
    return None


class Arguments(list[object]):
    """`sys.argv` of a script that is given none: whatever it asks for is a stand-in."""

    def __init__(self, items, standins):
        super().__init__(items)
        self.standins = standins

    def __getitem__(self, key):
        if isinstance(key, int) and key >= len(self):
            return self.standins.Standin(f"argument {key} of the command line")
        return super().__getitem__(key)


class Absent(importlib.abc.MetaPathFinder):
    """Finds stubs for packages that are not to be imported, even if they are there."""

    def __init__(self, stubs):
        self.stubs = stubs

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in self.stubs.absent or not self.stubs.asked():
            return None
        return importlib.util.spec_from_loader(name, self.stubs, is_package=True)


class Local(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that lie beside the script; they run statement by statement, too."""

    def __init__(self, run, folders):
        self.run, self.folders = run, folders

    def find_spec(self, name, path=None, target=None):
        if not self.run.finder.asked():
            return None
        for folder in self.folders:
            stem = os.path.join(folder, *name.split("."))
            for file, package in ((f"{stem}.py", False), (os.path.join(stem, "__init__.py"), True)):
                if os.path.isfile(file):
                    return importlib.util.spec_from_loader(
                        name, self, origin=file, is_package=package
                    )
            if os.path.isdir(stem) and not importlib.machinery.PathFinder.find_spec(name, path):
                return importlib.util.spec_from_loader(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        file = module.__spec__.origin
        module.__kerascheck_own__ = True
        if file is None:
            return
        module.__file__ = file
        self.run.files.add(file)
        with open(file, encoding="utf-8", errors="replace") as source:
            tree = parsed(source.read())
        module.__dict__[self.run.rewriting.HOOKS] = self.run.ledger
        self.run.execute(tree, file, module.__dict__)


def parsed(text):
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])


def fingerprint(keras):
    """What Keras's classes are made of, to see whether the script has changed it."""
    found = {}
    kinds = [value for value in vars(keras.layers).values() if isinstance(value, type)]
    for kind in [*kinds, keras.Model, keras.Sequential, keras.Operation, keras.Variable]:
        for base in kind.__mro__:
            if base.__module__.startswith("keras") and base not in found:
                found[base] = {
                    name: value
                    for name, value in vars(base).items()
                    if isinstance(value, (types.FunctionType, property, staticmethod, classmethod))
                }
    return found


def changed(before, after):
    """The first thing of Keras that is no longer what it was; empty if all is."""
    for kind, members in before.items():
        for name, value in members.items():
            if after.get(kind, {}).get(name) is not value:
                return f"{kind.__name__}.{name}"
    return ""


def main():
    """Do the job that the argument names."""
    channel = int(os.environ.pop(RESULTS))
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    os.unlink(sys.argv[1])
    secret = job.pop("secret")

    def say(message):
        text = json.dumps({**message, "secret": secret}, default=str)
        data = f"{text}\n".encode("utf-8", "replace")
        while data:
            data = data[os.write(channel, data) :]

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    parts = {name: load(name) for name in _PARTS}
    worker = parts["worker"]
    keras, ready = worker.start(job["options"])
    say(ready)
    if keras is None:
        return
    if keras.backend.backend() != "numpy":
        worker.guard(keras, job["options"]["limit"])
    run = Run(job, keras, parts, say)
    before = fingerprint(keras)
    ended = ""
    try:
        run.run()
    except BaseException as error:  # noqa: BLE001 - whatever the script does, it is told
        ended = f"{type(error).__name__}: {error}"[:300]
    run.models()
    touched = changed(before, fingerprint(keras))
    say({"event": "done", "ended": ended, "changed": touched, "spellings": run.hooks.spellings,
         "missing": sorted(run.finder.met)[:50]})  # fmt: skip
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
