"""Schedules, initializers, regularizers and constraints: their names and parameters (Keras 3.15)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kerascheck.keras_api.binding import bind_to, filled
from kerascheck.keras_api.optimizers import SCHEDULES
from kerascheck.values import REQUIRED, Component, Site, Value

_NORMAL: Mapping[str, Value] = {"mean": 0.0, "stddev": 0.05, "seed": None}
_PENALTIES: Mapping[str, Value] = {"l1": 0.0, "l2": 0.0}

PARAMETERS: Mapping[str, Mapping[str, Value]] = MappingProxyType(
    {
        "Zeros": {},
        "Ones": {},
        "Constant": {"value": 0.0},
        "Identity": {"gain": 1.0},
        "Orthogonal": {"gain": 1.0, "seed": None},
        "RandomNormal": _NORMAL,
        "TruncatedNormal": _NORMAL,
        "RandomUniform": {"minval": -0.05, "maxval": 0.05, "seed": None},
        "L1": {"l1": 0.01},
        "L2": {"l2": 0.01},
        "L1L2": _PENALTIES,
        "OrthogonalRegularizer": {"factor": 0.01, "mode": "rows"},
        "MaxNorm": {"max_value": 2, "axis": 0},
        "UnitNorm": {"axis": 0},
        **SCHEDULES,
    }
)
"""Parameters in positional order with their defaults, by class."""

_OTHER_NAMES: Mapping[str, str] = {
    "zero": "Zeros",
    "one": "Ones",
    "l1_l2": "L1L2",
    "IdentityInitializer": "Identity",
    "OrthogonalInitializer": "Orthogonal",
}
_BY_NAME = {name.lower(): name for name in PARAMETERS}


def canonical(name: str) -> str:
    """The name of the class for any of its names, as `zeros` for `Zeros`; others as they are."""
    return _OTHER_NAMES.get(name) or _BY_NAME.get(name.replace("_", "").lower(), name)


def make_component(
    path: str,
    site: Site,
    args: Sequence[Value],
    kwargs: Mapping[str, Value],
    places: Mapping[str | int, Site],
    *,
    complete: bool = True,
) -> Component:
    """The object that a call of the class or function at a canonical path gives.

    `config` has all parameters that are known, as given, by default, or unknown where unpacked
    arguments may bring them.
    """
    module, _, name = path.rpartition(".")
    kind = canonical(name)
    known = PARAMETERS.get(kind, {})
    # The functions of a penalty call their one argument `l`.
    old = {"l": kind.lower()} if kind in ("L1", "L2") else {}
    named = {old.get(key, key): value for key, value in kwargs.items()}
    bound = bind_to(known, args, named, complete=complete, kind=kind)
    config = filled({k: v for k, v in known.items() if v is not REQUIRED}, bound)
    sites = bound.places(
        {old.get(key, key) if isinstance(key, str) else key: site for key, site in places.items()}
    )
    return Component(
        module.rpartition(".")[2], kind, {**config, **bound.values}, site=site, args=sites
    )
