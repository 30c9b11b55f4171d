"""Evidence for what an output is for, from the model, its training and the words around it.

The weights are judgement, not measurement; from 0.95 on one item fixes the task.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from kerascheck.keras_api import losses, metrics
from kerascheck.keras_api.layers.core import InputLayer
from kerascheck.values import (
    Clue,
    CustomLoss,
    Data,
    Fit,
    Kind,
    Loss,
    Metric,
    Model,
    Output,
    Site,
    Unknown,
    Value,
)

_NAMES = (
    ("autoencoder", 0.7, r"auto_?encoder|(^|_)(vae|ae|dae|cvae)(_|$)|decoder|reconstruct"),
    ("gan", 0.8, r"discriminator|generator_model|(^|_)gan(_|$)|critic|adversar"),
    ("rl", 0.8, r"(^|_)(dqn|q_?network|q_?model|policy|actor|target_model|agent)(_|$)"),
    ("metric-learning", 0.8, r"siamese|triplet|contrastive|embedding_model"),
    ("distillation", 0.7, r"teacher|student_model|distil"),
)
_SEGMENTATION = re.compile(r"dice|tversky|iou|jaccard|lovasz", re.IGNORECASE)
_UPSAMPLING = frozenset({"UpSampling2D", "UpSampling3D", "Conv2DTranspose", "Conv3DTranspose"})


def of_output(output: Output, model: Model) -> Iterator[Clue]:
    """What the output layer speaks for."""
    act, units, site = output.activation, output.units, output.site
    n = units if isinstance(units, int) else None

    def clue(task: str, weight: float, text: str) -> Clue:
        return Clue(task, weight, "output", text, site, n)

    if output.spatial and act in ("softmax", "sigmoid") and _upsampled(output, model):
        yield clue("segmentation", 0.85, f"a convolution with {act} after up-sampling")
        return
    if act == "softmax" and (n is None or n >= 2):
        if output.sequence:
            yield clue("sequence", 0.75, "softmax at every time step")
        else:
            yield clue("multiclass", 0.80, "a softmax output")
    elif act == "sigmoid" and n == 1:
        yield clue("binary", 0.70, "one sigmoid unit")
        yield clue("regression", 0.15, "one unit between 0 and 1")
    elif act == "sigmoid" and n is not None:
        yield clue("multilabel", 0.50, f"{n} sigmoid units")
        yield clue("autoencoder", 0.25, f"{n} values between 0 and 1")
        yield clue("multiclass", 0.15, f"{n} sigmoid units")
    elif act == "linear" and n == 1:
        yield clue("regression", 0.50, "one unit without activation")
        yield clue("binary", 0.15, "one logit")
        yield clue("gan", 0.10, "one unit without activation")
    elif act == "linear" and n is not None:
        yield clue("regression", 0.30, f"{n} units without activation")
        yield clue("multiclass", 0.30, f"{n} logits")
        yield clue("rl", 0.20, f"{n} values without activation")
    if n is not None and n >= 2 and n == _input_size(model):
        yield clue("autoencoder", 0.70, f"as many outputs as inputs ({n})")


def _upsampled(output: Output, model: Model) -> bool:
    if any(layer.kind in _UPSAMPLING for layer in output.before):
        return True
    parts = [layer.kind for layer in model.layers]
    return any(kind in _UPSAMPLING for kind in parts)


def _input_size(model: Model) -> int | None:
    """The number of values of one sample, where the model's input says it."""
    shape: Value = None
    first = model.inputs[0].layer if model.inputs else None
    if first is None and model.layers:
        first = model.layers[0]
    if isinstance(first, InputLayer):
        shape = first.shape
    elif first is not None and not isinstance(first, Model):
        shape = first.extra.get("input_shape", first.extra.get("input_dim"))
    if isinstance(shape, int):
        return shape
    if isinstance(shape, (tuple, list)) and all(isinstance(d, int) for d in shape):
        return math.prod(d for d in shape if isinstance(d, int))
    return None


