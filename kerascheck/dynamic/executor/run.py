"""One script on its way: what it imports, and its blocks one after the other."""

# As in `worker`: Keras is not there when types are checked.
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, no-check-untyped-defs, disable-error-code="import-untyped,import-not-found"

import builtins
import importlib
import sys
import types

from ..worker import reports
from . import rewriting, standins
from .finders import Absent, Local, parsed
from .gate import Gate
from .interception import Hooks, holders
from .ledger import Ledger

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


class Run:
    """One script on its way."""

    def __init__(self, job, keras, say):
        self.job, self.keras, self.say = job, keras, say
        self.files = {f"<block {number}>" for number in range(len(job["texts"]))}
        self.hooks = Hooks(keras, self.files.__contains__, job["renames"], say)
        self.hooks.folders = tuple(job["folders"])
        self.patches = set()
        self.ledger = Ledger(self.hooks, Gate(self.hooks).call, self)
        self.hooks.ledger = self.ledger
        standins.leak = self.ledger.leak
        self.prepare()

    def prepare(self):
        """Put stand-ins in place of readers of data, and finders in place of what is missing."""
        keras = self.keras
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
        return lambda *args, **kwargs: standins.Standin(why)

    def patched(self, name, module):
        """Put stand-ins in place of the functions of a module that read data."""
        for function in standins.READERS.get(name, "").split():
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
        if tried and isinstance(module, standins.Stub) and root not in self.finder.absent:
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
        for name in standins.READERS:
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
        sys.argv = Arguments([self.job["path"]])
        sys.path.insert(0, "")
        trees = [parsed(text) for text in self.job["texts"]]
        reads = set().union(*map(rewriting.undefined, trees))
        space[rewriting.HOOKS] = self.ledger
        # What is written later may have been written in what was cut away before, too.
        for name in reads:
            space[name] = self.missing(name)
        for number, tree in enumerate(trees):
            self.execute(tree, f"<block {number}>", space)

    def execute(self, tree, file, space):
        """Rewrite one block and run it."""
        if not tree.body:
            return
        rewriter = rewriting.Rewriter(file, self.ledger.statements)
        code = compile(rewriter.module(tree), file, "exec", dont_inherit=True)
        exec(code, space)  # noqa: S102 - this is what it is for, in the sandbox

    def missing(self, name):
        """What stands for a name that nobody gives a value: a class of Keras, or a stand-in."""
        try:
            return self.of_keras("", name)
        except ImportError:
            return standins.Standin(f"`{name}`, which is not defined in what was run")

    def models(self):
        """Tell of all models that are whole, as they are at the end."""
        seen = list(self.hooks.models.values())
        inner = {
            id(part)
            for item in seen
            for part in reports.layers_in(self.keras, item.model)
            if part is not item.model
        }
        space = sys.modules["__main__"].__dict__
        for item in seen:
            item.named(holders(space, item.model))
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

    def __getitem__(self, key):
        if isinstance(key, int) and key >= len(self):
            return standins.Standin(f"argument {key} of the command line")
        return super().__getitem__(key)
