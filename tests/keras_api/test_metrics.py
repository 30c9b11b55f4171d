"""Metrics are found by every name, and their arguments bound."""

import pytest

from kerascheck.finding import Span
from kerascheck.keras_api import metrics
from kerascheck.keras_api.metrics import bind_metric, from_path, from_string, make_metric
from kerascheck.values import Site, Unknown


class Nowhere:
    """A locator for places that nobody looks at."""

    def span(self, statement: object, node: object) -> Span:
        return Span("script.py", 0, 1, 0, 1, 0)

    def text(self, node: object) -> str:
        return str(node)


HERE = Site(Nowhere(), "call", "call")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("accuracy", "accuracy"),
        ("acc", "accuracy"),
        ("Accuracy", "accuracy"),
        ("ACC", "accuracy"),
        ("mse", "mean_squared_error"),
        ("AUC", "auc"),
        ("auc", "auc"),
        ("f1_score", "f1_score"),
        ("RootMeanSquaredError", "root_mean_squared_error"),
        ("cosine_proximity", "cosine_similarity"),
    ],
)
def test_a_string_has_its_canonical_name(text: str, name: str) -> None:
    assert from_string(text) == name


@pytest.mark.parametrize("text", ["f1", "rmse", "r2", "iou", "mean_iou", "MeanIoU", "Mse"])
def test_what_no_version_takes_is_no_metric(text: str) -> None:
    assert from_string(text) is None


def test_the_class_accuracy_is_not_the_string() -> None:
    assert from_path("keras.metrics.Accuracy") == "exact_accuracy"
    assert make_metric("accuracy", HERE).canonical == "accuracy"


def test_functions_of_losses_serve_as_metrics() -> None:
    assert from_path("keras.losses.mean_squared_error") == "mean_squared_error"
    assert from_path("keras.metrics.binary_accuracy") == "binary_accuracy"
    assert from_path("keras.layers.Dense") is None


def test_arguments_are_bound_with_their_defaults() -> None:
    path = "keras.metrics.AUC"
    metric = make_metric(path, HERE, bind_metric(path, [100], {"name": "area"}), {0: HERE})
    assert metric.config["num_thresholds"] == 100
    assert (metric.config["name"], metric.config["multi_label"]) == ("area", False)
    assert metric.args == {"num_thresholds": HERE}
    partial = make_metric(path, HERE, bind_metric(path, [], {}, complete=False))
    assert isinstance(partial.config["multi_label"], Unknown)
    needs = make_metric("keras.metrics.MeanIoU", HERE, bind_metric("keras.metrics.MeanIoU", [], {}))
    assert isinstance(needs.config["num_classes"], Unknown)


def test_a_name_that_is_not_kerass_is_custom() -> None:
    metric = make_metric("my_module.dice_score", HERE)
    assert (metric.canonical, metric.custom) == ("dice_score", True)


def test_the_families_hold_canonical_names() -> None:
    known = {*metrics.CLASSES.values(), *metrics.FUNCTIONS.values(), *metrics.BY_STRING.values()}
    for family in (
        metrics.ACCURACY,
        metrics.CLASSIFICATION,
        metrics.REGRESSION,
        metrics.OVERLAP,
        metrics.CROSSENTROPY,
    ):
        assert family <= known
