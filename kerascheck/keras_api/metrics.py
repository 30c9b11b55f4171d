"""Metrics of `keras.metrics` by the strings, functions and classes that name them.

The names and parameters are those of Keras 3.15, with the strings of Keras 2. The string `accuracy` lets
Keras choose by the shapes, but the class `Accuracy` compares for equality: it has the canonical
name `exact_accuracy`.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kerascheck.keras_api.binding import Bound, bind_to, filled
from kerascheck.keras_api.losses import FUNCTIONS as LOSS_FUNCTIONS
from kerascheck.keras_api.words import words
from kerascheck.values import REQUIRED, Metric, Site, Value

_PLAIN = {
    "Accuracy": "accuracy",
    "CategoricalAccuracy": "categorical_accuracy",
    "CategoricalHinge": "categorical_hinge",
    "Hinge": "hinge",
    "KLDivergence": "kl_divergence",
    "LogCoshError": "logcosh",
    "Mean": "mean",
    "MeanAbsoluteError": "mean_absolute_error",
    "MeanAbsolutePercentageError": "mean_absolute_percentage_error",
    "MeanSquaredError": "mean_squared_error",
    "MeanSquaredLogarithmicError": "mean_squared_logarithmic_error",
    "Poisson": "poisson",
    "RootMeanSquaredError": "root_mean_squared_error",
    "SparseCategoricalAccuracy": "sparse_categorical_accuracy",
    "SquaredHinge": "squared_hinge",
    "Sum": "sum",
}
"""Classes that take a name and a dtype only, with the name they get by default."""

PARAMETERS: Mapping[str, Mapping[str, Value]] = MappingProxyType(
    {
        **{cls: {"name": name, "dtype": None} for cls, name in _PLAIN.items()},
        "AUC": {
            "num_thresholds": 200,
            "curve": "ROC",
            "summation_method": "interpolation",
            "name": None,
            "dtype": None,
            "thresholds": None,
            "multi_label": False,
            "num_labels": None,
            "label_weights": None,
            "from_logits": False,
        },
        "BinaryAccuracy": {"name": "binary_accuracy", "dtype": None, "threshold": 0.5},
        "BinaryCrossentropy": {
            "name": "binary_crossentropy",
            "dtype": None,
            "from_logits": False,
            "label_smoothing": 0,
        },
        "BinaryIoU": {"target_class_ids": (0, 1), "threshold": 0.5, "name": None, "dtype": None},
        "CategoricalCrossentropy": {
            "name": "categorical_crossentropy",
            "dtype": None,
            "from_logits": False,
            "label_smoothing": 0,
            "axis": -1,
        },
        "ConcordanceCorrelation": {"name": "concordance_correlation", "dtype": None, "axis": -1},
        "CosineSimilarity": {"name": "cosine_similarity", "dtype": None, "axis": -1},
        "F1Score": {"average": None, "threshold": None, "name": "f1_score", "dtype": None},
        "FBetaScore": {
            "average": None,
            "beta": 1.0,
            "threshold": None,
            "name": "fbeta_score",
            "dtype": None,
        },
        "FalseNegatives": {"thresholds": None, "name": None, "dtype": None},
        "FalsePositives": {"thresholds": None, "name": None, "dtype": None},
        "IoU": {
            "num_classes": REQUIRED,
            "target_class_ids": REQUIRED,
            "name": None,
            "dtype": None,
            "ignore_class": None,
            "sparse_y_true": True,
            "sparse_y_pred": True,
            "axis": -1,
        },
        "MeanIoU": {
            "num_classes": REQUIRED,
            "name": None,
            "dtype": None,
            "ignore_class": None,
            "sparse_y_true": True,
            "sparse_y_pred": True,
            "axis": -1,
        },
        "OneHotIoU": {
            "num_classes": REQUIRED,
            "target_class_ids": REQUIRED,
            "name": None,
            "dtype": None,
            "ignore_class": None,
            "sparse_y_pred": False,
            "axis": -1,
        },
        "OneHotMeanIoU": {
            "num_classes": REQUIRED,
            "name": None,
            "dtype": None,
            "ignore_class": None,
            "sparse_y_pred": False,
            "axis": -1,
        },
        "PearsonCorrelation": {"name": "pearson_correlation", "dtype": None, "axis": -1},
        "Precision": {
            "thresholds": None,
            "top_k": None,
            "class_id": None,
            "name": None,
            "dtype": None,
        },
        "PrecisionAtRecall": {
            "recall": REQUIRED,
            "num_thresholds": 200,
            "class_id": None,
            "name": None,
            "dtype": None,
        },
        "R2Score": {
            "class_aggregation": "uniform_average",
            "num_regressors": 0,
            "name": "r2_score",
            "dtype": None,
        },
        "Recall": {
            "thresholds": None,
            "top_k": None,
            "class_id": None,
            "name": None,
            "dtype": None,
        },
        "RecallAtPrecision": {
            "precision": REQUIRED,
            "num_thresholds": 200,
            "class_id": None,
            "name": None,
            "dtype": None,
        },
        "SensitivityAtSpecificity": {
            "specificity": REQUIRED,
            "num_thresholds": 200,
            "class_id": None,
            "name": None,
            "dtype": None,
        },
        "SparseCategoricalCrossentropy": {
            "name": "sparse_categorical_crossentropy",
            "dtype": None,
            "from_logits": False,
            "ignore_class": None,
            "axis": -1,
        },
        "SparseTopKCategoricalAccuracy": {
            "k": 5,
            "name": "sparse_top_k_categorical_accuracy",
            "dtype": None,
            "from_sorted_ids": False,
        },
        "SpecificityAtSensitivity": {
            "sensitivity": REQUIRED,
            "num_thresholds": 200,
            "class_id": None,
            "name": None,
            "dtype": None,
        },
        "TopKCategoricalAccuracy": {"k": 5, "name": "top_k_categorical_accuracy", "dtype": None},
        "TrueNegatives": {"thresholds": None, "name": None, "dtype": None},
        "TruePositives": {"thresholds": None, "name": None, "dtype": None},
    }
)
"""Parameters in positional order with their defaults, by class."""

_CANONICAL = {
    "AUC": "auc",
    "Accuracy": "exact_accuracy",
    "BinaryAccuracy": "binary_accuracy",
    "BinaryCrossentropy": "binary_crossentropy",
    "BinaryIoU": "binary_iou",
    "CategoricalAccuracy": "categorical_accuracy",
    "CategoricalCrossentropy": "categorical_crossentropy",
    "CategoricalHinge": "categorical_hinge",
    "ConcordanceCorrelation": "concordance_correlation",
    "CosineSimilarity": "cosine_similarity",
    "F1Score": "f1_score",
    "FBetaScore": "f_beta_score",
    "FalseNegatives": "false_negatives",
    "FalsePositives": "false_positives",
    "Hinge": "hinge",
    "IoU": "iou",
    "KLDivergence": "kl_divergence",
    "LogCoshError": "log_cosh_error",
    "Mean": "mean",
    "MeanAbsoluteError": "mean_absolute_error",
    "MeanAbsolutePercentageError": "mean_absolute_percentage_error",
    "MeanIoU": "mean_iou",
    "MeanSquaredError": "mean_squared_error",
    "MeanSquaredLogarithmicError": "mean_squared_logarithmic_error",
    "OneHotIoU": "one_hot_iou",
    "OneHotMeanIoU": "one_hot_mean_iou",
    "PearsonCorrelation": "pearson_correlation",
    "Poisson": "poisson",
    "Precision": "precision",
    "PrecisionAtRecall": "precision_at_recall",
    "R2Score": "r2_score",
    "Recall": "recall",
    "RecallAtPrecision": "recall_at_precision",
    "RootMeanSquaredError": "root_mean_squared_error",
    "SensitivityAtSpecificity": "sensitivity_at_specificity",
    "SparseCategoricalAccuracy": "sparse_categorical_accuracy",
    "SparseCategoricalCrossentropy": "sparse_categorical_crossentropy",
    "SparseTopKCategoricalAccuracy": "sparse_top_k_categorical_accuracy",
    "SpecificityAtSensitivity": "specificity_at_sensitivity",
    "SquaredHinge": "squared_hinge",
    "Sum": "sum",
    "TopKCategoricalAccuracy": "top_k_categorical_accuracy",
    "TrueNegatives": "true_negatives",
    "TruePositives": "true_positives",
}

CLASSES: Mapping[str, str] = MappingProxyType(
    {f"keras.metrics.{cls}": name for cls, name in _CANONICAL.items()}
    | {
        "keras.metrics.MeanRelativeError": "mean_relative_error",
        "keras.metrics.MeanTensor": "mean_tensor",
    }
)
"""Canonical metric name by the canonical path of the class."""

_FUNCTION_NAMES = words(
    "binary_accuracy categorical_accuracy sparse_categorical_accuracy top_k_categorical_accuracy "
    "sparse_top_k_categorical_accuracy pearson_correlation concordance_correlation"
)

FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {path: cls.canonical for path, cls in LOSS_FUNCTIONS.items()}
    | {f"keras.metrics.{name}": name for name in _FUNCTION_NAMES}
)
"""Canonical metric name by the canonical path of a function of labels and predictions."""

_SHORT = {
    **dict.fromkeys(("mse", "MSE"), "mean_squared_error"),
    **dict.fromkeys(("mae", "MAE"), "mean_absolute_error"),
    **dict.fromkeys(("mape", "MAPE"), "mean_absolute_percentage_error"),
    **dict.fromkeys(("msle", "MSLE"), "mean_squared_logarithmic_error"),
    **dict.fromkeys(("bce", "BCE"), "binary_crossentropy"),
}
_ACCURACY_STRINGS = dict.fromkeys(("accuracy", "acc"), "accuracy")
_OLD_STRINGS = {
    "kullback_leibler_divergence": "kl_divergence",
    "kld": "kl_divergence",
    "KLD": "kl_divergence",
    "cosine_proximity": "cosine_similarity",
    "cosine": "cosine_similarity",
    "logcosh": "log_cosh_error",
    "crossentropy": "crossentropy",
    "ce": "crossentropy",
    "fmeasure": "f1_score",
    "matthews_correlation": "matthews_correlation",
}
_NEEDS_ARGUMENTS = words(
    "iou mean_iou binary_iou one_hot_iou one_hot_mean_iou precision_at_recall recall_at_precision "
    "sensitivity_at_specificity specificity_at_sensitivity"
)

BY_STRING: Mapping[str, str] = MappingProxyType(
    {
        name: name
        for name in _CANONICAL.values()
        if name not in _NEEDS_ARGUMENTS | {"exact_accuracy"}
    }
    | {cls: name for cls, name in _CANONICAL.items() if name not in _NEEDS_ARGUMENTS}
    | {"BinaryIoU": "binary_iou"}
    | _SHORT
    | _OLD_STRINGS
    | _ACCURACY_STRINGS
)
"""Canonical metric name by every string that compile takes in some version, case as taken.

