"""What happens to Keras while a script runs in `executor`: nothing is trained, all is noted.

It runs under the user's interpreter, whose Keras it is given. `fit` and its like note the model,
and build it for the shape of the data if that is known; nothing is read, written or computed.
"""

# As in `worker`: Keras is not there when types are checked.
# mypy: allow-untyped-defs, allow-untyped-calls, allow-incomplete-defs, no-check-untyped-defs, disable-error-code="import-untyped,import-not-found"

import contextlib
import functools
import sys
import types

from ..worker.reports import layers_in
from ..worker.watch import dim, note
from . import records
from .standins import Standin, first

_MOST_FAILURES = 200
_TRAINING = frozenset({"fit", "fit_generator", "train_on_batch", "partial_fit"})
_USING = frozenset(
    {"evaluate", "evaluate_generator", "predict", "predict_generator", "predict_on_batch"}
    | {"predict_classes", "predict_proba", "test_on_batch", "predict_step", "train_step"}
)
_FILES = frozenset({"save", "save_weights", "load_weights", "export", "save_model", "to_yaml"})
_FIT = frozenset(
    [
        "x",
        "y",
        "batch_size",
        "epochs",
        "verbose",
        "callbacks",
        "validation_split",
        "validation_data",
        "shuffle",
        "class_weight",
        "sample_weight",
        "initial_epoch",
        "steps_per_epoch",
        "validation_steps",
        "validation_batch_size",
        "validation_freq",
        "generator",
        "workers",
        "use_multiprocessing",
        "max_queue_size",
        "return_dict",
        "reset_metrics",
    ]
)


