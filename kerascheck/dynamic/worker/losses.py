"""Numbers: losses and gradients on made-up samples."""

# Keras is not there when types are checked, so that all that it makes is `Any`.
# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .jobs import Job, Json, Values
from .reports import layers_in
from .samples import ROWS, Sample
from .watch import Watch, dim

SEEDS = 3
"""For how many random weights the losses and gradients are computed."""


def numbers(keras: Any, watch: Watch, make: Callable[[], Job], probe: Json) -> Json:
    """Losses and gradients of a model for made-up samples, with several random weights."""
    told: Json = {"losses": [], "error": None, "dead": None, "spoilt": None, "gradient": True}
    dead = None
    for seed in range(SEEDS):
        keras.utils.set_random_seed(seed)
        job = make()
        model = job.parts[job.job["model"]]
        watch.numbers, watch.spoilt = True, None
        try:
            sample = Sample(keras, model, probe, seed)
        finally:
            watch.numbers = False
        outputs = sample.outputs
        owners = {id(part): number for number, part in job.parts.items()}
        if watch.spoilt is not None:
            told["spoilt"] = owners.get(id(watch.spoilt), -1)
        try:
            sample.loss(outputs)
        except Exception as error:  # noqa: BLE001 - whatever the loss raises is reported
            told["error"] = {"type": type(error).__name__, "text": str(error)[:2000]}
            told["outputs"] = [list(map(dim, t.shape)) for t in keras.tree.flatten(outputs)]
            told["labels"] = [list(label.shape) for label in sample.y if label is not None]
            return told
        value, gradients = differentiate(keras, model, sample)
        value = milder(keras, model, sample, value)
        told["losses"].append(value if math.isfinite(value) else str(value))
        lost = set(dead_weights(keras, gradients))
        told["infinite"] = any(not finite(keras, g) for g in gradients if g is not None)
        dead = lost if dead is None else dead & lost
        if seed == 0:
            told["total"] = len(model.trainable_weights)
            told["metrics"] = metrics(keras, probe, sample, outputs)
    told["dead"] = sorted(dead or ())
    owners = {}
    for number, part in job.parts.items():
        if isinstance(part, keras.layers.Layer) and number != job.job["model"]:
            for weight in part.trainable_weights:
                owners.setdefault(id(weight), number)
    told["owners"] = [owners.get(id(weight)) for weight in model.trainable_weights]
    if probe.get("overfit"):
        told["overfit"] = overfit(keras, make(), probe)
    return told


def expected_seconds(keras: Any, model: Any, probe: Json) -> float:
    """About how long `numbers` will take, from how long the model takes for two samples.

    A gradient takes about as long as three calls, and there are two calls more.
    """
    sample = Sample(keras, model, probe, 0, rows=2)
    begun, used = time.monotonic(), time.process_time()
    # The first call has prepared all that needs it; to look at the result is to wait for it.
    for output in keras.tree.flatten(model(sample.x, training=False)):
        keras.ops.convert_to_numpy(output)
    # Several processors take less time than they are used; on a busy machine it is the other way.
    seconds = min(time.monotonic() - begun, time.process_time() - used)
    return seconds * (ROWS / 2) * (3 + 2) * SEEDS


def milder(keras: Any, model: Any, sample: Sample, value: float) -> float:
    """The loss, or that of training if it is lower: a `BatchNormalization` needs to normalize."""
    names = {type(layer).__name__ for layer in layers_in(keras, model)}
    if not math.isfinite(value) or "BatchNormalization" not in names:
        return value
    with contextlib.suppress(Exception):
        trained = float(keras.ops.convert_to_numpy(sample.loss(model(sample.x, training=True))))
        return min(value, trained) if math.isfinite(trained) else value
    return value


def differentiate(keras: Any, model: Any, sample: Sample) -> tuple[float, Sequence[Any]]:
    """The loss and its gradient for each trainable weight; None where there is none."""
    backend = keras.backend.backend()
    weights = model.trainable_weights
    if backend == "tensorflow":
        import tensorflow as tf

        with tf.GradientTape() as tape:
            value = sample.loss(model(sample.x, training=False))
        return float(value), tape.gradient(value, [weight.value for weight in weights])
    if backend == "torch":
        model.zero_grad()
        value = sample.loss(model(sample.x, training=False))
        value.backward()
        return float(value), [weight.value.grad for weight in weights]
    import jax

    variables = model.trainable_variables
    others = [variable.value for variable in model.non_trainable_variables]

    def compute(values: Values) -> Any:
        outputs, _ = model.stateless_call(values, others, sample.x, training=False)
        return sample.loss(outputs)

    value, gradients = jax.value_and_grad(compute)([v.value for v in variables])
    return float(value), gradients


def dead_weights(keras: Any, gradients: Sequence[Any]) -> Iterator[int]:
    """The positions of the trainable weights that no gradient reaches."""
    for position, gradient in enumerate(gradients):
        if gradient is None or not (as_array(keras, gradient) != 0).any():
            yield position


def finite(keras: Any, gradient: Any) -> bool:
    import numpy

    return bool(numpy.isfinite(as_array(keras, gradient)).all())


def as_array(keras: Any, gradient: Any) -> Any:
    # What TensorFlow has for an Embedding. Tensors of PyTorch have methods of these names.
    if type(gradient).__name__ == "IndexedSlices":
        gradient = gradient.values
    return keras.ops.convert_to_numpy(gradient)


def metrics(keras: Any, probe: Json, sample: Sample, outputs: Any) -> list[list[str]]:
    """What the metrics say to the labels: nothing, or what they raise."""
    job = Job(keras, {"steps": []}, {}, 0)
    told = []
    flat = keras.tree.flatten(outputs)
    for group, label, output in zip(probe.get("metrics", ()), sample.y, flat, strict=False):
        for metric in group:
            if label is None:
                continue
            try:
                job.decode(metric, {}, ()).update_state(label, output)
            except Exception as error:  # noqa: BLE001 - whatever it raises is reported
                name = metric["object"]["class"].rpartition(".")[2]
                told.append([name, type(error).__name__, str(error)[:500]])
    return told


def overfit(keras: Any, job: Any, probe: Json) -> list[float | str]:
    """The loss on eight samples before and after some steps of training on them."""
    model = job.parts[job.job["model"]]
    sample = Sample(keras, model, probe, 0, rows=8)
    optimizer = keras.optimizers.Adam(0.005)
    first = last = math.nan
    for _ in range(60):
        last, gradients = differentiate(keras, model, sample)
        first = last if math.isnan(first) else first
        pairs = [
            (gradient, weight)
            for gradient, weight in zip(gradients, model.trainable_weights, strict=False)
            if gradient is not None
        ]
        if not pairs or not math.isfinite(last):
            break
        optimizer.apply([g for g, _ in pairs], [w for _, w in pairs])
    return [
        first if math.isfinite(first) else str(first),
        last if math.isfinite(last) else str(last),
    ]
