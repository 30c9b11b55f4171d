"""What `fit` logs after each epoch: the names that callbacks can watch (Keras 3.15)."""

import re

from kerascheck.keras_api import metrics
from kerascheck.values import Compile, Metric, Str, Unknown, Value

UP, DOWN = "up", "down"
_UP = (
    metrics.ACCURACY
    | metrics.OVERLAP
    | (metrics.CLASSIFICATION - metrics.COUNTS)
    | {"r2_score", "cosine_similarity", "pearson_correlation", "concordance_correlation"}
)
_DOWN = (
    metrics.CROSSENTROPY
    | metrics.REGRESSION
    | {"hinge", "squared_hinge", "categorical_hinge", "kl_divergence", "poisson"}
) - _UP
_LOOKS_UP = re.compile(r"(^|_)(acc|accuracy|auc|f1|dice|iou|precision|recall)(_|$)")
_RATES = frozenset({"lr", "learning_rate"})


def direction(canonical: str) -> str:
    """Whether a metric of Keras is better when it goes `up` or `down`; empty if neither."""
    return UP if canonical in _UP else DOWN if canonical in _DOWN else ""


def better(name: str) -> str:
    """The direction of what a log calls `name`, by the name alone; empty if it does not tell."""
    name = name.removeprefix("val_")
    if name == "loss" or name.endswith("_loss"):
        return DOWN
    known = direction(metrics.from_string(name) or "")
    return known or (UP if _LOOKS_UP.search(name) else "")


def logged(compile: Compile | None) -> dict[str, str] | None:
    """The names in the log with their directions; None where they are not all known.

    Without `val_`. A metric object without a name may have a number behind the name, see `has`.
    """
    if compile is None or compile.partial or len(compile.losses) != 1:
        return None
    model = compile.model
    if model.kind == "subclass" or model.config.get("add_loss") or "own_training" in model.config:
        return None
    given, known = compile.config.get("metrics"), compile.metrics
    if compile.config.get("weighted_metrics") is not None or len(known) != 1:
        return None
    names: dict[str, str] = {"loss": DOWN}
    for spelled, metric in zip(_spelled(given), known[0], strict=False):
        name = _name(spelled, metric)
        if isinstance(name, Unknown) or isinstance(metric, Unknown):
            return None
        names[name] = direction(metric.canonical)
    return names if len(_spelled(given)) == len(known[0]) else None


def has(names: dict[str, str], monitor: str) -> bool:
    """Whether a log with these names has `monitor`, with or without `val_`."""
    name = monitor.removeprefix("val_")
    return name in names or name in _RATES or re.sub(r"_\d+$", "", name) in names


def _spelled(given: Value) -> list[Value]:
    if given is None:
        return []
    if not isinstance(given, (list, tuple)):
        return [given]
    if len(given) == 1 and isinstance(given[0], (list, tuple)):
        return list(given[0])
    return list(given)


def _name(spelled: Value, metric: Metric | Unknown) -> Str:
    if isinstance(spelled, str):
        return spelled
    if isinstance(metric, Unknown):
        return metric
    if "name" not in metric.config:
        # An object of another class may have any name; a function has its own.
        return Unknown("the name of a metric") if metric.custom else metric.canonical
    name = metric.config["name"]
    if name is None:
        return metric.canonical
    return name if isinstance(name, (str, Unknown)) else Unknown("a name that is no text")
