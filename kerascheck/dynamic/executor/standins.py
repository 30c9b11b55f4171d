"""What stands for data, missing packages and failed values while a script runs in `run.py`.

It runs under the user's interpreter, with the standard library alone. A `Standin` takes part in
everything: it has any attribute, can be called, calculated with, unpacked. Where Python needs a
plain value of it (a truth, an index, a length), it gives one and calls `leak`.
"""

# As in `worker`: Keras is not there when types are checked.
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, no-check-untyped-defs, disable-error-code="import-untyped,import-not-found"

import importlib.abc
import importlib.util
import sys
import types

NUMBER = 7
"""What stands for a number that is not known: unlikely to be right by accident."""
ROUNDS = 2
"""How often a loop over something unknown runs."""


def leak(reason):
    """Called when a stand-in becomes a plain value; `run.py` puts its own in place."""


class Standin:
    """Something that is not known: `why` says what it stands for. `shape` may be known in part."""

    def __new__(cls, why, shape=None):
        made = object.__new__(cls)
        object.__setattr__(made, "_why", why)
        object.__setattr__(made, "_shape", shape)
        return made

    def __init__(self, *args, **kwargs):
        # A class of the script may call this for a base class that is not there.
        pass

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        shape = object.__getattribute__(self, "_shape")
        if shape is not None and name == "shape":
            return tuple(Standin(self._why) if n is None else n for n in shape)
        if shape is not None and name == "ndim":
            return len(shape)
        return Standin(self._why)

    def __setattr__(self, name, value):
        pass

    def __call__(self, *args, **kwargs):
        # A decorator of a package that is not there leaves what it decorates.
        if len(args) == 1 and not kwargs and isinstance(args[0], (types.FunctionType, type)):
            return args[0]
        return Standin(self._why)

    def __getitem__(self, key):
        shape = self._shape
        if shape and isinstance(key, slice):
            return Standin(self._why, (None, *shape[1:]))
        if shape and isinstance(key, int) and len(shape) > 1:
            return Standin(self._why, shape[1:])
        return Standin(self._why)

    def __setitem__(self, key, value):
        pass

    def __delitem__(self, key):
        pass

    def __iter__(self):
        count = wanted(sys._getframe(1))
        if count is None:
            leak(self._why)
            count = ROUNDS
        return iter([Standin(self._why) for _ in range(count)])

    def __next__(self):
        return Standin(self._why)

    def __len__(self):
        shape = self._shape
        if shape and shape[0] is not None:
            return shape[0]
        leak(self._why)
        return NUMBER

    def __bool__(self):
        leak(self._why)
        return True

    def __index__(self):
        leak(self._why)
        return NUMBER

    __int__ = __index__

    def __float__(self):
        leak(self._why)
        return float(NUMBER)

    def __complex__(self):
        return complex(float(self))

    def __str__(self):
        leak(self._why)
        return "unknown"

    def __repr__(self):
        return "unknown"

    def __format__(self, spec):
        return str(self)

    def __fspath__(self):
        return str(self)

    def __contains__(self, item):
        leak(self._why)
        return True

    def __hash__(self):
        return id(self)

    def __array__(self, dtype=None, copy=None):
        import numpy

        leak(self._why)
        shape = self._shape or (NUMBER, NUMBER)
        return numpy.zeros([NUMBER if n is None else n for n in shape], dtype or "float32")

    def __enter__(self):
        return Standin(self._why)

    def __exit__(self, *error):
        return False

    def __mro_entries__(self, bases):
        known = any(isinstance(base, type) for base in bases)
        return () if known or bases[0] is not self else (Base,)

    def __instancecheck__(self, instance):
        return False

    def __subclasscheck__(self, subclass):
        return False

    def __reduce__(self):
        return (Standin, (self._why,))


class Base:
    """Stands for a base class that is not there: it takes anything, and has anything."""

    def __init__(self, *args, **kwargs):
        pass

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Standin(f"`{type(self).__name__}.{name}`, of a base class that is not there")

    def __call__(self, *args, **kwargs):
        return Standin(f"what `{type(self).__name__}` gives, whose base class is not there")


def _operation(self, *others):
    return Standin(self._why)


for _name in [
    "add",
    "radd",
    "sub",
    "rsub",
    "mul",
    "rmul",
    "truediv",
    "rtruediv",
    "floordiv",
    "rfloordiv",
    "mod",
    "rmod",
    "pow",
    "rpow",
    "matmul",
    "rmatmul",
    "and",
    "rand",
    "or",
    "ror",
    "xor",
    "rxor",
    "lshift",
    "rlshift",
    "rshift",
    "rrshift",
    "neg",
    "pos",
    "abs",
    "invert",
    "round",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "divmod",
    "rdivmod",
    "trunc",
    "floor",
    "ceil",
]:
    setattr(Standin, f"__{_name}__", _operation)


