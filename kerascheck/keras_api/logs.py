"""What `fit` logs after each epoch: the names that callbacks can watch (Keras 3.15)."""

import re
from collections.abc import Iterator, Sequence

from kerascheck.keras_api import metrics
from kerascheck.values import (
    Callback,
    Compile,
    CustomLayer,
    Layer,
    Metric,
    Model,
    Operation,
    Str,
    Tensor,
    Unknown,
    Value,
)

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
    if compile is None or compile.partial:
        return None
    model = compile.model
    if model.kind == "subclass" or model.config.get("add_loss") or "own_training" in model.config:
        return None
    if compile.config.get("weighted_metrics") is not None:
        return None
    names: dict[str, str] = {"loss": DOWN}
    for output, given, known in _outputs(compile):
        if output is None or len(given) != len(known):
            return None
        if output:
            # Keras has no such name where only one output has a loss; whoever asks for it means
            # the loss of that output.
            names[f"{output}_loss"] = DOWN
        for spelled, metric in zip(given, known, strict=True):
            name = _name(spelled, metric)
            if isinstance(name, Unknown) or isinstance(metric, Unknown):
                return None
            names[f"{output}_{name}" if output else name] = direction(metric.canonical)
    return names


def blind(callback: Callback, compile: Compile | None) -> bool:
    """Whether what a callback watches is surely not in the log, so that it does nothing."""
    monitor, names = callback.config.get("monitor"), logged(compile)
    return isinstance(monitor, str) and names is not None and not has(names, monitor)


def contrary(callback: Callback, compile: Compile | None) -> bool:
    """Whether the mode of a callback is surely the wrong one, so that it takes the worst for the best."""
    match callback.config:
        case {"monitor": str(monitor), "mode": "min" | "max" as mode}:
            name = monitor.removeprefix("val_")
            direction = (logged(compile) or {}).get(name) or better(name)
            return direction == {"min": UP, "max": DOWN}[mode]
    return False


_Part = tuple[str | None, list[Value], Sequence[Metric | Unknown]]


def _outputs(compile: Compile) -> Iterator[_Part]:
    """What is in front of the names of an output, and its metrics as written and as resolved.

    Nothing is in front of the names of a single output; None stands for what is not known.
    """
    given, known, count = compile.config.get("metrics"), compile.metrics, len(compile.losses)
    if count == 1:
        yield ("" if len(known) == 1 else None), _spelled(given), known[0] if known else ()
        return
    names = output_names(compile.model)
    if len(names) != count or len(known) != count:
        yield None, [], ()
        return
    if isinstance(given, (list, tuple)) and not any(isinstance(m, (list, tuple)) for m in given):
        # A flat list has one metric an output in Keras 3, and all for each output in Keras 2.
        flat = [metric for part in known for metric in part] if len(given) == count else known[0]
        for name in names:
            yield name, [item for item in given if item is not None], flat
        return
    for place, name in enumerate(names):
        item = given.get(name) if isinstance(given, dict) else given
        if isinstance(given, (list, tuple)):
            item = given[place] if len(given) == count else Unknown("metrics of an output")
        yield name, _spelled(item), known[place]


def output_names(model: Model) -> list[str]:
    """The names of the outputs; empty if one of them is not written in the script."""
    if model.kind != "Functional" or not model.output_known:
        return []
    given = model.config.get("output_names")
    if isinstance(given, list):
        return [str(name) for name in given]
    names: list[str] = []
    for output in model.outputs:
        # What a loop has put into the list is no tensor, but any number of outputs.
        layer = output.layer if isinstance(output, Tensor) else None
        name: object = None
        if isinstance(layer, Layer) and not isinstance(layer, Operation):
            own = None if isinstance(layer, CustomLayer) else getattr(layer, "name", None)
            name = layer.extra.get("name", own)
        elif isinstance(layer, Model):
            name = layer.config.get("name")
        if not isinstance(name, str):
            return []
        names.append(name)
    return names if len(set(names)) == len(names) else []


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
