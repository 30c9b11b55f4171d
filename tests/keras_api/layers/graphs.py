"""Random functional graphs of layers: what each tensor is made of, for us and for Keras alike."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from kerascheck.facts.models import functional
from kerascheck.keras_api import graph, structures, tables
from kerascheck.keras_api.layers import LAYERS
from kerascheck.keras_api.layers.core import InputLayer
from kerascheck.values import Applied, Spec, Tensor
from tests.keras_api.layers.oracle import SITE


@dataclass(frozen=True)
class Step:
    """One call: a layer's class and arguments, and which of the tensors so far it is given.

    `again` is the number of an earlier step whose layer is used once more, or -1.
    """

    layer: str
    config: dict[str, Any]
    inputs: tuple[int, ...]
    again: int = -1


@dataclass(frozen=True)
class Graph:
    """Inputs of shape (None, 8, 8, 4), then steps; every tensor that nothing uses is an output."""

    inputs: int
    steps: tuple[Step, ...]


ONE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Conv2D", {"filters": 4, "kernel_size": 3, "padding": "same"}),
    ("Conv2D", {"filters": 4, "kernel_size": 1, "use_bias": False}),
    ("DepthwiseConv2D", {"kernel_size": 3, "padding": "same"}),
    ("SeparableConv2D", {"filters": 4, "kernel_size": 3, "padding": "same"}),
    ("BatchNormalization", {}),
    ("LayerNormalization", {}),
    ("Activation", {"activation": "relu"}),
    ("Dense", {"units": 4}),
    ("Dropout", {"rate": 0.2}),
    ("PReLU", {}),
    ("MaxPooling2D", {"pool_size": 3, "strides": 1, "padding": "same"}),
)
SEVERAL: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Add", {}),
    ("Multiply", {}),
    ("Maximum", {}),
    ("Average", {}),
)


@st.composite
def graphs(draw: Any) -> Graph:
    """Graphs in which every tensor has the same shape, so that any layer fits anywhere."""
    inputs = draw(st.integers(1, 3))
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 9))):
        known = inputs + number
        if draw(st.integers(0, 3)) == 0 and known > 1:
            layer, config = draw(st.sampled_from(SEVERAL))
            picks = draw(st.lists(st.integers(0, known - 1), min_size=2, max_size=3))
            steps.append(Step(layer, config, tuple(picks)))
            continue
        single = [i for i, step in enumerate(steps) if len(step.inputs) == 1]
        source = (draw(st.integers(0, known - 1)),)
        if single and draw(st.integers(0, 4)) == 0:
            again = draw(st.sampled_from(single))
            steps.append(Step(steps[again].layer, steps[again].config, source, again))
        else:
            layer, config = draw(st.sampled_from(ONE))
            steps.append(Step(layer, config, source))
    return Graph(inputs, tuple(steps))


GRAPHS: SearchStrategy[Graph] = graphs()
SHAPE = (8, 8, 4)
Summary = list[tuple[str, tuple[Any, ...], int]]


def outputs_of(tried: Graph) -> list[int]:
    """The tensors that no step uses, inputs left out."""
    used = {number for step in tried.steps for number in step.inputs}
    every = range(tried.inputs, tried.inputs + len(tried.steps))
    return [number for number in every if number not in used]


def ours(tried: Graph) -> Summary:
    """Class, output shape and parameters of each layer, as we list them."""
    tensors: list[Tensor] = []
    for _ in range(tried.inputs):
        layer = InputLayer(site=SITE, shape=SHAPE)
        tensors.append(_called(layer, ()))
    made: list[Any] = []
    for step in tried.steps:
        part = made[step.again] if step.again >= 0 else LAYERS[step.layer](site=SITE, **step.config)
        made.append(part)
        given = [tensors[number] for number in step.inputs]
        tensors.append(_called(part, tuple(given)))
    outputs = [tensors[number] for number in outputs_of(tried)]
    model = functional(tensors[: tried.inputs], outputs, SITE, {}, {}).snapshot()
    return [
        (row.part.kind if hasattr(row.part, "kind") else "", row.output.dims, _number(row.count))
        for row in tables.table(model)
    ]


def _called(part: Any, given: tuple[Tensor, ...]) -> Tensor:
    args: tuple[Any, ...] = () if not given else (given[0] if len(given) == 1 else list(given),)
    spec: Spec = graph.call(part, tuple(structures.specs_of(arg) for arg in args), {})
    return Tensor(part, given, SITE, spec=spec, applied=Applied(args, {}, spec))


def _number(count: Any) -> int:
    assert isinstance(count, int)
    return count


def keras(tried: Graph) -> Summary:
    """The same of the model that Keras makes."""
    real: Any = import_module("keras")
    tensors = [real.Input(SHAPE) for _ in range(tried.inputs)]
    made: list[Any] = []
    for step in tried.steps:
        part = (
            made[step.again] if step.again >= 0 else getattr(real.layers, step.layer)(**step.config)
        )
        made.append(part)
        given = [tensors[number] for number in step.inputs]
        tensors.append(part(given[0] if len(given) == 1 else given))
    model = real.Model(tensors[: tried.inputs], [tensors[n] for n in outputs_of(tried)])
    return [(type(part).__name__, _shape(part), part.count_params()) for part in model.layers]


def _shape(part: Any) -> tuple[Any, ...]:
    node = part._inbound_nodes[0]
    return tuple(node.output_tensors[0].shape)
