"""KerasTuner: the function that builds a model, and the search that trains what it builds."""

from kerascheck.facts.call import Call, Handler, Instance
from kerascheck.facts.libraries.instances import Attribute, make, option, receiver
from kerascheck.facts.scope import Function, Method, Object
from kerascheck.values import Site, Unknown, Value

_PACKAGES = ("keras_tuner", "kerastuner")
_TUNERS = ("RandomSearch", "Hyperband", "BayesianOptimization", "GridSearch")
_CHOICES = "keras_tuner.HyperParameters"
"""The kind of what a builder is given: what it chooses is not known."""
_HYPERMODEL = "keras_tuner.HyperModel"
"""The kind of what builds models anew, of the best hyperparameters."""


def _built(call: Call) -> Value:
    """A model that a tuner or hypermodel builds, of hyperparameters that are not known."""
    builder = option(receiver(call), "hypermodel", 0)
    if isinstance(builder, Object):
        function = builder.cls.lookup("build")
        if not isinstance(function, Function):
            return call.unknown("a hypermodel without `build`")
        builder = Method(builder, function, call.site)
    if builder is None or isinstance(builder, (Unknown, Instance)):
        return call.unknown("a hypermodel that is not known")
    return call.run.call(builder, [Instance(_CHOICES, call.site)], {}, call.site)


def _search(call: Call) -> Value:
    """Every trial is a `fit` of a new model with the same arguments."""
    call.run.call(Method(_built(call), "fit", call.site), call.args, call.kwargs, call.site)
    return None


def _hypermodel(made: Instance, site: Site) -> Instance:
    return Instance(_HYPERMODEL, site, list(made.args), dict(made.kwargs), dict(made.state))


def _best(call: Call) -> Value:
    return [_built(call)]


FUNCTIONS: dict[str, Handler] = {
    f"{package}.{part}{name}": make
    for package in _PACKAGES
    for part in ("", "tuners.")
    for name in _TUNERS
}
METHODS: dict[str, Handler] = {
    f"{tuner}.{name}": handler
    for tuner in FUNCTIONS
    for name, handler in (("search", _search), ("get_best_models", _best))
}
METHODS[f"{_HYPERMODEL}.build"] = _built
ATTRIBUTES: dict[str, Attribute] = {f"{tuner}.hypermodel": _hypermodel for tuner in FUNCTIONS}
