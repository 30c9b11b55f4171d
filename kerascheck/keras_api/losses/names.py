"""Losses by the strings, functions and classes that name them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from kerascheck.keras_api.binding import Bound, bind, parameters
from kerascheck.keras_api.losses import classes
from kerascheck.keras_api.losses.classes import (
    CTC,
    AutomaticCrossentropy,
    BinaryCrossentropy,
    BinaryFocalCrossentropy,
    CategoricalCrossentropy,
    CategoricalFocalCrossentropy,
    CategoricalGeneralizedCrossEntropy,
    CategoricalHinge,
    Circle,
    CosineSimilarity,
    Dice,
    Hinge,
    Huber,
    KLDivergence,
    LogCosh,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    Poisson,
    SparseCategoricalCrossentropy,
    SquaredHinge,
    Tversky,
)
from kerascheck.values import Loss, Site, Unknown, Value

T = TypeVar("T", bound=Loss)

CLASSES: Mapping[str, type[Loss]] = MappingProxyType(
    {
        name: cls
        for name, cls in vars(classes).items()
        if isinstance(cls, type)
        and issubclass(cls, Loss)
        and cls.__module__ == classes.__name__
        and cls is not AutomaticCrossentropy
    }
)
"""The loss classes by name."""

_SHORT: Mapping[str, type[Loss]] = {
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
    "mae": MeanAbsoluteError,
    "MAE": MeanAbsoluteError,
    "mape": MeanAbsolutePercentageError,
    "MAPE": MeanAbsolutePercentageError,
    "msle": MeanSquaredLogarithmicError,
    "MSLE": MeanSquaredLogarithmicError,
    "bce": BinaryCrossentropy,
    "BCE": BinaryCrossentropy,
    "kld": KLDivergence,
    "KLD": KLDivergence,
}
_LONG: Mapping[str, type[Loss]] = {cls.canonical: cls for cls in CLASSES.values()}
_OLD: Mapping[str, type[Loss]] = {
    "kullback_leibler_divergence": KLDivergence,
    "logcosh": LogCosh,
    "huber_loss": Huber,
    "cosine_proximity": CosineSimilarity,
    "cosine": CosineSimilarity,
}

KERAS3_STRINGS = (
    frozenset(_SHORT) | frozenset(_LONG) | frozenset(CLASSES) | {"crossentropy", "ce"}
) - {"CategoricalGeneralizedCrossEntropy", "categorical_generalized_cross_entropy"}
"""What Keras 3 takes as a loss in compile; `crossentropy` and `ce` nowhere else."""

BY_STRING: Mapping[str, type[Loss]] = MappingProxyType(
    {
        **_LONG,
        **_SHORT,
        **_OLD,
        **CLASSES,
        "crossentropy": AutomaticCrossentropy,
        "ce": AutomaticCrossentropy,
    }
)
"""Every string that some version of Keras takes as a loss, in the case it takes it."""

_FUNCTION_NAMES = {**_LONG, **_SHORT, **_OLD}
_BACKEND = (BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy)

FUNCTIONS: Mapping[str, type[Loss]] = MappingProxyType(
    {
        f"keras.{module}.{name}": cls
        for module in ("losses", "metrics")
        for name, cls in _FUNCTION_NAMES.items()
    }
    | {f"keras.{module}.{cls.canonical}": cls for module in ("backend", "ops") for cls in _BACKEND}
)
"""The functions of labels and predictions by canonical path."""

BY_NAME: Mapping[str, type[Loss]] = MappingProxyType(
    {**{f"keras.losses.{name}": cls for name, cls in CLASSES.items()}, **FUNCTIONS}
)
"""Loss classes and functions by canonical path; metric classes are no losses."""

REGRESSION = frozenset(
    cls.canonical
    for cls in (
        MeanSquaredError,
        MeanAbsoluteError,
        MeanAbsolutePercentageError,
        MeanSquaredLogarithmicError,
        Huber,
        LogCosh,
    )
)
BINARY = frozenset({BinaryCrossentropy.canonical, BinaryFocalCrossentropy.canonical})
CATEGORICAL = frozenset({CategoricalCrossentropy.canonical, CategoricalFocalCrossentropy.canonical})
SPARSE = frozenset({SparseCategoricalCrossentropy.canonical})
CROSSENTROPY = BINARY | CATEGORICAL | SPARSE | {AutomaticCrossentropy.canonical}
ONE_HOT = CATEGORICAL | {
    CategoricalHinge.canonical,
    CategoricalGeneralizedCrossEntropy.canonical,
    KLDivergence.canonical,
}
"""Losses whose labels are one row a sample, as wide as the output."""
MARGIN = frozenset({Hinge.canonical, SquaredHinge.canonical, CategoricalHinge.canonical})
OVERLAP = frozenset({Dice.canonical, Tversky.canonical})
OTHER = frozenset({CosineSimilarity.canonical, Poisson.canonical, Circle.canonical, CTC.canonical})


def loss_class(name: str) -> type[Loss] | None:
    """The loss for a string of compile or for a canonical path, or None if Keras has none."""
    return BY_NAME.get(name) if "." in name else BY_STRING.get(name)


def bind_loss(
    cls: type[Loss],
    args: list[Value],
    kwargs: Mapping[str, Value],
    *,
    complete: bool = True,
) -> Bound:
    """Bind a call of a loss class."""
    return bind(cls, args, kwargs, complete=complete)


def make_loss(
    cls: type[T], site: Site, bound: Bound | None = None, places: Mapping[str | int, Site] = {}
) -> T:
    """The loss of a bound call, or with the default arguments for a string or function.

    Parameters that unpacked arguments may bring are unknown. Arguments that Keras does not know
    have a place in `args`, but no value: these are in `bound.extra`.
    """
    if bound is None:
        return cls(site=site)
    values: dict[str, Any] = dict(bound.values)
    if not bound.complete:
        for name in parameters(cls).keys() - values.keys():
            values[name] = Unknown(f"`{name}` may be among unpacked arguments", site)
    wrong = {name: places[name] for name in bound.extra if name in places}
    return cls(**values, site=site, args={**bound.places(places), **wrong})
