"""What is known of a model that was built."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from .jobs import Job, Json

_KERNELS = """
BatchNormalization Bidirectional Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D
Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Dense DepthwiseConv1D DepthwiseConv2D EinsumDense
GRU GroupNormalization GroupQueryAttention LSTM LayerNormalization MultiHeadAttention
RMSNormalization SeparableConv1D SeparableConv2D SimpleRNN TimeDistributed
"""
KERNELS = frozenset(_KERNELS.split())
"""The layers whose gradient needs what they are given: they multiply it by trained weights."""


def report(keras: Any, job: Job, error: BaseException | None) -> Json:
    """The parts of a job as they were built, and what went wrong."""
    told: Json = {"parts": {}, "error": None}
    for number, part in job.parts.items():
        if not isinstance(part, keras.layers.Layer):
            continue
        entry: Json = {"outputs": job.first.get(id(part)), "built": bool(part.built)}
        if part.built:
            entry["trainable"] = size_of(part.trainable_weights)
            entry["frozen"] = size_of(part.non_trainable_weights)
        told["parts"][str(number)] = entry
    if error is not None:
        told["error"] = wrong(job, error)
    elif job.job["model"] is not None:
        told["kept"] = kept_bytes(keras, job)
    return told


def kept_bytes(keras: Any, job: Job) -> int:
    """The least bytes a sample that training keeps from the forward for the backward pass.

    The gradient of a kernel needs what its layer was given; whatever lies between two of them can
    be computed anew or in place. In models without a graph what such a layer gives stands for it.
    """
    model = job.parts[job.job["model"]]
    numbers: dict[int, int] = {}
    if not given_to_kernels(keras, model, numbers):
        for part in job.parts.values():
            if trains_kernel(part) and id(part) in job.first:
                shapes = [shape for shape, _ in job.first[id(part)]]
                numbers[id(part)] = sum(math.prod(map(extent, shape[1:])) for shape in shapes)
    precisions = {str(getattr(layer, "compute_dtype", "")) for layer in layers_in(keras, model)}
    return sum(numbers.values()) * (2 if precisions & {"float16", "bfloat16"} else 4)


def given_to_kernels(keras: Any, model: Any, numbers: dict[int, int]) -> bool:
    """Note how many numbers a sample each tensor has that a trained kernel is applied to.

    False if the model has no graph. A tensor that several kernels share counts once.
    """
    graph = getattr(model, "_functional", None) or model
    depths = getattr(graph, "_nodes_by_depth", None)
    if not depths:
        return False
    for node in (node for nodes in depths.values() for node in nodes):
        layer = node.operation
        if trains_kernel(layer):
            for tensor in node.input_tensors:
                numbers[id(tensor)] = math.prod(map(extent, tensor.shape[1:]))
        elif isinstance(layer, keras.Model):
            given_to_kernels(keras, layer, numbers)
    return True


def trains_kernel(part: Any) -> bool:
    """Whether it is a layer whose gradient needs what the layer is given."""
    return type(part).__name__ in KERNELS and bool(part.trainable_weights)


def extent(dim: int | None) -> int:
    """A dimension as a number, 1 if it is open."""
    return 1 if dim is None else int(dim)


def wrong(job: Job, error: BaseException) -> Json:
    """What Keras raised, at which step, and what the layer that failed was given."""
    layer: Any
    shapes: list[Any]
    layer, shapes = job.failing or (None, [])
    owners = {id(part): number for number, part in job.parts.items()}
    return {
        "step": owners.get(id(layer), job.step) if layer is not None else job.step,
        "at": job.step,
        "type": type(error).__name__,
        "text": str(error)[:4000],
        "layer": type(layer).__name__ if layer is not None else "",
        "inputs": shapes,
    }


def size_of(weights: Sequence[Any]) -> int:
    """The numbers in some variables, each variable once."""
    total = 0
    for weight in {id(weight): weight for weight in weights}.values():
        total += math.prod(int(extent) for extent in weight.shape)
    return total


def layers_in(keras: Any, part: Any) -> list[Any]:
    return part._flatten_layers() if hasattr(part, "_flatten_layers") else []
