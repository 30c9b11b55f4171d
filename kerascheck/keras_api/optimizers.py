"""Optimizers of `keras.optimizers` by class, string and old name, and their parameters.

The names and parameters are those of Keras 3.15, with the strings of Keras 2.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kerascheck.keras_api.binding import Bound, bind_to, filled
from kerascheck.keras_api.words import words
from kerascheck.values import REQUIRED, Compile, Component, Optimizer, Site, Value

_CLIP_AND_EMA: Mapping[str, Value] = {
    "clipnorm": None,
    "clipvalue": None,
    "global_clipnorm": None,
    "use_ema": False,
    "ema_momentum": 0.99,
    "ema_overwrite_frequency": None,
    "loss_scale_factor": None,
    "gradient_accumulation_steps": None,
    "name": None,
}
_COMMON: Mapping[str, Value] = {"weight_decay": None, **_CLIP_AND_EMA}

PARAMETERS: Mapping[str, Mapping[str, Value]] = MappingProxyType(
    {
        "Adadelta": {"learning_rate": 0.001, "rho": 0.95, "epsilon": 1e-07, **_COMMON},
        "Adafactor": {
            "learning_rate": 0.001,
            "beta_2_decay": -0.8,
            "epsilon_1": 1e-30,
            "epsilon_2": 0.001,
            "clip_threshold": 1.0,
            "relative_step": True,
            **_COMMON,
        },
        "Adagrad": {
            "learning_rate": 0.001,
            "initial_accumulator_value": 0.1,
            "epsilon": 1e-07,
            **_COMMON,
        },
        "Adam": {
            "learning_rate": 0.001,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-07,
            "amsgrad": False,
            **_COMMON,
        },
        "AdamW": {
            "learning_rate": 0.001,
            "weight_decay": 0.004,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-07,
            "amsgrad": False,
            **_CLIP_AND_EMA,
        },
        "Adamax": {
            "learning_rate": 0.001,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-07,
            **_COMMON,
        },
        "Ftrl": {
            "learning_rate": 0.001,
            "learning_rate_power": -0.5,
            "initial_accumulator_value": 0.1,
            "l1_regularization_strength": 0.0,
            "l2_regularization_strength": 0.0,
            "l2_shrinkage_regularization_strength": 0.0,
            "beta": 0.0,
            **_COMMON,
        },
        "Lamb": {
            "learning_rate": 0.001,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-07,
            **_COMMON,
        },
        "Lion": {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.99, **_COMMON},
        "LossScaleOptimizer": {
            "inner_optimizer": REQUIRED,
            "initial_scale": 32768.0,
            "dynamic_growth_steps": 2000,
            "name": None,
        },
        "MultiOptimizer": {"optimizer_map": REQUIRED, "loss_scale_factor": None, "name": None},
        "Muon": {
            "learning_rate": 0.001,
            "adam_beta_1": 0.9,
            "adam_beta_2": 0.999,
            "adam_weight_decay": 0.004,
            "epsilon": 1e-07,
            "weight_decay": 0.004,
            **_CLIP_AND_EMA,
            "exclude_layers": None,
            "exclude_embeddings": True,
            "muon_a": 3.4445,
            "muon_b": -4.775,
            "muon_c": 2.0315,
            "adam_lr_ratio": 1,
            "momentum": 0.95,
            "ns_steps": 5,
            "nesterov": True,
            "rms_rate": 0.2,
        },
        "Nadam": {
            "learning_rate": 0.001,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-07,
            **_COMMON,
        },
        "RMSprop": {
            "learning_rate": 0.001,
            "rho": 0.9,
            "momentum": 0.0,
            "epsilon": 1e-07,
            "centered": False,
            **_COMMON,
        },
        "SGD": {"learning_rate": 0.01, "momentum": 0.0, "nesterov": False, **_COMMON},
        "ScheduleFreeAdamW": {
            "learning_rate": 0.0025,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-08,
            "warmup_steps": 0,
            **_COMMON,
        },
    }
)
"""Parameters in positional order with their defaults, by class."""

SCHEDULES: Mapping[str, Mapping[str, Value]] = MappingProxyType(
    {
        "CosineDecay": {
            "initial_learning_rate": REQUIRED,
            "decay_steps": REQUIRED,
            "alpha": 0.0,
            "name": "CosineDecay",
            "warmup_target": None,
            "warmup_steps": 0,
        },
        "CosineDecayRestarts": {
            "initial_learning_rate": REQUIRED,
            "first_decay_steps": REQUIRED,
            "t_mul": 2.0,
            "m_mul": 1.0,
            "alpha": 0.0,
            "name": "SGDRDecay",
        },
        "ExponentialDecay": {
            "initial_learning_rate": REQUIRED,
            "decay_steps": REQUIRED,
            "decay_rate": REQUIRED,
            "staircase": False,
            "name": "ExponentialDecay",
        },
        "InverseTimeDecay": {
            "initial_learning_rate": REQUIRED,
            "decay_steps": REQUIRED,
            "decay_rate": REQUIRED,
            "staircase": False,
            "name": "InverseTimeDecay",
        },
        "PiecewiseConstantDecay": {
            "boundaries": REQUIRED,
            "values": REQUIRED,
            "name": "PiecewiseConstant",
        },
        "PolynomialDecay": {
            "initial_learning_rate": REQUIRED,
            "decay_steps": REQUIRED,
            "end_learning_rate": 0.0001,
            "power": 1.0,
            "cycle": False,
            "name": "PolynomialDecay",
        },
    }
)
"""Parameters of the classes of `keras.optimizers.schedules`, in positional order."""

LEGACY: Mapping[str, str] = MappingProxyType({"lr": "learning_rate"})
"""Old argument names with the same meaning; `decay` has no successor, see `REMOVED`."""
REMOVED = frozenset({"decay", "schedule_decay"})
"""Arguments of Keras 2 without a successor: a schedule takes the place of `decay`."""

KERAS3_STRINGS = words(
    "adadelta adafactor adagrad adam adamax adamw ftrl lion muon nadam rmsprop schedulefreeadamw "
    "sgd"
)
"""Strings that Keras 3 takes in compile, in any case."""

BY_STRING: Mapping[str, str] = MappingProxyType(
    {name.lower(): name for name in PARAMETERS if name.lower() in KERAS3_STRINGS}
)
"""Class by lower-case string, for every version."""

_TF1 = {
    "AdamOptimizer": "Adam",
    "GradientDescentOptimizer": "SGD",
    "MomentumOptimizer": "SGD",
    "RMSPropOptimizer": "RMSprop",
    "AdagradOptimizer": "Adagrad",
    "AdadeltaOptimizer": "Adadelta",
    "FtrlOptimizer": "Ftrl",
}

BY_NAME: Mapping[str, str] = MappingProxyType(
    {f"keras.optimizers.{name}": name for name in PARAMETERS}
    | {f"keras.optimizers.{name}": cls for name, cls in BY_STRING.items()}
    | {"keras.mixed_precision.LossScaleOptimizer": "LossScaleOptimizer"}
    | {f"tensorflow.train.{name}": cls for name, cls in _TF1.items()}
)
"""Class by canonical path: `keras.optimizers.Adam`, Keras 2's `adam`, TensorFlow 1's classes."""

LEARNING_RATES: Mapping[str, Value] = MappingProxyType(
    {name: known["learning_rate"] for name, known in PARAMETERS.items() if "learning_rate" in known}
)
"""Default learning rates of Keras 3."""


def from_string(text: str) -> str | None:
    """The class for a string in compile, in any case, or None."""
    return BY_STRING.get(text.lower())


def bind_optimizer(
    kind: str, args: Sequence[Value], kwargs: Mapping[str, Value], *, complete: bool = True
) -> Bound:
    """Bind a call of an optimizer class; `lr` becomes `learning_rate`, `decay` stays in `extra`."""
    renamed = {new: old for old, new in LEGACY.items() if old in kwargs and new not in kwargs}
    named = {_new_name(name, renamed): value for name, value in kwargs.items()}
    bound = bind_to(PARAMETERS.get(kind, {}), args, named, complete=complete, kind=kind)
    bound.renamed.update(renamed)
    bound.origins.update(renamed)
    return bound


def rate(optimizer: Optimizer) -> float | None:
    """The learning rate that training starts with, if it is a known number; None if not."""
    match optimizer.config.get("learning_rate"):
        case bool():
            return None
        case int(given) | float(given):
            return float(given)
        case Component(
            kind="PiecewiseConstantDecay", config={"values": [int() | float() as first, *_]}
        ):
            return float(first)
        case Component(config={"warmup_target": (int() | float()) as target}):
            return float(target)
        case Component(config={"initial_learning_rate": (int() | float()) as first}):
            return float(first)
    return None


def rate_site(optimizer: Optimizer) -> Site:
    """Where the learning rate is written; the optimizer if nowhere."""
    return optimizer.args.get("learning_rate", optimizer.site)


def _new_name(name: str, renamed: Mapping[str, str]) -> str:
    """The new name of an argument, given new names to old."""
    return next((new for new, old in renamed.items() if old == name), name)


def make_optimizer(
    kind: str,
    site: Site,
    bound: Bound | None = None,
    places: Mapping[str | int, Site] = MappingProxyType({}),
) -> Optimizer:
    """The optimizer of a bound call, or with the defaults for a string.

    `config` has all parameters: as given, by default, or unknown where unpacked arguments may
    bring them; also `decay` and others that Keras 3 does not know.
    """
    known = PARAMETERS.get(kind, {})
    bound = bound or Bound()
    return Optimizer(kind, filled(known, bound), site=site, args=bound.places(places))


_ADAPTIVE = frozenset({"Adam", "AdamW", "Adamax", "Nadam", "RMSprop"})
"""Optimizers that divide the gradients by their size."""


def adapts(compiled: Compile | None) -> bool:
    """Whether the steps of an optimizer are as long for small gradients as for large ones."""
    match compiled:
        case Compile(optimizer=Optimizer(kind=kind)):
            return kind in _ADAPTIVE
    return False
