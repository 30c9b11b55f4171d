"""What losses and gradients are computed for: the training of a model, as a request to the worker."""

import math
from collections.abc import Mapping
from typing import Any

from kerascheck.dynamic.encode import (
    Json,
    UnplannedError,
    dtype_of,
    is_default,
    object_of,
    shape_of,
)
from kerascheck.values import (
    CustomLoss,
    Data,
    Encoding,
    Loss,
    Metric,
    Model,
    Optimizer,
    Site,
    Spec,
    Tensor,
    Training,
    Unknown,
    Value,
)

LIMIT = 20_000_000
"""No losses are computed for models with more parameters: making the weights takes too long."""
_ENCODINGS: Mapping[Encoding, str] = {
    Encoding.INT: "int",
    Encoding.BINARY: "binary",
    Encoding.ONE_HOT: "one_hot",
    Encoding.MULTI_HOT: "multi_hot",
    Encoding.FLOAT: "float",
}
_SLOTS: Mapping[str, float] = {
    "SGD": 0,
    "RMSprop": 1,
    "Adagrad": 1,
    "Lion": 1,
    "Adam": 2,
    "AdamW": 2,
    "Nadam": 2,
    "Adamax": 2,
    "Adadelta": 2,
    "Ftrl": 2,
}
"""How many numbers an optimizer keeps for each trainable weight, as measured."""
_NATURAL = frozenset({"CategoricalCrossentropy", "SparseCategoricalCrossentropy"})


def probe(model: Model, outputs: list[Training], *, overfit: bool = False) -> Json:
    """The request for one compile (and fit); `outputs` has the training of each output.

    Raises `UnplannedError` where loss, labels or inputs are not known.
    """
    losses = [_loss(training) for training in outputs]
    if not any(losses):
        raise UnplannedError("it has no loss")
    return {
        "inputs": _inputs(model, outputs[0]),
        "losses": losses,
        "labels": [_labels(training) for training in outputs],
        "metrics": [_metrics(training) for training in outputs],
        "limit": LIMIT,
        "overfit": overfit,
    }


def _loss(training: Training) -> Any:
    loss = training.loss
    if loss is None:
        return None
    if isinstance(loss, Unknown):
        raise UnplannedError(loss.why, loss.site)
    if isinstance(loss, CustomLoss) or not training.standard:
        raise UnplannedError("the loss is the script's own", training.compile.site)
    config = {
        name: getattr(loss, name)
        for name, default in type(loss).parameters().items()
        if name not in ("extra", "partial", "body", "name", "dtype", "reduction")
        and not is_default(getattr(loss, name), default)
    }
    return object_of(loss, f"keras.losses.{type(loss).__name__}", config)


def _metrics(training: Training) -> list[Any]:
    found = []
    for metric in training.metrics:
        if isinstance(metric, Metric) and not metric.custom:
            path = f"keras.metrics.{_class_of(metric.canonical)}"
            config = {k: v for k, v in metric.config.items() if k not in ("name", "dtype")}
            try:
                found.append(object_of(metric, path, config))
            except UnplannedError:
                continue
    return found


def _class_of(canonical: str) -> str:
    """The class of a metric; of `accuracy` none, as Keras chooses one that fits."""
    if canonical == "accuracy":
        return ""
    names = {
        "auc": "AUC",
        "f1_score": "F1Score",
        "fbeta_score": "FBetaScore",
        "r2_score": "R2Score",
    }
    return names.get(canonical, "".join(word.title() for word in canonical.split("_")))


def _labels(training: Training) -> Json:
    labels = training.labels
    if not isinstance(labels, Data):
        return {}
    encoding = labels.encoding
    told: Json = {}
    if isinstance(encoding, Encoding):
        if encoding is Encoding.STRING:
            raise UnplannedError("the labels are strings", training.compile.site)
        told["encoding"] = _ENCODINGS[encoding]
    if isinstance(labels.classes, int):
        told["classes"] = labels.classes
    shape = labels.shape
    if isinstance(shape, tuple) and shape and training.fit is not None:
        told["shape"] = [dim if isinstance(dim, int) else None for dim in shape[1:]]
        if any(isinstance(dim, Unknown) for dim in shape[1:]):
            told.pop("shape")
    return told


def _inputs(model: Model, training: Training) -> Json:
    site = model.site
    if model.kind == "Sequential" and not model.outputs:
        entry = model.entry
        if not isinstance(entry, Spec):
            raise UnplannedError("nothing says what the model is given", site)
        return {"tensors": [_input(entry, _data(training, 0, 1), site)], "structure": 0}
    tensors = list(model.inputs)
    if not tensors:
        raise UnplannedError("the inputs of the model are not known", site)
    made = [
        _input(tensor.spec, _data(training, number, len(tensors)), site)
        for number, tensor in enumerate(tensors)
    ]
    places = {id(tensor): number for number, tensor in enumerate(tensors)}
    takes = model.takes if model.takes is not None else list(tensors)
    structure = _structure(takes, places)
    if isinstance(structure, list) and len(structure) == 1:
        structure = structure[0]
    return {"tensors": made, "structure": structure}


def _structure(value: Value, places: Mapping[int, int]) -> Any:
    if isinstance(value, Tensor):
        return places[id(value)]
    if isinstance(value, dict):
        return {str(key): _structure(item, places) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_structure(item, places) for item in value]
    raise UnplannedError("the inputs of the model are not known")


def _input(spec: Spec, data: Data | None, site: Site) -> Json:
    told: Json = {"shape": shape_of(spec, site)["tuple"], "dtype": dtype_of(spec, site)}
    if told["dtype"] == "string":
        raise UnplannedError("the inputs are strings", site)
    if data is not None and data.low is not None and data.high is not None and data.low < data.high:
        told |= {"low": data.low, "high": data.high}
    return told


def _data(training: Training, position: int, count: int) -> Data | None:
    fit = training.fit
    x = fit.x if fit is not None else None
    if isinstance(x, (list, tuple)) and len(x) == count:
        x = x[position]
    return x if isinstance(x, Data) and (count == 1 or x is not getattr(fit, "x", None)) else None


def expected(outputs: list[Training]) -> float | None:
    """The loss of a model that knows nothing, where it is one classification."""
    if len(outputs) != 1:
        return None
    loss = outputs[0].loss
    kind = type(loss).__name__ if isinstance(loss, Loss) else ""
    spec = outputs[0].output.spec
    units = spec.shape[-1] if isinstance(spec.shape, tuple) and spec.shape else None
    if kind in _NATURAL and isinstance(units, int) and units > 1:
        return math.log(units)
    return math.log(2) if kind == "BinaryCrossentropy" else None


def slots(optimizer: Optimizer | Unknown | None) -> float | None:
    """How many numbers the optimizer keeps for a trainable weight, None if that is not known."""
    if not isinstance(optimizer, Optimizer):
        return None
    kept = _SLOTS.get(optimizer.kind)
    momentum = optimizer.config.get("momentum")
    if isinstance(momentum, (int, float)) and momentum and kept is not None:
        kept += 1
    if optimizer.kind == "Adam" and optimizer.config.get("amsgrad") is True:
        kept = 3
    return kept


def batch_size(training: Training | None) -> int | None:
    """The samples of one step, as `fit` is told or by default; None if that is not known."""
    fit = training.fit if training is not None else None
    if fit is None or fit.partial or fit.data is not None:
        return None
    given = fit.config.get("batch_size")
    if given is None:
        return 32 if isinstance(fit.x, (Data, list, tuple, dict)) else None
    return given if isinstance(given, int) else None