def wanted(frame):
    """How many values a frame unpacks at this moment, None if it does something else."""
    import dis

    code, at = frame.f_code.co_code, frame.f_lasti
    if not 0 <= at < len(code) - 1:
        return None
    name = dis.opname[code[at]]
    if name == "UNPACK_SEQUENCE":
        return code[at + 1]
    if name == "UNPACK_EX":
        extended = at >= 2 and dis.opname[code[at - 2]] == "EXTENDED_ARG"
        return code[at + 1] + (code[at - 1] if extended else 0) + 1
    return None


def first(value, depth=3):
    """A stand-in in a value or in the containers in it, None if there is none."""
    if isinstance(value, Standin):
        return value
    if depth and type(value) in (list, tuple, set):
        items = value
    elif depth and type(value) is dict:
        items = value.values()
    else:
        return None
    for count, item in enumerate(items):
        found = first(item, depth - 1)
        if found is not None:
            return found
        if count > 50:
            return None
    return None


# Packages that are not there.


class Stub(types.ModuleType):
    """Stands for a package or module that is not installed."""

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if f"{self.__name__}.{name}" in sys.modules:
            return sys.modules[f"{self.__name__}.{name}"]
        if self.__name__ == "tensorflow" and name == "keras":
            return sys.modules["keras"]
        return Standin(f"`{self.__name__}`, which is not there")


class StubFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a stub for what the script, and nobody else, imports without success; the last finder.

    `own` says whether the code of a file is that of the script. `absent` are the roots of packages
    that are never looked for, and `met` collects what was asked for.
    """

    def __init__(self, own, absent=()):
        self.own, self.absent, self.met = own, frozenset(absent), set()

    def find_spec(self, name, path=None, target=None):
        root = name.partition(".")[0]
        parent = sys.modules.get(name.rpartition(".")[0])
        if not isinstance(parent, Stub) and root not in self.absent and not self.asked():
            return None
        self.met.add(root)
        return importlib.util.spec_from_loader(name, self, is_package=True)

    def asked(self):
        """Whether the nearest code that is not of the import system is the script's."""
        frame = sys._getframe(2)
        while frame is not None:
            name = frame.f_code.co_filename
            ours = name.rpartition("/")[0] == __file__.rpartition("/")[0]
            if "importlib" not in name and not ours and not name.startswith("<frozen"):
                return self.own(name)
            frame = frame.f_back
        return False

    def create_module(self, spec):
        return Stub(spec.name)

    def exec_module(self, module):
        module.__path__ = []


# Data.

_IMAGES = {
    "mnist": (((60000, 28, 28), (10000, 28, 28)), 10, (60000,)),
    "fashion_mnist": (((60000, 28, 28), (10000, 28, 28)), 10, (60000,)),
    "cifar10": (((50000, 32, 32, 3), (10000, 32, 32, 3)), 10, (50000, 1)),
    "cifar100": (((50000, 32, 32, 3), (10000, 32, 32, 3)), 100, (50000, 1)),
}
_TEXTS = {"imdb": (25000, 25000, 2), "reuters": (8982, 2246, 46)}
_TABLES = {"boston_housing": (404, 102, 13), "california_housing": (16512, 4128, 8)}
READERS = {
    "pandas": "read_csv read_excel read_json read_table read_parquet read_pickle read_hdf "
    "read_feather read_sql read_html read_fwf read_sas read_stata",
    "numpy": "load loadtxt genfromtxt fromfile memmap",
    "pickle": "load loads",
    "joblib": "load",
    "scipy.io": "loadmat",
    "PIL.Image": "open",
    "keras.utils": "get_file image_dataset_from_directory text_dataset_from_directory "
    "audio_dataset_from_directory load_img img_to_array timeseries_dataset_from_array plot_model "
    "get_source_inputs",
    "keras.preprocessing": "image_dataset_from_directory text_dataset_from_directory "
    "timeseries_dataset_from_array",
    "tensorflow_datasets": "load",
}
"""Functions that read data, by module."""


def dataset(name):
    """`load_data` of one of the datasets of Keras: its true shapes, and labels of its classes."""

    def load_data(*args, num_words=None, test_split=0.2, **kwargs):
        import numpy

        why = f"the data of `keras.datasets.{name}`"
        parts = []
        if name in _IMAGES:
            shapes, classes, labels = _IMAGES[name]
            for shape in shapes:
                y = numpy.arange(shape[0]) % classes
                y = y.reshape(-1, 1) if len(labels) == 2 else y
                parts.append((numpy.zeros(shape, "uint8"), y.astype("uint8")))
        elif name in _TEXTS:
            *sizes, classes = _TEXTS[name]
            parts = [(Standin(why, (size,)), numpy.arange(size) % classes) for size in sizes]
        else:
            *sizes, columns = _TABLES[name]
            parts = [(numpy.zeros((size, columns)), numpy.zeros(size)) for size in sizes]
        return tuple(parts)

    return load_data


def is_there(module):
    """Whether a module is imported or can be."""
    if module in sys.modules:
        return True
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError, AttributeError):
        return False