def of_loss(loss: Loss | Unknown | None, output: Output) -> Iterator[Clue]:
    """What the loss speaks for."""
    if not isinstance(loss, Loss):
        return
    site = loss.site
    if isinstance(loss, CustomLoss):
        if _SEGMENTATION.search(loss.name):
            yield Clue("segmentation", 0.80, "loss", f"the loss `{loss.name}`", site)
        return
    name = loss.canonical
    if name in losses.CATEGORICAL or name in losses.SPARSE:
        yield Clue("multiclass", 0.80, "loss", f"the loss {name}", site)
    elif name in losses.BINARY:
        task = "binary" if output.units == 1 else "multilabel"
        yield Clue(task, 0.70, "loss", f"the loss {name}", site)
    elif name in losses.REGRESSION:
        yield Clue("regression", 0.55, "loss", f"the loss {name}", site)
    elif name in {"dice", "tversky"}:
        yield Clue("segmentation", 0.80, "loss", f"the loss {name}", site)


def of_metrics(found: Sequence[Metric | Unknown]) -> Iterator[Clue]:
    """What the metrics speak for."""
    for metric in found:
        if not isinstance(metric, Metric):
            continue
        name, site = metric.canonical, metric.site
        if name == "accuracy":
            yield Clue("classification", 0.40, "metrics", "the metric accuracy", site)
        elif name in metrics.ACCURACY or name in metrics.CLASSIFICATION:
            yield Clue("classification", 0.75, "metrics", f"the metric {name}", site)
        elif name in metrics.REGRESSION:
            yield Clue("regression", 0.65, "metrics", f"the metric {name}", site)
        elif _SEGMENTATION.search(name):
            yield Clue("segmentation", 0.60, "metrics", f"the metric {name}", site)


def of_labels(fit: Fit, labels: Value) -> Iterator[Clue]:
    """What the target that reaches `fit` speaks for."""
    if isinstance(labels, Data):
        yield from labels.clues
    yield from _same_as_input(fit, labels)
    if fit.config.get("class_weight") is not None:
        place = fit.args.get("class_weight", fit.site)
        yield Clue("classification", 0.85, "labels", "class weights are given", place)


def _same_as_input(fit: Fit, labels: Value) -> Iterator[Clue]:
    if labels is None or not isinstance(labels, (Data, Unknown)):
        return
    place = fit.args.get("y", fit.site)
    xs = fit.x if isinstance(fit.x, (list, tuple)) else [fit.x]
    if any(x is labels for x in xs):
        yield Clue("autoencoder", 0.95, "labels", "the target is the input itself", place)
    elif isinstance(labels, Data) and any(_noisy(x, labels) for x in xs):
        yield Clue("autoencoder", 0.95, "labels", "the target is made of the input", place)


def _summed_up(x: object, y: object) -> bool:
    """Whether y has fewer axes and fewer numbers a sample than x, as a mean over time has."""
    match x, y:
        case (_, *given), (_, *wanted) if len(wanted) < len(given):
            numbers = [[n for n in sizes if isinstance(n, int)] for sizes in (given, wanted)]
            known = [len(numbers[0]), len(numbers[1])] == [len(given), len(wanted)]
            return known and math.prod(numbers[1]) < math.prod(numbers[0])
    return False


def _single(y: object) -> bool:
    """Whether a sample is one number: a function of the input, and nothing to be rebuilt."""
    match y:
        case (_, *sizes):
            return all(size == 1 for size in sizes)
    return False


def _noisy(x: Value, y: Data) -> bool:
    """Whether x and y are the same samples in the same form, one of them perhaps with noise."""
    if not isinstance(x, Data) or x.rows != y.rows or y.kind is Kind.SERIES:
        return False
    if any(clue.source == "labels" for clue in y.clues) or not (x.steps and y.steps):
        return False
    if isinstance(x.columns, tuple) or isinstance(y.columns, tuple) or x.name != y.name:
        return False
    if _summed_up(x.shape, y.shape) or _single(y.shape):
        return False
    # An image has at least three axes with the samples; labels rarely do.
    return x.steps[0] is y.steps[0] and (y.rank or 0) >= 2


def of_names(names: Sequence[tuple[str, Site | None]]) -> Iterator[Clue]:
    """What the names of variables and functions speak for."""
    for name, site in names:
        for task, weight, pattern in _NAMES:
            if re.search(pattern, name, re.IGNORECASE):
                yield Clue(task, weight, "names", f"the name `{name}`", site)
