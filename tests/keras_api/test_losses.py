"""Losses are found by every name, and their arguments bound."""

import pytest

from kerascheck.finding import Span
from kerascheck.keras_api import losses
from kerascheck.keras_api.losses import (
    AutomaticCrossentropy,
    BinaryCrossentropy,
    CosineSimilarity,
    Huber,
    KLDivergence,
    LogCosh,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
    bind_loss,
    loss_class,
    make_loss,
)
from kerascheck.values import Loss, Site, Unknown


class Nowhere:
    """A locator for places that nobody looks at."""

    def span(self, statement: object, node: object) -> Span:
        return Span("script.py", 0, 1, 0, 1, 0)

    def text(self, node: object) -> str:
        return str(node)


HERE = Site(Nowhere(), "call", "call")

NAMES = [
    ("mse", MeanSquaredError),
    ("MSE", MeanSquaredError),
    ("MeanSquaredError", MeanSquaredError),
    ("keras.losses.mse", MeanSquaredError),
    ("keras.losses.MSE", MeanSquaredError),
    ("keras.metrics.mean_squared_error", MeanSquaredError),
    ("bce", BinaryCrossentropy),
    ("keras.backend.binary_crossentropy", BinaryCrossentropy),
    ("keras.ops.binary_crossentropy", BinaryCrossentropy),
    ("keras.losses.SparseCategoricalCrossentropy", SparseCategoricalCrossentropy),
    ("kullback_leibler_divergence", KLDivergence),
    ("kld", KLDivergence),
    ("logcosh", LogCosh),
    ("huber_loss", Huber),
    ("cosine_proximity", CosineSimilarity),
    ("crossentropy", AutomaticCrossentropy),
]


@pytest.mark.parametrize(("name", "cls"), NAMES, ids=[name for name, _ in NAMES])
def test_a_name_stands_for_its_loss(name: str, cls: type[Loss]) -> None:
    assert loss_class(name) is cls


@pytest.mark.parametrize(
    "name",
    ["accuracy", "rmse", "cce", "scce", "nll", "l1", "Mse", "binary_accuracy", "keras.losses.cce"],
)
def test_what_no_version_takes_is_no_loss(name: str) -> None:
    assert loss_class(name) is None


def test_metric_classes_are_no_losses() -> None:
    assert loss_class("keras.metrics.MeanSquaredError") is None


def test_a_string_has_the_default_arguments() -> None:
    loss = make_loss(SparseCategoricalCrossentropy, HERE)
    assert loss.from_logits is False
    assert loss.canonical == "sparse_categorical_crossentropy"


def test_arguments_of_a_class_are_bound() -> None:
    bound = bind_loss(BinaryCrossentropy, [True], {"label_smoothing": 0.1, "wrong": 1})
    place = Site(Nowhere(), "True", "True")
    loss = make_loss(BinaryCrossentropy, HERE, bound, {0: place})
    assert (loss.from_logits, loss.label_smoothing) == (True, 0.1)
    assert loss.args == {"from_logits": place}
    assert bound.extra == {"wrong": 1}


def test_what_unpacked_arguments_may_bring_is_unknown() -> None:
    bound = bind_loss(BinaryCrossentropy, [], {"axis": 1}, complete=False)
    loss = make_loss(BinaryCrossentropy, HERE, bound)
    assert isinstance(loss.from_logits, Unknown)
    assert loss.axis == 1


def test_the_groups_hold_canonical_names_and_do_not_overlap() -> None:
    groups = [
        losses.REGRESSION,
        losses.CROSSENTROPY,
        losses.MARGIN,
        losses.OVERLAP,
        losses.OTHER,
        frozenset({"kl_divergence", "categorical_generalized_cross_entropy"}),
    ]
    known = {cls.canonical for cls in losses.CLASSES.values()} | {"crossentropy"}
    assert frozenset().union(*groups) == known
    assert sum(map(len, groups)) == len(known)
    assert losses.BINARY | losses.CATEGORICAL | losses.SPARSE < losses.CROSSENTROPY