class Hooks:
    """What is noted of Keras and the script.

    `own` says whether the code of a file is that of the script; `renames` has the old and new
    names of arguments by class; `say` tells something.
    """

    def __init__(self, keras, own, renames, say):
        self.keras, self.own, self.renames, self.say = keras, own, renames, say
        self.standin, self.first = Standin, first
        self.ledger = None
        self.made = 0
        """How many layers there are."""
        self.working = 0
        """How many layers are being called, one inside of the other."""
        self.places, self.marks, self.shapes, self.feeds = {}, {}, {}, {}
        self.kept = []
        self.models, self.saved = {}, {}
        self.intercepted = frozenset({"compile"} | _TRAINING | _USING | _FILES)
        self.failing = None
        self.failed_once = set()
        self.spellings = []
        self.folders = ()
        self.install()

    # Hooks in Keras itself.

    def install(self):
        """Note where layers are made and what they give when they are called."""
        keras, hooks = self.keras, self
        layer, operation = keras.layers.Layer, keras.Operation
        new, called = layer.__new__, layer.__call__
        used = operation.__call__

        def make(cls, *args, **kwargs):
            made = new(cls, *args, **kwargs)
            hooks.noted(made)
            return made

        def call(self, *args, **kwargs):
            if hooks.first((args, kwargs)) is not None:
                return hooks.standin("what a layer gives for something unknown")
            hooks.working += 1
            try:
                output = called(self, *args, **kwargs)
            except Exception as error:
                if hooks.failing is None or hooks.failing[0] is not error:
                    flat = keras.tree.flatten((args, kwargs))
                    given = [list(map(dim, t.shape)) for t in flat if has_shape(t)]
                    hooks.failing = (error, self, given, hooks.where())
                raise
            finally:
                hooks.working -= 1
            note(keras, hooks.shapes, self, output)
            hooks.fed(self, args, kwargs)
            return output

        def use(self, *args, **kwargs):
            hooks.mark(self, hooks.reason)
            return used(self, *args, **kwargs)

        layer.__new__ = staticmethod(make)
        layer.__call__ = call
        operation.__call__ = use
        for name in ("compile", *_TRAINING, *_USING, *_FILES):
            original = getattr(keras.Model, name, None)
            setattr(keras.Model, name, self.method(name, original))
        keras.models.load_model = self.load
        keras.saving.load_model = self.load
        keras.models.save_model = keras.saving.save_model = lambda model, path, *a, **k: self.keep(
            model, path
        )

    @property
    def reason(self):
        return self.ledger.reason if self.ledger is not None else ""

    def noted(self, layer):
        """A layer that is made now."""
        self.made += 1
        self.kept.append(layer)
        self.places[id(layer)] = self.where()
        self.mark(layer, self.reason)
        if isinstance(layer, self.keras.Model) and not self.inside_chain():
            self.models[id(layer)] = records.Seen(layer, self.where())

    def inside_chain(self):
        """Whether a sequential model is at work, which keeps a functional one inside."""
        frame = sys._getframe(2)
        while frame is not None and not self.own(frame.f_code.co_filename):
            chain = isinstance(frame.f_locals.get("self"), self.keras.Sequential)
            if chain and frame.f_code.co_name in ("build", "_maybe_rebuild"):
                return True
            frame = frame.f_back
        return False

    def mark(self, part, reason):
        """Note that figures of a layer may rest on something made up, and why."""
        if reason and id(part) not in self.marks:
            self.kept.append(part)
            self.marks[id(part)] = reason

    def fed(self, layer, args, kwargs):
        """Note the first shapes that a layer is given."""
        if id(layer) not in self.feeds:
            flat = self.keras.tree.flatten((args, kwargs))
            self.feeds[id(layer)] = [
                [list(map(dim, t.shape)), str(t.dtype)] for t in flat if has_shape(t)
            ]

    def where(self):
        """The innermost place in the script that runs now, and those that led to it."""
        frame, found = sys._getframe(1), None
        while frame is not None:
            if self.own(frame.f_code.co_filename):
                found = records.place_of(frame)
                if found is not None:
                    return found
            frame = frame.f_back
        return None

    def method(self, name, original):
        """What a method of models does instead."""
        hooks = self
        if name == "compile":

            @functools.wraps(original)
            def compile(model, *args, **kwargs):
                return hooks.compiled(model, original, args, kwargs)

            return compile

        def method(model, *args, **kwargs):
            return getattr(hooks, "trained" if name in _TRAINING else "used")(
                model, name, args, kwargs
            )

        method.__name__ = method.__qualname__ = name
        method.__kerascheck__ = True
        return method

    def compiled(self, model, original, args, kwargs):
        seen = self.seen(model)
        seen.compiled = self.where()
        bound = dict(zip(("optimizer", "loss"), args, strict=False)) | kwargs
        if self.first(bound.get("loss")) is None:
            seen.loss = records.told(bound.get("loss"))
        if self.first(bound.get("optimizer")) is None:
            seen.optimizer = records.told(bound.get("optimizer"))
        kept = {name: value for name, value in kwargs.items() if self.first(value) is None}
        args = tuple(
            value if self.first(value) is None else ("sgd", "mse", None)[min(at, 2)]
            for at, value in enumerate(args)
        )
        seen.named(self.names_of(model))
        try:
            result = original(model, *args, **kept)
        finally:
            self.tell(model)
        return result

    def trained(self, model, name, args, kwargs):
        """Instead of training: build the model for the data, and note it."""
        seen = self.seen(model)
        seen.fitted = seen.fitted or self.where()
        unknown = [key for key in kwargs if key not in _FIT and key not in self.renames["fit"]]
        if unknown:
            raise TypeError(f"{name}() got an unexpected keyword argument '{unknown[0]}'")
        x = args[0] if args else kwargs.get("x", kwargs.get("generator"))
        if not model.built:
            self.build(model, x)
        seen.named(self.names_of(model))
        self.tell(model)
        if self.ledger is not None:
            self.ledger.trained()
        return self.standin("what training gives")

    def build(self, model, x):
        """Build a model for data of a known shape."""
        made = self.keras.tree.map_structure(self.entry, x) if x is not None else None
        if made is None or any(item is None for item in self.keras.tree.flatten(made)):
            return
        self.mark(model, self.reason)
        if isinstance(model, self.keras.Sequential) and has_shape(made):
            model.build(made.shape)
        else:
            model(made)

    def entry(self, value):
        """A symbolic input like an array, None if its shape is not known."""
        if isinstance(value, self.standin) or not has_shape(value):
            return None
        try:
            shape = tuple(int(extent) for extent in value.shape)
            dtype = self.keras.backend.standardize_dtype(value.dtype)
        except (TypeError, ValueError):
            return None
        dtype = "float32" if "float" in dtype else dtype
        return self.keras.KerasTensor((None, *shape[1:]), dtype=dtype) if shape else None

    def used(self, model, name, args, kwargs):
        """Instead of predicting, evaluating, saving: nothing, or arrays of the right shape."""
        if name in _FILES:
            if name == "save" and args:
                self.keep(model, args[0])
            return None
        x = args[0] if args else kwargs.get("x")
        known = self.shapes.get(id(model))
        tainted = self.reason or self.reasons(model)
        if name == "predict" and known and not tainted and has_shape(x) and len(known) == 1:
            shape = known[0][0]
            if None not in shape[1:] and not isinstance(x, self.standin):
                import numpy

                return numpy.zeros((int(x.shape[0]), *shape[1:]), "float32")
        return self.standin("what a model gives")

    def keep(self, model, path):
        if not isinstance(path, self.standin):
            self.saved[str(path)] = model

    def load(self, path, *args, **kwargs):
        """A model that was saved in this run, else a stand-in."""
        known = None if isinstance(path, self.standin) else self.saved.get(str(path))
        return known if known is not None else self.standin("a model that is loaded from a file")

    # What is told.

    def changeable(self, value):
        """Whether a change of a value is seen by who else holds it; layers are marked by themselves."""
        if value is None or isinstance(value, (self.standin, self.keras.layers.Layer)):
            return False
        kind = type(value)
        if kind in (list, dict, set, bytearray):
            return True
        if isinstance(value, (types.ModuleType, types.FunctionType, types.BuiltinFunctionType)):
            return getattr(value, "__kerascheck_own__", False)
        owner = value if isinstance(value, type) else kind
        module = sys.modules.get(getattr(owner, "__module__", ""))
        return bool(getattr(module, "__kerascheck_own__", False)) or hasattr(value, "__setitem__")

    def touched(self, value, reason):
        """Mark the layers in what may have been changed: of a list, or of an object."""
        if isinstance(value, self.keras.layers.Layer):
            self.mark(value, reason)
            return
        if type(value) is dict or is_plain(value):
            value = list((value if type(value) is dict else vars(value)).values())
        for item in value if type(value) in (list, tuple) else ():
            if isinstance(item, self.keras.layers.Layer):
                self.mark(item, reason)

    def seen(self, model):
        if id(model) not in self.models:
            self.kept.append(model)
            self.models[id(model)] = records.Seen(model, self.places.get(id(model)))
        return self.models[id(model)]

    def names_of(self, model):
        """The names of a model in the functions that run, such as `net` or `self.net`."""
        frame = sys._getframe(1)
        while frame is not None:
            if self.own(frame.f_code.co_filename):
                for names in (frame.f_locals, frame.f_globals):
                    yield from holders(names, model)
            frame = frame.f_back

    def reasons(self, model):
        """Why figures of a model may rest on something made up."""
        parts = [model, *layers_in(self.keras, model)]
        parts += list(getattr(model, "operations", None) or ())
        found = [self.marks[id(part)] for part in parts if id(part) in self.marks]
        return list(dict.fromkeys(found))

    def tell(self, model):
        """Tell of a model as it stands; one that was never wholly made is none."""
        with contextlib.suppress(AttributeError):
            self.say(self.seen(model).message(self))

    def failed(self, statement, error):
        """Tell of a statement that failed, once."""
        if statement in self.failed_once or len(self.failed_once) >= _MOST_FAILURES:
            self.failing = None
            return
        self.failed_once.add(statement)
        told = {"event": "failed", "at": statement.at, "type": type(error).__name__}
        told |= {"text": records.text_of(error), "tainted": bool(self.reason), "layer": None}
        failing = self.failing
        if failing is not None and failing[0] is error:
            layer, given, at = failing[1:]
            tainted = told["tainted"] or bool(self.reasons(layer))
            told |= {
                "layer": type(layer).__name__, "made": self.places.get(id(layer)), "inputs": given,
                "called": at, "tainted": tainted, "config": records.config_of(layer),
            }  # fmt: skip
            self.failing = None
        self.say(told)


def holders(names, model):
    """The names that hold a model, and the attributes of objects with names that do."""
    for name, value in list(names.items()):
        if name.startswith("_"):
            continue
        if value is model:
            yield name
        elif isinstance(getattr(type(value), "__module__", None), str) and is_plain(value):
            for key, item in list(vars(value).items()):
                if item is model:
                    yield f"{name}.{key}"


def is_plain(value):
    """Whether a value is an object of a class of the script, with attributes of its own."""
    module = sys.modules.get(type(value).__module__)
    own = getattr(module, "__kerascheck_own__", False)
    return own and isinstance(getattr(value, "__dict__", None), dict)


def has_shape(value):
    return hasattr(value, "shape") and hasattr(value, "dtype")