`accuracy` and `acc` are taken in any case: see `from_string`.
"""

KERAS3_STRINGS = frozenset(BY_STRING) - frozenset(_OLD_STRINGS) | {
    "crossentropy",
    "ce",
    "accuracy",
    "acc",
}
"""What Keras 3 takes as a metric in compile."""

ACCURACY = words(
    "accuracy exact_accuracy binary_accuracy categorical_accuracy sparse_categorical_accuracy "
    "top_k_categorical_accuracy sparse_top_k_categorical_accuracy"
)
COUNTS = words("true_positives true_negatives false_positives false_negatives")
OVERLAP = words("iou mean_iou binary_iou one_hot_iou one_hot_mean_iou")
CROSSENTROPY = words(
    "binary_crossentropy categorical_crossentropy sparse_categorical_crossentropy crossentropy "
    "binary_focal_crossentropy categorical_focal_crossentropy"
)
CLASSIFICATION = (
    words(
        "auc precision recall f1_score f_beta_score precision_at_recall recall_at_precision "
        "sensitivity_at_specificity specificity_at_sensitivity matthews_correlation"
    )
    | COUNTS
)
"""Metrics of classifiers besides the accuracies."""
REGRESSION = words(
    "mean_squared_error mean_absolute_error mean_absolute_percentage_error huber log_cosh "
    "mean_squared_logarithmic_error root_mean_squared_error log_cosh_error r2_score "
    "mean_relative_error pearson_correlation concordance_correlation"
)


def from_string(text: str) -> str | None:
    """The canonical name for a string in compile, or None if no version of Keras takes it."""
    if text.lower() in _ACCURACY_STRINGS:
        return "accuracy"
    return BY_STRING.get(text)


def from_path(path: str) -> str | None:
    """The canonical name for the canonical path of a class or function, or None."""
    return CLASSES.get(path) or FUNCTIONS.get(path)


def bind_metric(
    path: str, args: Sequence[Value], kwargs: Mapping[str, Value], *, complete: bool = True
) -> Bound:
    """Bind a call of a metric class, given by its canonical path."""
    cls = path.rpartition(".")[2]
    return bind_to(PARAMETERS.get(cls, {}), args, kwargs, complete=complete, kind=cls)


def make_metric(
    name: str,
    site: Site,
    bound: Bound | None = None,
    places: Mapping[str | int, Site] = MappingProxyType({}),
) -> Metric:
    """The metric for a string or a path; `bound` has the arguments if a class was called.

    `config` has all parameters: as given, by default, or unknown where unpacked arguments may
    bring them. It is empty for strings and functions. A name that is not Keras's is `custom`.
    """
    canonical = from_path(name) if "." in name else from_string(name)
    if canonical is None:
        return Metric(name.rpartition(".")[2], {}, custom=True, site=site)
    if bound is None:
        return Metric(canonical, {}, site=site)
    config = filled(PARAMETERS.get(name.rpartition(".")[2], {}), bound)
    return Metric(canonical, config, site=site, args=bound.places(places))
