"""Gradients as arrays, whatever the backend has for them."""

from collections.abc import Callable
from types import SimpleNamespace

from kerascheck.dynamic.worker.losses import as_array


def test_tensors_of_pytorch_have_methods_that_a_sparse_gradient_has_as_values() -> None:
    class Tensor:
        def __init__(self, values: object = None) -> None:
            self.held = values

        def values(self) -> None:
            raise RuntimeError("it is not sparse")

        indices = values

    sparse = type("IndexedSlices", (), {"indices": 0, "values": Tensor("sparse")})()
    held: Callable[..., str] = as_array
    ops = SimpleNamespace(convert_to_numpy=lambda tensor: tensor.held)
    assert held(SimpleNamespace(ops=ops), Tensor("dense")) == "dense"
    assert held(SimpleNamespace(ops=ops), sparse) == "sparse"
