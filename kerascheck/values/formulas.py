"""Losses and metrics that the script writes itself, followed from the labels to the result."""

from dataclasses import dataclass

from kerascheck.values.layers import Tensor
from kerascheck.values.site import Site
from kerascheck.values.unknown import Value
from kerascheck.values.written import Called


@dataclass(frozen=True, eq=False)
class Formula:
    """What a loss or metric function of the script makes of what Keras gives it.

    `names` are its first two parameters, `self` left out, and `places` where these are written.
    Keras gives labels first and predictions second; `labels` and `predictions` stand for them.
    `result` is what the function returns: a graph of operations on the two, or unknown, as where
    it depends on a branch. `calls` are the calls of libraries on the way.
    """

    site: Site
    names: tuple[str, str]
    places: tuple[Site, Site]
    labels: Tensor
    predictions: Tensor
    result: Value
    calls: tuple[Called, ...] = ()
